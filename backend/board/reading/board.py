"""All that a board shows, of the whole organisation or of a group in it, of one moment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import F, QuerySet

from backend.board.reading.groups import Group
from backend.board.reading.last_steps import last_weeks
from backend.board.reading.levels import Frontier, frontier
from backend.board.reading.parts import Tree
from backend.board.reading.snapshot import Row, one_moment, snapshot_query
from backend.board.reading.sums import WHOLE, Sums, WeekSum
from backend.board.reading.tail import Tail
from backend.board.reading.teams import tree_of
from backend.board.reading.units import units_in
from backend.initiatives.models import Programme
from backend.initiatives.selectors import QUIET_DAYS
from backend.organisations.models import Organisation, Process
from backend.organisations.selectors import FEWEST
from backend.successes.models import Success

# So many told successes are read: more titles have no room in the picture.
TITLES = 150


@dataclass(frozen=True)
class Board:
    """What a board is drawn from.

    `group` is what it is of, None for everything; `people` take part there. `counts` are by name
    (see the projection); `quiet` open initiatives had no sign of life for two weeks; `running` ones
    are counted by the weeks they have run. `last` is the Monday of the last week with a step, by the
    place of a group in `frontier`. `programme`, `processes`, `told`: rows as `_sources` has them.
    """

    group: Group | None
    people: int
    tail: Tail
    frontier: Frontier
    counts: Counter[str]
    weeks: Sequence[WeekSum]
    quiet: int
    running: Mapping[int, int]
    last: Mapping[int, date]
    programme: Row | None
    processes: Sequence[Row]
    told: Sequence[Row]

    @property
    def few(self) -> bool:
        """Whether so few take part that every figure would be about fewer than five people."""
        return self.people < FEWEST

    @property
    def steps(self) -> int:
        """All stones."""
        return sum(week.total for week in self.weeks)

    def named(self, prefix: str) -> dict[str, int]:
        """The counts whose name starts so, by the rest of the name."""
        return {
            name.removeprefix(prefix): number
            for name, number in self.counts.items()
            if name.startswith(prefix)
        }

    def people_in(self, group: Group) -> int:
        """How many people a group's steps are of.

        Where others work in no team at all, the only group there is holds the steps of everybody.
        """
        if self.group is None and len(self.frontier.groups) == 1 and group.people < FEWEST:
            return self.people
        return group.people


def board_of(*, organisation: Organisation, group: Group | None, tree: Tree) -> Board:
    """Read a board. A dozen queries, whatever the amount of data; `one_moment` is the caller's."""
    sums = Sums(organisation, tree.tail)
    nodes = WHOLE if group is None else group.nodes
    summed = sums.read(nodes)
    people = summed.counts["people"]
    # Where so few take part, nothing is read that would have to be kept silent.
    found = frontier(tree=tree, group=group) if people >= FEWEST else Frontier()
    today = organisation.today()
    rows = snapshot_query(**_sources(organisation, group))
    return Board(
        group=group,
        people=people,
        tail=tree.tail,
        frontier=found,
        counts=+summed.counts,
        weeks=summed.rows,
        quiet=_before(summed.days["touched"], today - timedelta(days=QUIET_DAYS - 1)),
        running=_run(summed.days["doing"], today),
        last=last_weeks(sums=sums, groups=found.groups),
        programme=rows["programme"][0] if rows["programme"] else None,
        processes=rows["processes"],
        told=rows["told"],
    )


def whole(*, organisation: Organisation) -> Board:
    """The board of everything."""
    with one_moment():
        tree = tree_of(organisation=organisation)
        return board_of(organisation=organisation, group=None, tree=tree)


def _before(days: Mapping[date, int], limit: date) -> int:
    return sum(number for day, number in days.items() if day < limit)


def _run(days: Mapping[date, int], today: date) -> dict[int, int]:
    weeks: Counter[int] = Counter()
    for day, number in days.items():
        weeks[max(0, (today - day).days // 7)] += number
    return dict(weeks)


def _sources(organisation: Organisation, group: Group | None) -> dict[str, QuerySet[Any, Any]]:
    told = Success.objects.filter(organisation=organisation, told_at__isnull=False)
    if group is not None:
        units = units_in(organisation=organisation, group=group)
        told = told.filter(initiative__unit__in=units)
    return {
        "programme": Programme.objects.filter(organisation=organisation)
        .order_by("-id")
        .values(
            "vision",
            "starts_on",
            "ends_on",
            words=F("beginning__text"),
            words_language=F("beginning__language"),
            consent=F("beginning__consent"),
            withdrawn_at=F("beginning__withdrawn_at"),
        )[:1],
        "processes": Process.objects.filter(organisation=organisation, ended_on=None)
        .order_by("position", "id")
        .values("id", "name"),
        "told": told.order_by("-told_at", "-id").values(
            "uid",
            "title",
            "language",
            "told_at",
            unit_id=F("initiative__unit_id"),
            kind=F("golden_step__kind"),
            done_on=F("golden_step__done_on"),
            photo_uid=F("photo__uid"),
            photo_alt=F("photo__alt"),
            photo_width=F("photo__width"),
            photo_height=F("photo__height"),
        )[:TITLES],
    }
