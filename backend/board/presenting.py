"""The board's parts that are the same for every reader: made once per state of the figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.core.cache import cache
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.dates import MONTHS
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from backend.board import groups as grouping
from backend.board import selectors, texts
from backend.board.groups import Groups, Team
from backend.board.selectors import Figures
from backend.initiatives import selectors as initiatives
from backend.initiatives.models import TeamMember
from backend.organisations.models import Organisation, Process
from backend.pictures.crossing import (
    Bank,
    CrossingData,
    CrossingWeek,
    Size,
    SuccessStone,
    crossing,
    crossing_table,
)
from backend.successes import selectors as successes
from backend.successes.models import Success

TITLED = 120
LATEST = 4


@dataclass(frozen=True)
class Tile:
    """One team: steps per person since the start, how dark, and whether it celebrated."""

    team: Team
    shade: int
    figure: float | None
    golden: bool
    counted_with: str = ""


@dataclass(frozen=True)
class Department:
    """A department with its teams' tiles."""

    name: str
    tiles: list[Tile] = field(default_factory=list)


@dataclass(frozen=True)
class Shared:
    """What everybody sees, ready to show, and what a visit remembers of it."""

    html: str
    kept: dict[str, Any]
    names: dict[int, str]
    quiet: str
    headline: str


def shared(*, organisation: Organisation) -> Shared:
    """From the cache while nothing happened; else drawn anew."""
    today = organisation.today()
    state = selectors.state_of(organisation=organisation)
    key = f"board:{organisation.pk}:{state}:{today}:{get_language()}"
    found: Shared | None = cache.get(key)
    if found is None:
        found = _made(organisation, today)
        cache.set(key, found, 24 * 3600)
    return found


def _made(organisation: Organisation, today: date) -> Shared:
    figures = selectors.figures(organisation=organisation)
    groups = grouping.groups(organisation=organisation)
    processes = Process.objects.count()
    ambassadors = TeamMember.objects.values("membership").distinct().count()
    data = crossing_data(organisation, figures, today)
    words = texts.crossing_texts()
    context = {
        "organisation": organisation,
        "laptop": crossing(data, words, size=Size.LAPTOP),
        "phone": crossing(data, words, size=Size.PHONE),
        "rows": crossing_table(data, words) if figures.total else (),
        "departments": tiles(figures, groups),
        "any_steps": figures.total > 0,
        "principles": _with_links(
            organisation, texts.principles(figures, groups, processes, ambassadors)
        ),
        "latest": list(successes.success_latest(organisation=organisation, limit=LATEST)),
    }
    return Shared(
        html=render_to_string("board/shared.html", context),
        kept=texts.figures_kept(figures, groups),
        names={team.unit.pk: team.unit.name for team in groups.teams},
        quiet=texts.quiet(figures, groups, today),
        headline=texts.headline(figures, groups),
    )


def crossing_data(organisation: Organisation, figures: Figures, today: date) -> CrossingData:
    """What the picture is drawn from: weeks with their stones, and the two banks."""
    programme = initiatives.programme_current(organisation=organisation)
    weeks = sorted({week for (week, _u, _k), n in figures.steps.items() if n})
    start = programme.starts_on if programme else (weeks[0] if weeks else today)
    start = min(start, weeks[0]) if weeks else start
    end = programme.ends_on if programme else today + timedelta(weeks=20)
    beginning = programme.beginning if programme else None
    shareable = (
        beginning is not None and beginning.withdrawn_at is None and beginning.consent != "a_team"
    )
    return CrossingData(
        weeks=_weeks(organisation, figures),
        start=start,
        today=today,
        end=max(end, today + timedelta(weeks=4)),
        near=Bank(
            capfirst(MONTHS[start.month]),
            f"“{beginning.text}”" if shareable and beginning else "",
        ),
        far=Bank(_("Our vision"), programme.vision if programme else ""),
    )


def _weeks(organisation: Organisation, figures: Figures) -> tuple[CrossingWeek, ...]:
    counts: dict[date, dict[str, int]] = {}
    for (week, _unit, kind), number in figures.steps.items():
        row = counts.setdefault(week, {})
        row[kind] = row.get(kind, 0) + number
    for (week, _unit, _kind), number in figures.golden.items():
        row = counts.setdefault(week, {})
        row["golden"] = row.get("golden", 0) + number
    titled: dict[date, list[SuccessStone]] = {}
    told = (
        Success.objects.filter(Q(told_at__isnull=False), organisation=organisation)
        .order_by("-told_at", "-id")
        .values_list("uid", "title", "golden_step__done_on", "golden_step__kind")[:TITLED]
    )
    for uid, title, day, kind in told:
        url = reverse("successes:success_detail", args=[organisation.slug, uid])
        stone = SuccessStone(title, url, kind)
        titled.setdefault(day - timedelta(days=day.weekday()), []).append(stone)
    return tuple(
        CrossingWeek(
            monday=week,
            listened=row.get("listened", 0),
            tried=row.get("tried", 0),
            changed=row.get("changed", 0),
            golden=row.get("golden", 0),
            successes=tuple(titled.get(week, ())),
        )
        for week, row in sorted(counts.items())
        if any(row.values())
    )


def tiles(figures: Figures, groups: Groups) -> list[Department]:
    """Departments with their teams; shades by thirds of the teams that have a step."""
    steps, golden = figures.by_unit(groups), figures.golden_by_unit(groups)
    rates = {
        team.unit.pk: steps[team.unit.pk] / groups.people[team.unit.pk]
        for team in groups.teams
        if groups.is_shown(team.unit.pk)
    }
    ranked = sorted(rate for rate in rates.values() if rate > 0)
    departments: dict[int, Department] = {}
    for team in groups.teams:
        department = departments.setdefault(team.department.pk, Department(team.department.name))
        pk = team.unit.pk
        if pk in rates:
            tile = Tile(team, _shade(rates[pk], ranked), rates[pk] or None, golden[pk] > 0)
        else:
            other = groups.shown.get(pk)
            named = other is not None and other != pk and groups.is_shown(other)
            tile = Tile(team, 0, None, False, groups.names[other] if named and other else "–")
        department.tiles.append(tile)
    return list(departments.values())


def _shade(rate: float, ranked: Sequence[float]) -> int:
    if not rate:
        return 0
    below = sum(other < rate for other in ranked)
    return 1 + min(2, below * 3 // len(ranked))


def _with_links(
    organisation: Organisation, found: list[texts.Principle]
) -> list[tuple[texts.Principle, str]]:
    targets = {
        "customer": "initiatives:initiative_start",
        "team": "organisations:membership_invite",
        "small": "initiatives:initiative_list",
        "listen": "pages:listening",
        "celebrate": "initiatives:initiative_list",
    }
    return [
        (one, reverse(targets[one.key], args=[organisation.slug]) if one.key in targets else "")
        for one in found
    ]
