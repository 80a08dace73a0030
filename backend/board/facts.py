"""What the six principles tell besides the roll-ups: counts of how things stand now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery

from backend.board.together import Row
from backend.initiatives import selectors
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


@dataclass(frozen=True)
class Facts:
    """`people` are in the A-teams of the `carried` initiatives, which are open as all `open` ones.

    `running` counts initiatives that are being done by the weeks they have run.
    """

    people: int
    carried: int
    open: int
    quiet: int
    asked: int
    helped: int
    with_words: int
    running: Mapping[int, int]


def facts_sources(organisation: Organisation) -> dict[str, QuerySet[Any, Any]]:
    """What `facts_of` is made of, to be read together."""
    here = Initiative.objects.filter(organisation=organisation)
    quiet = selectors.quiet(organisation=organisation, today=organisation.today())
    return {
        "carrying": TeamMember.objects.filter(
            organisation=organisation,
            membership__state=MembershipState.ACTIVE,
            initiative__stage__in=OPEN,
        )
        .values("organisation_id")
        .annotate(
            people=Count("membership_id", distinct=True),
            carried=Count("initiative_id", distinct=True),
        ),
        "open": here.filter(stage__in=OPEN).values("organisation_id").annotate(number=Count("id")),
        "quiet": quiet.values("organisation_id").annotate(number=Count("id")),
        "asked": _asked(organisation),
        "with_words": InitiativeWords.objects.filter(organisation=organisation)
        .values("organisation_id")
        .annotate(number=Count("initiative_id", distinct=True)),
        "running": here.filter(stage=Stage.DOING).values("started_on").annotate(number=Count("id")),
    }


def _asked(organisation: Organisation) -> QuerySet[Any, Any]:
    """A-teams that were stuck, with whether they got on: a step or a better answer came after."""
    stuck = CheckIn.objects.filter(organisation=organisation, answer=Answer.STUCK, undone_at=None)
    last = stuck.filter(initiative=OuterRef("pk")).order_by("-answered_at").values("answered_at")
    return (
        Initiative.objects.filter(pk__in=stuck.values("initiative_id"))
        .annotate(at=Subquery(last[:1]))
        .annotate(helped=got_on("pk", "at"))
        .values("id", "helped")
    )


def facts_of(rows: Mapping[str, Sequence[Row]], *, today: date) -> Facts:
    """The facts from rows of `facts_sources`."""
    running: Counter[int] = Counter()
    for row in rows["running"]:
        running[max(0, (today - date.fromisoformat(row["started_on"])).days // 7)] += row["number"]
    carrying = rows["carrying"][0] if rows["carrying"] else {"people": 0, "carried": 0}
    return Facts(
        people=carrying["people"],
        carried=carrying["carried"],
        open=_number(rows["open"]),
        quiet=_number(rows["quiet"]),
        asked=len(rows["asked"]),
        helped=sum(bool(row["helped"]) for row in rows["asked"]),
        with_words=_number(rows["with_words"]),
        running=running,
    )


def _number(rows: Sequence[Row]) -> int:
    return int(rows[0]["number"]) if rows else 0
