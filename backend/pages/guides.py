"""What somebody can do here in their role, as the page that their menu leads to tells it.

Each thing leads to where it is done. What a reader may not do themselves is told without a way there.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from backend.organisations.roles import Role


class Thing(NamedTuple):
    """Something to do: its icon, its name, how it goes, and the address of the page for it."""

    icon: str
    title: Any
    text: Any
    page: str


class Guide(NamedTuple):
    """One role's page: the sentence that it comes down to, why, and what there is to do."""

    title: Any
    lead: Any
    things: Sequence[Thing]


# Of several roles the one that somebody has the product open for most.
_FIRST = (
    Role.PROGRAMME_MANAGER,
    Role.ADMINISTRATOR,
    Role.LEADERSHIP,
    Role.TEAM_LEADER,
    Role.AMBASSADOR,
)


def role_of(roles: Sequence[str]) -> Role:
    """Whose page somebody with these roles reads first."""
    return next((role for role in _FIRST if role in roles), Role.STAFF)


_LOG = Thing(
    "plus",
    _("Log a small step"),
    _(
        "Say what you did, and whether you listened, tried or changed something. Three taps are enough;"
        " you can add the day, a photo and the customer’s words."
    ),
    "pages:step_new",
)
_CLAP = Thing(
    "hands",
    _("Join the applause"),
    _("One tap says “well done”, and you can add a sentence. The team will hear about it."),
    "successes:success_list",
)
_BOARD = Thing(
    "flag",
    _("See how far we have come"),
    _(
        "Progress opens with the answer in words. Behind each figure stand the steps that were"
        " counted: click it, and read them."
    ),
    "board:board",
)

