"""Inviting several people at once, out of a list that was pasted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from backend.events.acts import Act
from backend.organisations.models import Membership, Unit
from backend.organisations.roles import Role
from backend.organisations.services.people import IN_ALREADY, INVITED_JUST_NOW, membership_invite
from backend.organisations.team_names import TeamNames
from backend.text.people import ASIDE, HEADING, Entry, People, Skipped
from backend.text.problems import Refused
from backend.writing.texts import at_line, in_words

MOST = 50


@dataclass(frozen=True)
class Invited:
    """Who was invited, and a sentence for each line that was skipped."""

    members: Sequence[Membership]
    skipped: Sequence[str]


@transaction.atomic
def memberships_invite(
    *,
    act: Act,
    people: People,
    unit: Unit | None,
    roles: Sequence[str] = (Role.STAFF,),
    why: str | None = None,
) -> Invited:
    """Invite everybody on a list: all of them, or nobody yet. Who is in already is skipped.

    A line's own team comes before `unit`. Raises `ValidationError` at `people`, with a sentence for
    every line that is wrong, and as `membership_invite` does.
    """
    problems = [(one.line, in_words(one)) for one in people.wrong]
    if len(people.found) > MOST:
        raise ValidationError(
            {"people": _sentences([(0, _too_many(len(people.found))), *problems])}
        )
    skipped = [(one.line, _why(one)) for one in people.skipped]
    invited: list[Membership] = []
    teams = TeamNames(act.organisation)
    for one in people.found:
        try:
            place = teams.find(one.team) if one.team else unit
            invited.append(_invite(act, one, place, roles, why))
        except Refused as refused:
            problems.append((one.line, in_words(refused)))
        except ValidationError as error:
            (problems, skipped)[_is_known(error)].append((one.line, _at_address(error, one)))
    if problems or not invited:
        raise ValidationError({"people": _sentences(problems or skipped)})
    return Invited(invited, _sentences(skipped))


def _invite(
    act: Act, one: Entry, unit: Unit | None, roles: Sequence[str], why: str | None
) -> Membership:
    return membership_invite(
        act=act, email=one.email, name=one.name, unit=unit, roles=roles, why=why
    )


def _is_known(error: ValidationError) -> bool:
    """Whether there is nothing to do for them: they are in, or were invited just now."""
    told = error.error_dict.get("email", []) if hasattr(error, "error_dict") else []
    return bool(told) and all(one.code in {IN_ALREADY, INVITED_JUST_NOW} for one in told)


def _at_address(error: ValidationError, one: Entry) -> str:
    """What was refused about one of them. Raises `error` where it is about the whole list."""
    if not hasattr(error, "error_dict") or "email" not in error.error_dict:
        raise error
    return f"{one.name.shown or one.email}: {' '.join(error.message_dict['email'])}"


def _why(one: Skipped) -> str:
    if one.why == HEADING:
        return _("This is the heading.")
    if one.why == ASIDE:
        return _("“%(text)s” is not one of your teams, and is left out.") % {"text": one.text}
    again = _("%(address)s is already on line %(number)s.")
    return again % {"address": one.text, "number": one.of}


def _sentences(told: Sequence[tuple[int, str]]) -> list[str]:
    """In the order of the lines, each with where to find it."""
    return [at_line(number, text) if number else text for number, text in sorted(told)]


def _too_many(number: int) -> str:
    many = _(
        "No more than %(most)s at a time; there are %(n)s here. Send the rest in a second round."
    )
    return many % {"most": MOST, "n": number}
