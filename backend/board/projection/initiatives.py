"""An initiative's part in the roll-ups, counted from its rows whenever something happened to it.

An event about an initiative, its A-team, its answers or its words says only that it must be counted
again: how it stands is read from its rows, what it was counted as is taken off.

Counts by name: `started`; `open` (in stage idea or doing), `carried` (open, with somebody in its
A-team); `waiting` (done, not told) and `told`; `heard` (it knows a customer's words); `asked` (an
A-team that was stuck) and `helped` (of those, that got on); `finished`, and by how long it took
`took:<weeks>`; `process:<id>` for that service. By day: `touched` open ones by the last sign of
life, `doing` by the day they began.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, fields
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, Case, Exists, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import TruncDate

from backend.board.models import Counted
from backend.board.projection.deltas import Deltas
from backend.events.reading import Happened
from backend.initiatives.events import (
    InitiativeChanged,
    InitiativeFinished,
    InitiativeResumed,
    InitiativeStarted,
    InitiativeStopped,
)
from backend.initiatives.models import (
    Answer,
    CheckIn,
    Initiative,
    InitiativeWords,
    TeamMember,
)
from backend.initiatives.stages import OPEN, Stage
from backend.initiatives.stuck import got_on
from backend.organisations.models import MembershipState, Organisation

_OF_INITIATIVES = (
    InitiativeChanged, InitiativeFinished, InitiativeResumed, InitiativeStarted, InitiativeStopped,
)  # fmt: skip


@dataclass(frozen=True)
class Part:
    """All that an initiative is counted by."""

    initiative: int
    unit: int
    stage: str
    process: int | None
    started_on: date
    closed_on: date | None
    touched_on: date
    heard: bool
    asked: bool
    helped: bool
    carriers: list[int]


COLUMNS = tuple(one.name for one in fields(Part))


def touched_by(happened: Iterable[Happened[Any]], members: Collection[int] = ()) -> set[int]:
    """The initiatives that these are about, or that `members` carry. A query where there are any."""
    found: set[int] = set()
    for one in happened:
        what = one.what
        if isinstance(what, _OF_INITIATIVES):
            found.add(one.subject_id)
            continue
        for name in ("initiative_id", "to_id"):
            if (pk := getattr(what, name, None)) is not None:
                found.add(pk)
    if members:
        teams = TeamMember.objects.filter(membership__in=members)
        found.update(teams.values_list("initiative_id", flat=True))
    return found


def standing(*, organisation: Organisation, ids: Sequence[int]) -> dict[int, Part]:
    """How these initiatives stand now. One query."""
    rows = _now(organisation).filter(pk__in=ids).values_list("pk", *_FIELDS)
    return {row[0]: Part(*row) for row in rows}


def counted(*, organisation: Organisation, ids: Sequence[int]) -> dict[int, Part]:
    """How they were counted last. One query."""
    rows = Counted.objects.filter(organisation=organisation, initiative__in=ids)
    return {row[0]: Part(*row) for row in rows.values_list(*COLUMNS)}


def changes(before: Mapping[int, Part], now: Mapping[int, Part]) -> Deltas:
    """What it means for the sums of their units."""
    deltas = Deltas()
    for pk in before.keys() | now.keys():
        old, new = before.get(pk), now.get(pk)
        if old is not None and new is not None and astuple(old) == astuple(new):
            continue
        if old is not None:
            _count(deltas, old, -1)
        if new is not None:
            _count(deltas, new, 1)
    return deltas


def _count(deltas: Deltas, part: Part, sign: int) -> None:
    for name in _names(part):
        deltas.counts[part.unit, name] += sign
    if part.stage in OPEN:
        deltas.days[part.unit, "touched", part.touched_on] += sign
        for membership in part.carriers:
            deltas.carriers[part.unit, membership] += sign
    if part.stage == Stage.DOING:
        deltas.days[part.unit, "doing", part.started_on] += sign


def _names(part: Part) -> Iterator[str]:
    yield "started"
    if part.stage in OPEN:
        yield "open"
        if part.carriers:
            yield "carried"
    elif part.stage == Stage.DONE:
        yield "waiting"
    elif part.stage == Stage.CELEBRATED:
        yield "told"
    if part.stage in (Stage.DONE, Stage.CELEBRATED):
        yield "finished"
        yield f"took:{_weeks(part)}"
    for name in ("heard", "asked", "helped"):
        if getattr(part, name):
            yield name
    if part.process is not None:
        yield f"process:{part.process}"


def _weeks(part: Part) -> int:
    if part.closed_on is None:
        return 0
    return max(0, round((part.closed_on - part.started_on).days / 7))


def _now(organisation: Organisation) -> QuerySet[Initiative]:
    stuck = CheckIn.objects.filter(
        initiative=OuterRef("pk"), answer=Answer.STUCK, undone_at=None
    ).order_by("-answered_at")
    words = InitiativeWords.objects.filter(initiative=OuterRef("pk"))
    team = TeamMember.objects.filter(
        initiative=OuterRef("pk"), membership__state=MembershipState.ACTIVE
    ).order_by("membership_id")
    yes, no = Value(True), Value(False)
    return (
        Initiative.objects.filter(organisation=organisation)
        .annotate(
            stuck_at=Subquery(stuck.values("answered_at")[:1]),
            touched_on=TruncDate("touched_at", tzinfo=organisation.zone),
            heard=Exists(words),
            carriers=ArraySubquery(team.values("membership_id")),
        )
        .annotate(
            asked=Case(When(stuck_at__isnull=False, then=yes), default=no),
            helped=Case(
                # Asked only of who was stuck: for all others the answer costs four look-ups.
                When(stuck_at__isnull=False, then=got_on("pk", "stuck_at")),
                default=no,
                output_field=BooleanField(),
            ),
        )
    )


_FIELDS = (
    "unit_id", "stage", "process_id", "started_on", "closed_on", "touched_on",
    "heard", "asked", "helped", "carriers",
)  # fmt: skip