GUIDES: dict[Role, Guide] = {
    Role.STAFF: Guide(
        _("Follow along, clap, and join in whenever you like."),
        _(
            "Your colleagues take small steps together with customers. You need not do anything"
            " here, and there is a lot you may do."
        ),
        (
            Thing(
                "success",
                _("Read what is going well"),
                _(
                    "Short stories by colleagues: what a customer said, which small steps followed,"
                    " and who to thank."
                ),
                "successes:success_list",
            ),
            _CLAP,
            Thing(
                "words",
                _("Write down what a customer said"),
                _(
                    "In their own words, without their name. You say how far those words may travel:"
                    " the A-team, the organisation, or everybody."
                ),
                "listening:words_note",
            ),
            _LOG,
            Thing(
                "mail",
                _("Choose what you get e-mail about"),
                _("Successes, reminders, colleagues who are stuck: each of them on or off."),
                "messaging:preferences",
            ),
        ),
    ),
    Role.AMBASSADOR: Guide(
        _("Go to a customer, take a small step, and tell others about it."),
        _(
            "You do this together with an A-team: a few colleagues around one small improvement."
            " Begin with one conversation; the rest follows."
        ),
        (
            _LOG,
            Thing(
                "planned",
                _("Plan the next one"),
                _(
                    "Choose a day in the future, and the step waits for you on your own page once that day"
                    " has passed. A dashed stone shows where it will lie."
                ),
                "pages:step_new",
            ),
            Thing(
                "people",
                _("Bring colleagues along"),
                _(
                    "On the page of your initiative you add colleagues to the A-team. Other"
                    " initiatives you can join yourself."
                ),
                "initiatives:initiative_list",
            ),
            Thing(
                "clock",
                _("Say how it is going"),
                _(
                    "When nothing has been logged for a while, we ask. “I’m stuck” is a good answer too:"
                    " your A-team hears it at once, and can help in one tap."
                ),
                "pages:my_steps",
            ),
            Thing(
                "success",
                _("Finish, and tell the story"),
                _(
                    "What a customer said, what you did, what is different now. The last stone turns"
                    " golden, and colleagues clap."
                ),
                "successes:success_list",
            ),
        ),
    ),
    Role.TEAM_LEADER: Guide(
        _("Give small steps room in your team."),
        _(
            "You see what every colleague sees, and no figure about any one of them. What you do"
            " with it at the coffee table makes the difference."
        ),
        (
            Thing(
                "people",
                _("Look at what your team is trying"),
                _(
                    "Each initiative shows the customer’s words, its steps as stones and its A-team."
                    " Ask about one of them this week."
                ),
                "initiatives:initiative_list",
            ),
            _BOARD,
            Thing(
                "listened",
                _("Begin a meeting with a customer’s words"),
                _("Read one aloud, and be silent for a moment. Then ask: what could we try?"),
                "pages:listening",
            ),
            _CLAP,
            _LOG,
        ),
    ),
    Role.LEADERSHIP: Guide(
        _("See whether it moves, and let people know you noticed."),
        _(
            "Nobody is ranked here, and no figure is about one colleague. What you see are small"
            " steps, what customers say, and where it is quiet."
        ),
        (
            _BOARD,
            Thing(
                "success",
                _("Read one story before your next meeting"),
                _("It takes two minutes, and it is a better opening than a figure."),
                "successes:success_list",
            ),
            Thing(
                "hands",
                _("Say that you read it"),
                _(
                    "Join the applause and add one sentence. It takes you ten seconds, and people keep it."
                ),
                "successes:success_list",
            ),
            Thing(
                "listened",
                _("Hear what customers say"),
                _("In their own words, as they were noted down, without anybody’s summary."),
                "pages:listening",
            ),
            Thing(
                "plus",
                _("Take a step of your own"),
                _("One conversation with a customer counts as a step, for you as for everybody."),
                "pages:step_new",
            ),
        ),
    ),
    Role.PROGRAMME_MANAGER: Guide(
        _("Set it up, invite people, and keep it light."),
        _("You set things up. The steps are your colleagues’ own."),
        (
            Thing(
                "mail",
                _("Invite colleagues"),
                _(
                    "One by one, with a line about why you thought of them, or a whole list as you have"
                    " it in your mail."
                ),
                "organisations:membership_invite",
            ),
            Thing(
                "flag",
                _("Write down where you want to go"),
                _("One sentence that a customer would understand: the far bank of the crossing."),
                "programme:programme_change",
            ),
            Thing(
                "words",
                _("Say what customers come to you for"),
                _("Then the board shows which of your services become better."),
                "organisations:customers",
            ),
            Thing(
                "people",
                _("Keep the teams up to date"),
                _(
                    "A team that was renamed, moved or ended is put right in a minute. What it did"
                    " stays where it was."
                ),
                "organisations:unit_list",
            ),
            Thing(
                "edit",
                _("Help an initiative along"),
                _("You can correct, finish or stop any of them, ideally together with its A-team."),
                "initiatives:initiative_list",
            ),
        ),
    ),
    Role.ADMINISTRATOR: Guide(
        _("Make sure that everybody can get in, and that e-mail arrives."),
        _("You may do what a programme manager may, and a few things more."),
        (
            Thing(
                "people",
                _("Correct a name or an invitation"),
                _(
                    "A name you can always put right. An address only as long as the invitation is"
                    " open; after that it is its owner’s."
                ),
                "organisations:people",
            ),
            Thing(
                "clock",
                _("Choose working days and quiet hours"),
                _("Nobody gets a reminder outside them."),
                "organisations:settings",
            ),
            Thing(
                "mail",
                _("Check that e-mail arrives"),
                _("Send yourself a test: it goes out the same way as all other mail."),
                "organisations:settings",
            ),
            Thing(
                "edit",
                _("Connect another system"),
                _("A token opens the API, for as long as you leave it on."),
                "tokens:token_list",
            ),
            Thing(
                "people",
                _("Appoint a second administrator"),
                _("Then one of you can be on holiday. Only an administrator makes another."),
                "organisations:people",
            ),
        ),
    ),
}
