"""Reading the board: roll-ups up to the cursor plus the events behind it, in one snapshot."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Count, F, IntegerField, QuerySet, Subquery
from django.db.models.functions import Coalesce

from backend.board import folds, steps
from backend.board.facts import Facts, facts_of, facts_sources
from backend.board.figures import Figures
from backend.board.groups import Groups, grouped
from backend.board.groups import sources as groups_sources
from backend.board.models import BoardVisit, FoldCursor, Tally, WeekTally
from backend.board.together import Row, together
from backend.events.models import Event
from backend.initiatives.models import Initiative, Programme
from backend.listening.models import Consent
from backend.organisations.models import Membership, Organisation, Process
from backend.successes.models import Success

# So many told successes are read: more titles have no room in the picture.
TITLES = 150


@dataclass(frozen=True)
class Look:
    """Everything the board shows, of one moment. Rows are as in `_look_sources`."""

    figures: Figures
    groups: Groups
    facts: Facts
    programme: Row | None
    processes: Sequence[Row]
    told: Sequence[Row]


def state_of(*, organisation: Organisation) -> str:
    """What the board depends on, as a short text: the same text, the same board. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH place AS (SELECT coalesce((SELECT folded_below FROM board_foldcursor
                                            WHERE organisation_id = %(organisation)s), 0) AS below)
            SELECT place.below, count(e.id), max(e.id) FROM place LEFT JOIN events_event e
              ON e.organisation_id = %(organisation)s AND e.transaction >= place.below
            GROUP BY place.below
            """,
            {"organisation": organisation.pk},
        )
        below, count, last = cursor.fetchone()
    return f"{below}.{count}.{last or 0}"


def figures(*, organisation: Organisation) -> Figures:
    """Exact at once: what is not folded yet is added. One query."""
    return _figures(together(**_figures_sources(organisation)))


def look(*, organisation: Organisation) -> Look:
    """All that the board shows. One query, whatever the amount of data."""
    rows = together(
        **_figures_sources(organisation),
        **groups_sources(organisation),
        **facts_sources(organisation),
        **_look_sources(organisation),
    )
    return Look(
        figures=_figures(rows),
        groups=grouped(units=rows["units"], people=rows["people"]),
        facts=facts_of(rows, today=organisation.today()),
        programme=rows["programme"][0] if rows["programme"] else None,
        processes=rows["processes"],
        told=rows["told"],
    )


def _figures_sources(organisation: Organisation) -> dict[str, QuerySet[Any, Any]]:
    below = FoldCursor.objects.filter(organisation=organisation).values("folded_below")
    return {
        "cursor": below,
        "weeks": WeekTally.objects.filter(organisation=organisation).values(
            "week", "unit_id", "kind", "steps", "golden"
        ),
        "tallies": Tally.objects.filter(organisation=organisation).values(
            "unit_id", "name", "value"
        ),
        "tail": Event.objects.filter(
            organisation=organisation,
            kind__in=folds.FOLDED,
            transaction__gte=Coalesce(Subquery(below), 0),
        ).values("kind", "payload"),
    }


def _figures(rows: Mapping[str, Sequence[Row]]) -> Figures:
    found = Figures(folded_below=rows["cursor"][0]["folded_below"] if rows["cursor"] else 0)
    for row in rows["weeks"]:
        key = (date.fromisoformat(row["week"]), row["unit_id"], row["kind"])
        found.steps[key] += row["steps"]
        found.golden[key] += row["golden"]
    for row in rows["tallies"]:
        found.tallies[row["unit_id"], row["name"]] += row["value"]
    found.add(folds.fold((row["kind"], row["payload"]) for row in rows["tail"]))
    return found


def _look_sources(organisation: Organisation) -> dict[str, QuerySet[Any, Any]]:
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
        "told": Success.objects.filter(organisation=organisation, told_at__isnull=False)
        .order_by("-told_at", "-id")
        .values(
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


def services(*, organisation: Organisation) -> list[tuple[Process, list[Initiative]]]:
    """The services that can be chosen, each with the initiatives started for it. Two queries."""
    started: dict[int, list[Initiative]] = defaultdict(list)
    found = Initiative.objects.filter(organisation=organisation, process__ended_on=None)
    for initiative in found.exclude(process=None).order_by("-started_on", "-id"):
        started[initiative.process_id or 0].append(initiative)
    processes = Process.objects.filter(organisation=organisation, ended_on=None)
    return [(one, started[one.pk]) for one in processes.order_by("position", "id")]


def words_of(programme: Row | None) -> str:
    """The customer's words it began with, as far as their consent reaches everybody."""
    if programme is None or not programme["words"] or programme["withdrawn_at"]:
        return ""
    return "" if programme["consent"] == Consent.A_TEAM else str(programme["words"])


def visit_of(*, membership: Membership) -> BoardVisit | None:
    """What the board showed somebody last time."""
    return BoardVisit.objects.filter(membership=membership).first()


def new_in(*, organisation: Organisation, window: steps.Window) -> dict[str, int]:
    """How many steps and golden ones came in a window. One query."""
    found = {
        "steps": steps.Filter(window=window),
        "told": steps.Filter(kind=steps.GOLDEN, window=window),
    }
    counts = {
        name: Subquery(
            steps.steps_behind(organisation=organisation, chosen=chosen)
            .order_by()
            .values("organisation_id")
            .annotate(number=Count("id"))
            .values("number"),
            output_field=IntegerField(),
        )
        for name, chosen in found.items()
    }
    row = Organisation.objects.filter(pk=organisation.pk).values_list(*counts.values()).get()
    return {name: int(number or 0) for name, number in zip(found, row, strict=True)}
