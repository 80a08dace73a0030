"""The page with the steps behind a figure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from backend.board.drilldown.counts import count_behind
from backend.board.drilldown.step_filter import StepFilter, step_filter, summary
from backend.board.drilldown.steps import GOLDEN, place_of, steps_behind
from backend.board.reading.levels import groups_of
from backend.board.reading.parts import Tree
from backend.board.reading.snapshot import one_moment
from backend.board.reading.sums import WHOLE, Sums
from backend.board.reading.teams import tree_of
from backend.board.showing import naming, texts
from backend.organisations.models import Membership
from backend.organisations.selectors import FEWEST

PAGE_SIZE = 50


@dataclass(frozen=True)
class StepsPage:
    """A page of steps, each with its `team`; `count` in words, or what they are where nobody counted.

    `more` is the address of the next page, empty on the last one.
    """

    rows: Sequence[Any]
    count: str
    asked: StepFilter
    summary: Sequence[str]
    more: str


def steps_page(*, asked: Mapping[str, str], membership: Membership) -> StepsPage | None:
    """The page that an address asks for; None while so few take part that nothing may be told.

    Raises `WrongCursor` for a place in another list, `Http404` for a filter that is none.
    """
    organisation = membership.organisation
    with one_moment():
        tree = tree_of(organisation=organisation)
        sums = Sums(organisation, tree.tail)
        found = step_filter(asked, tree=tree, membership=membership)
        if sums.read(WHOLE).counts["people"] < FEWEST:
            return None
        count = count_behind(
            organisation=organisation, sums=sums, chosen=found.chosen, group=found.group
        )
        rows = steps_behind(
            organisation=organisation,
            chosen=found.chosen,
            place=asked.get("after", ""),
            limit=PAGE_SIZE + 1,
        )
        _name_teams(tree, rows)
    more = place_of(rows[PAGE_SIZE - 1]) if len(rows) > PAGE_SIZE else ""
    return StepsPage(
        rows[:PAGE_SIZE],
        _counted(found, count),
        found,
        summary(found, count),
        found.address(after=more) if more else "",
    )


def _name_teams(tree: Tree, rows: Sequence[Any]) -> None:
    groups = groups_of(tree=tree, units={row.unit_id for row in rows})
    names = {unit: naming.name(group) for unit, group in groups.items()}
    for row in rows:
        row.team = names.get(row.unit_id)


def _counted(found: StepFilter, count: int | None) -> str:
    if count is None:
        return _("Successes, with their golden step") if found.chosen.kind == GOLDEN else _("Steps")
    return texts.golden(count) if found.chosen.kind == GOLDEN else texts.steps(count)
