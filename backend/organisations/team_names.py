"""Teams found by name, as people write it."""

from __future__ import annotations

import re
from collections import defaultdict

from backend.organisations import tree
from backend.organisations.models import Organisation, Unit
from backend.text import sorting
from backend.text.problems import Problem, Refused

_GENERIC = frozenset(
    ["team", "afdeling", "department", "unit", "cluster", "bureau", "sectie", "dienst"]
)
_STEPS = re.compile(r"\s*(?:/|>|›|»|\\|→|\|)\s*|\s+[-–]\s+")


class TeamNames:
    """The teams and departments of an organisation that have not ended, to look up by name.

    Case, accents and a word such as “team” before the name do not count; “Department / Team” tells
    two of one name apart.
    """

    def __init__(self, organisation: Organisation) -> None:
        units = Unit.objects.filter(organisation=organisation, ended_on=None)
        self._units = {unit.pk: unit for unit in units.without_tree_fields()}
        self._named: dict[str, list[Unit]] = defaultdict(list)
        for unit in self._units.values():
            for name in _spellings(unit.name):
                self._named[name].append(unit)

    def find(self, text: str) -> Unit:
        """The team of this name. Raises `Refused`: `UNKNOWN_TEAM`, or `MANY_TEAMS` of one name."""
        found = self._called(text)
        if not found:
            *above, last = [part for part in _STEPS.split(text) if part] or [""]
            found = [
                unit for unit in self._called(last) if above and self._stands_below(unit, above)
            ]
        if len(found) != 1:
            problem = Problem.MANY_TEAMS if found else Problem.UNKNOWN_TEAM
            raise Refused(problem, text[:60])
        return found[0]

    def is_called(self, text: str) -> bool:
        """Whether there is a team of this name, or several."""
        try:
            return bool(self.find(text))
        except Refused as refused:
            return refused.problem == Problem.MANY_TEAMS

    def _called(self, text: str) -> list[Unit]:
        exact = [u for u in self._named.get(sorting.folded(text), ()) if _is_called(u, text)]
        near = [unit for name in _spellings(text) for unit in self._named.get(name, ())]
        return exact or list({unit.pk: unit for unit in near}.values())

    def _stands_below(self, unit: Unit, above: list[str]) -> bool:
        """Whether these names stand above it in this order; some between may be left out."""
        wanted = [set(_spellings(name)) for name in above]
        parents = {pk: one.parent_id for pk, one in self._units.items()}
        for pk in tree.above(parents, unit.pk)[1:]:
            if wanted and wanted[-1] & set(_spellings(self._units[pk].name)):
                wanted.pop()
        return not wanted


def _is_called(unit: Unit, text: str) -> bool:
    return sorting.folded(unit.name) == sorting.folded(text)


def _spellings(name: str) -> list[str]:
    whole = sorting.folded(name)
    first, _space, rest = whole.partition(" ")
    return [whole, rest] if rest and first in _GENERIC else [whole]
