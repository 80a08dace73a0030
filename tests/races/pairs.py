"""Pairs of services that touch the same thing, each with the rows that they meet on.

Those that need a stage of their own; what is done to one thing stands in `things/`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

from backend.api import services as tokens
from backend.initiatives import services as initiatives
from backend.initiatives.models import Ambition, Initiative, Step
from backend.listening import services as listening
from backend.listening.models import Words
from backend.organisations import services as organisations
from backend.organisations.models import Membership, MembershipState, Unit
from backend.organisations.roles import Role
from backend.successes import services as successes
from backend.successes.models import Success
from tests.initiatives.factories import log, start
from tests.successes.factories import drafted, finished, told

Cast = dict[str, Membership]
Work = Callable[[], Any]
Pair = tuple[Work, Work]
ADMIN = [Role.ADMINISTRATOR]


def _unit(cast: Cast, name: str = "Leeg", parent: Unit | None = None) -> Unit:
    return organisations.unit_add(actor=cast["mieke"], name=name, parent=parent)


def _ends(cast: Cast, unit: Unit) -> Work:
    return partial(organisations.unit_end, actor=cast["mieke"], unit=unit)


def _moves(cast: Cast, unit: Unit, parent: Unit | None, name: str = "") -> Work:
    name = name or unit.name
    return partial(
        organisations.unit_change, actor=cast["mieke"], unit=unit, name=name, parent=parent
    )


def _member(cast: Cast, who: str, **changes: Any) -> Work:
    member = cast[who]
    asked = {"unit": member.unit, "roles": member.roles, "version": member.version, **changes}
    return partial(organisations.membership_change, actor=cast["anton"], membership=member, **asked)


def _invites(cast: Cast, unit: Unit | None = None, name: str = "Nina Nieuw") -> Work:
    return partial(
        organisations.membership_invite,
        actor=cast["mieke"], email=f"nina@{cast['mieke'].organisation.slug}.example", name=name, unit=unit,
    )  # fmt: skip


def _left(cast: Cast, unit: Unit) -> Membership:
    member = cast["omar"]
    Membership.objects.filter(pk=member.pk).update(state=MembershipState.LEFT, unit=unit)
    return Membership.objects.get(pk=member.pk)


def _of(cast: Cast, who: str, service: Any, /, **given: Any) -> Work:
    return partial(service, actor=cast[who], **given)


def _second(cast: Cast) -> Membership:
    member = cast["petra"]
    member.roles = ADMIN
    member.save()
    return member


def _planned(cast: Cast, initiative: Initiative) -> Step:
    return log(
        cast["samira"], initiative, planned_on=cast["samira"].organisation.today() + timedelta(1)
    )


def _noted(cast: Cast) -> Words:
    return listening.words_note(
        actor=cast["samira"], text="Fijn.", unit=cast["samira"].unit, consent="organisation"
    )


def _programme(cast: Cast, *ambitions: str) -> Any:
    day = cast["samira"].organisation.today()
    return initiatives.programme_start(
        organisation=cast["samira"].organisation, actor=cast["mieke"], name="Dichtbij",
        vision="Dichtbij", starts_on=day, ends_on=day + timedelta(300), ambitions=ambitions,
    )  # fmt: skip


def _rewrites(cast: Cast, programme: Any, *ambitions: str, name: str = "Dichterbij") -> Work:
    return partial(
        initiatives.programme_change,
        actor=cast["mieke"], programme=programme, version=1, name=name, vision="Dichtbij",
        starts_on=programme.starts_on, ends_on=programme.ends_on, ambitions=ambitions,
    )  # fmt: skip


# ----- the structure of an organisation


def unit_end_and_somebody_moves_in(c: Cast) -> Pair:
    unit = _unit(c)
    return _ends(c, unit), _member(c, "omar", unit=unit)


def unit_end_and_somebody_is_invited(c: Cast) -> Pair:
    unit = _unit(c)
    return _ends(c, unit), _invites(c, unit)


def unit_end_and_somebody_returns(c: Cast) -> Pair:
    unit = _unit(c)
    member = _left(c, unit)
    return _ends(c, unit), _of(c, "mieke", organisations.membership_return, membership=member)


def unit_end_and_a_team_moves_below(c: Cast) -> Pair:
    unit, team = _unit(c), _unit(c, "Team")
    return _ends(c, unit), _moves(c, team, unit)


def two_departments_move_below_each_other(c: Cast) -> Pair:
    one, other = _unit(c, "Een"), _unit(c, "Ander")
    return _moves(c, one, other), _moves(c, other, one)


def a_department_moves_and_gets_a_team(c: Cast) -> Pair:
    one, other = _unit(c, "Een"), _unit(c, "Ander")
    return _moves(c, one, other), _of(c, "mieke", organisations.unit_add, name="Team", parent=one)


def two_units_of_one_name(c: Cast) -> Pair:
    return tuple(_of(c, "mieke", organisations.unit_add, name=n) for n in ("Nieuw", "NIEUW"))  # type: ignore[return-value]


def a_unit_takes_the_name_of_a_new_one(c: Cast) -> Pair:
    unit = _unit(c)
    return _moves(c, unit, None, "Nieuw"), _of(c, "mieke", organisations.unit_add, name="Nieuw")


def unit_end_and_an_initiative_starts_there(c: Cast) -> Pair:
    unit = _unit(c)
    return _ends(c, unit), _of(c, "samira", initiatives.initiative_start, title="Nieuw", unit=unit)


def unit_end_and_an_initiative_moves_there(c: Cast) -> Pair:
    unit, initiative = _unit(c), start(c["samira"])
    return _ends(c, unit), _of(
        c, "samira", initiatives.initiative_change, initiative=initiative, version=1, unit=unit
    )


def unit_end_and_a_step_starts_an_initiative_there(c: Cast) -> Pair:
    unit = _unit(c)
    return _ends(c, unit), partial(log, c["samira"], unit=unit)


def unit_end_and_words_are_noted_there(c: Cast) -> Pair:
    unit = _unit(c)
    return _ends(c, unit), _of(c, "samira", listening.words_note, text="Fijn.", unit=unit)


def process_end_and_an_initiative_chooses_it(c: Cast) -> Pair:
    process, initiative = (
        organisations.process_add(actor=c["mieke"], name="Verhuizen"),
        start(c["samira"]),
    )
    return _of(c, "mieke", organisations.process_end, process=process), _of(
        c, "samira", initiatives.initiative_change, initiative=initiative, version=1,
        process=process,
    )  # fmt: skip


def group_end_and_an_initiative_starts_for_it(c: Cast) -> Pair:
    group = organisations.customer_group_add(actor=c["mieke"], name="Bewoners")
    return _of(c, "mieke", organisations.customer_group_end, customer_group=group), _of(
        c, "samira", initiatives.initiative_start, title="N", unit=c["samira"].unit,
        customer_group=group,
    )  # fmt: skip


def two_services_of_one_name(c: Cast) -> Pair:
    process = organisations.process_add(actor=c["mieke"], name="Verhuizen")
    return _of(c, "mieke", organisations.process_add, name="Nieuw"), _of(
        c, "mieke", organisations.process_change, process=process, name="nieuw"
    )


def two_groups_of_one_name(c: Cast) -> Pair:
    return tuple(
        _of(c, "mieke", organisations.customer_group_add, name=n) for n in ("Nieuw", "nieuw")
    )  # type: ignore[return-value]


def two_change_one_membership(c: Cast) -> Pair:
    return _member(c, "omar", roles=[Role.AMBASSADOR]), _member(c, "omar", unit=c["joost"].unit)


def a_membership_changes_and_ends(c: Cast) -> Pair:
    return _member(c, "omar", roles=[Role.AMBASSADOR]), _of(
        c, "anton", organisations.membership_end, membership=c["omar"]
    )


def a_membership_ends_and_returns(c: Cast) -> Pair:
    return _of(c, "anton", organisations.membership_end, membership=c["omar"]), _of(
        c, "mieke", organisations.membership_return, membership=c["omar"]
    )


def one_colleague_is_invited_twice(c: Cast) -> Pair:
    return _invites(c), _invites(c, name="Nina Nieuwer")


def an_invitation_is_accepted_and_renewed(c: Cast) -> Pair:
    invited = _invites(c)()
    return partial(organisations.membership_accept, membership=invited), _invites(
        c, name="Nina Anders"
    )


def two_tokens_of_one_name(c: Cast) -> Pair:
    return tuple(_of(c, "anton", tokens.token_issue, name=n) for n in ("Bord", "BORD"))  # type: ignore[return-value]


def a_token_is_revoked_twice(c: Cast) -> Pair:
    token, _plain = tokens.token_issue(actor=c["anton"], name="Bord")
    revoke = _of(c, "anton", tokens.token_revoke, token=token)
    return revoke, revoke


def two_programmes_start(c: Cast) -> Pair:
    return partial(_programme, c, "Een"), partial(_programme, c, "Ander")


def two_change_the_programme(c: Cast) -> Pair:
    programme = _programme(c, "Een")
    return _rewrites(c, programme, "Een", name="A"), _rewrites(c, programme, "Twee", name="B")


def an_ambition_goes_and_an_initiative_starts_for_it(c: Cast) -> Pair:
    programme = _programme(c, "Een", "Twee")
    ambition = Ambition.objects.get(text="Twee")
    return _rewrites(c, programme, "Een"), _of(
        c, "samira", initiatives.initiative_start, title="N", unit=c["samira"].unit,
        ambition=ambition,
    )  # fmt: skip


# ----- an initiative and its steps


def _running(c: Cast) -> tuple[Initiative, Step]:
    initiative = start(c["samira"])
    return initiative, log(c["samira"], initiative)


def _finishes(c: Cast, initiative: Initiative) -> Work:
    return _of(c, "samira", initiatives.initiative_finish, initiative=initiative)


def _stops(c: Cast, initiative: Initiative) -> Work:
    return _of(c, "samira", initiatives.initiative_stop, initiative=initiative, lesson="Geleerd")


def stop_and_a_step_is_planned(c: Cast) -> Pair:
    initiative, _step = _running(c)
    return _stops(c, initiative), partial(_planned, c, initiative)


def finish_and_a_step_moves_in(c: Cast) -> Pair:
    (initiative, _step), other = _running(c), start(c["samira"], title="Andere")
    step = log(c["samira"], other, text="Verhuist")
    return _finishes(c, initiative), _of(
        c, "samira", initiatives.step_change, step=step, version=1, initiative=initiative
    )


def finish_and_its_only_step_goes(c: Cast) -> Pair:
    initiative, step = _running(c)
    return _finishes(c, initiative), _of(c, "samira", initiatives.step_remove, step=step)


def resume_undo_and_a_step_is_logged(c: Cast) -> Pair:
    initiative = finished(c["samira"])
    initiatives.initiative_resume(actor=c["samira"], initiative=initiative)
    return _of(c, "samira", initiatives.initiative_resume_undo, initiative=initiative), partial(
        log, c["samira"], initiative, text="Toch nog een"
    )


def two_steps_change_places(c: Cast) -> Pair:
    (one, first), other = _running(c), start(c["samira"], title="Andere")
    second = log(c["samira"], other, text="Terug")
    return _of(c, "samira", initiatives.step_change, step=first, version=1, initiative=other), _of(
        c, "samira", initiatives.step_change, step=second, version=1, initiative=one
    )


def the_last_two_leave_the_team(c: Cast) -> Pair:
    initiative = start(c["samira"], members=[c["samira"], c["joost"]])
    return tuple(
        _of(c, who, initiatives.team_leave, initiative=initiative, membership=c[who])
        for who in ("samira", "joost")
    )  # type: ignore[return-value]


def one_joins_twice(c: Cast) -> Pair:
    initiative = start(c["samira"])
    return _of(
        c, "joost", initiatives.team_join, initiative=initiative, membership=c["joost"]
    ), _of(c, "samira", initiatives.team_join, initiative=initiative, membership=c["joost"])


def one_joins_and_leaves_the_organisation(c: Cast) -> Pair:
    initiative = start(c["samira"])
    return _of(
        c, "samira", initiatives.team_join, initiative=initiative, membership=c["omar"]
    ), _of(c, "anton", organisations.membership_end, membership=c["omar"])


# ----- successes, words, announcements


def two_tell_one_success(c: Cast) -> Pair:
    success = drafted(c["samira"])
    return tuple(
        _of(c, who, successes.success_tell, success=success) for who in ("samira", "mieke")
    )  # type: ignore[return-value]


def one_applauds_and_takes_it_back(c: Cast) -> Pair:
    success = successes.applaud(actor=c["omar"], success=told(c["samira"]))
    return _of(c, "omar", successes.applause_withdraw, success=success), _of(
        c, "omar", successes.applaud, success=success
    )


def _worded(c: Cast) -> tuple[Success, Words]:
    """A story without words, and words that it could choose."""
    success = drafted(c["samira"])
    words = success.words
    return (
        successes.success_change(
            actor=c["samira"], success=success, version=success.version, words=None
        ),
        words,
    )


def words_are_taken_back_and_chosen_for_a_story(c: Cast) -> Pair:
    success, words = _worded(c)
    return _of(c, "samira", listening.words_withdraw, words=words), _of(
        c, "samira", successes.success_change, success=success, version=success.version,
        words=words,
    )  # fmt: skip


def consent_shrinks_and_words_are_chosen_for_a_story(c: Cast) -> Pair:
    success, words = _worded(c)
    return _of(
        c, "samira", listening.words_consent_change, words=words, consent="a_team"
    ), _of(
        c, "samira", successes.success_change, success=success, version=success.version,
        words=words,
    )  # fmt: skip


def words_are_taken_back_and_their_consent_changes(c: Cast) -> Pair:
    words = _noted(c)
    return _of(c, "samira", listening.words_withdraw, words=words), _of(
        c, "samira", listening.words_consent_change, words=words, consent="public"
    )


def a_step_goes_and_its_words_are_linked_elsewhere(c: Cast) -> Pair:
    initiative, other = start(c["samira"]), start(c["samira"], title="Andere")
    step = log(c["samira"], initiative, words_text="Fijn.", consent="organisation")
    return _of(c, "samira", initiatives.step_remove, step=step), _of(
        c, "samira", initiatives.initiative_words_add, initiative=other, words=step.words
    )


def a_step_goes_and_its_words_are_chosen_for_a_story(c: Cast) -> Pair:
    success, words = _worded(c)
    step = Step.objects.get(words=words)
    return _of(c, "samira", initiatives.step_remove, step=step), _of(
        c, "samira", successes.success_change, success=success, version=success.version,
        words=words,
    )  # fmt: skip


def a_step_is_restored_and_its_words_are_taken_back(c: Cast) -> Pair:
    step = log(c["samira"], start(c["samira"]), words_text="Fijn.", consent="organisation")
    initiatives.step_remove(actor=c["samira"], step=step)
    return _of(c, "samira", initiatives.step_restore, step=step), _of(
        c, "samira", listening.words_withdraw, words=step.words
    )


PAIRS: dict[str, Callable[[Cast], Pair]] = {
    name: made
    for name, made in list(globals().items())
    if callable(made) and getattr(made, "__module__", "") == __name__ and not name.startswith("_")
}
