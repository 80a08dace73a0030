"""What groups of teams are called: by all of them, never by one of several."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from backend.board.projection.deltas import EVERYTHING
from backend.board.reading.groups import Group
from backend.board.reading.parts import Part
from backend.board.showing.texts import listed, number

# So many teams of one department are named one by one; more by their number.
NAMED = 3


def name(group: Group) -> str:
    """By all its teams, or by the department that it makes up; in the active language."""
    known = _by_parent(group.parts)
    many = sum(map(len, known.values()))
    if many > NAMED and many == sum(group.beside.values()) and _is_wide(known):
        return _("all teams together")
    return listed([one for parent, here in known.items() for one in _in(group, parent, here)])


def heading(group: Group) -> str:
    """The departments that it stands in; its own name at the top."""
    known = [part for part in group.parts if part.is_known]
    found = list(dict.fromkeys(above(group, part) for part in known))
    return listed(found) if len(found) <= NAMED else _("Several departments")


def above(group: Group, part: Part) -> str:
    """The name of what a part stands in; its own at the top."""
    return group.above.get(part.parent) or part.name


def _is_wide(known: dict[int, list[Part]]) -> bool:
    return len(known) > NAMED or known.keys() == {EVERYTHING}


def _in(group: Group, parent: int, here: Sequence[Part]) -> Iterable[str]:
    if parent != EVERYTHING and len(here) > 1 and len(here) == group.beside[parent]:
        return [group.above[parent]]
    if len(here) > NAMED:
        teams = number(len(here))
        if parent == EVERYTHING:
            return [_("{number} small teams").format(number=teams)]
        return [
            _("{number} teams of {department}").format(number=teams, department=group.above[parent])
        ]
    return [_called(part, alone=group.beside[parent] == 1) for part in here]


def _called(part: Part, *, alone: bool) -> str:
    """A unit with teams below it is only named for who works in none of them."""
    if part.is_own and not alone:
        return _("{department} outside a team").format(department=part.name)
    return part.name


def _by_parent(parts: Iterable[Part]) -> dict[int, list[Part]]:
    found: dict[int, list[Part]] = defaultdict(list)
    for part in parts:
        if part.is_known:
            found[part.parent].append(part)
    return found
