"""What the board shows everybody alike: made once per state of the figures and kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from django.core.cache import cache
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from backend.board import selectors, texts
from backend.board.folds import monday
from backend.board.groups import FEWEST, Groups, Team, groups
from backend.initiatives.models import Programme, TeamMember
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
from backend.successes.models import Success

KEPT_SECONDS = 24 * 3600
SHADES = 3


@dataclass(frozen=True)
class Tile:
    """A team on the board; without a figure where it is too small or has no step yet."""

    name: str
    url: str = ""
    figure: str = ""
    shade: int = 0
    golden: bool = False
    note: str = ""


@dataclass(frozen=True)
class Principle:
    """One of the six, as a sentence from real data; `share` says how well it goes, 0 to 1."""

    name: str
    sentence: str
    share: float | None
    action: str = ""
    url: str = ""


@dataclass(frozen=True)
class Page:
    """All shared parts, ready to render; `snapshot` is what a visit remembers."""

    headline: str
    proof: str
    laptop: Any
    phone: Any
    rows: Sequence[Any]
    departments: Sequence[tuple[str, Sequence[Tile]]]
    principles: Sequence[Principle]
    latest: Sequence[Success]
    total: int
    quiet: str
    moving: int
    snapshot: dict[str, Any] = field(default_factory=dict)
    names: dict[int, str] = field(default_factory=dict)
    html: str = ""


def shared(*, organisation: Organisation) -> Page:
    """The page for the figures as they are now; from the cache when nothing happened since."""
    state = selectors.state_of(organisation=organisation)
    key = f"board:{organisation.pk}:{state}:{get_language()}:{organisation.today()}"
    found = cache.get(key)
    if not isinstance(found, Page):
        found = _drawn(organisation)
        html = render_to_string("board/shared.html", {"page": found, "organisation": organisation})
        # The pictures stand in the HTML; what is kept stays small.
        found = replace(found, html=html, laptop=None, phone=None)
        cache.set(key, found, KEPT_SECONDS)
    return found


def crossing_data(organisation: Organisation, figures: selectors.Figures) -> CrossingData:
    """The roll-ups as the picture wants them, with the titles of told successes."""
    programme = (
        Programme.objects.filter(organisation=organisation).select_related("beginning").last()
    )
    today = organisation.today()
    weeks = _weeks(organisation, figures)
    first = min((week.monday for week in weeks), default=today)
    start = min(programme.starts_on, first) if programme else first
    end = programme.ends_on if programme else start + timedelta(days=365)
    words = programme.beginning if programme else None
    shown = words is not None and not words.withdrawn_at and words.consent != "a_team"
    return CrossingData(
        weeks=weeks,
        start=start,
        today=today,
        end=max(end, today + timedelta(days=7)),
        near=Bank(_("The beginning"), f"“{words.text}”" if shown and words else ""),
        far=Bank(_("Our vision"), programme.vision if programme else ""),
    )


def _weeks(organisation: Organisation, figures: selectors.Figures) -> tuple[CrossingWeek, ...]:
    counts: dict[date, Counter[str]] = {}
    for (week, _unit, kind), steps in figures.steps.items():
        counts.setdefault(week, Counter())[kind] += steps
    for (week, _unit, _kind), golden in figures.golden.items():
        counts.setdefault(week, Counter())["golden"] += golden
    titles: dict[date, list[SuccessStone]] = {}
    for success in _told(organisation):
        url = reverse("successes:success_detail", args=[organisation.slug, success.uid])
        stone = SuccessStone(success.initiative.title, url, success.golden_step.kind)
        titles.setdefault(monday(success.golden_step.done_on), []).append(stone)
    return tuple(
        CrossingWeek(
            monday=week,
            **{name: max(0, found[name]) for name in ("listened", "tried", "changed", "golden")},
            successes=tuple(titles.get(week, ())),
        )
        for week, found in sorted(counts.items())
        if sum(found.values()) > 0
    )


def _told(organisation: Organisation) -> list[Success]:
    since = organisation.today() - timedelta(days=400)
    return list(
        Success.objects.filter(
            organisation=organisation, told_at__isnull=False, golden_step__done_on__gte=since
        )
        .select_related("golden_step", "initiative")
        .order_by("-told_at", "-id")[:120]
    )


def _drawn(organisation: Organisation) -> Page:
    figures = selectors.figures(organisation=organisation)
    grouped = groups(organisation=organisation)
    data, words = crossing_data(organisation, figures), texts.crossing_texts()
    steps = figures.by_unit(grouped)
    shown = [team.unit.pk for team in grouped.teams if grouped.is_shown(team.unit.pk)]
    moving = [pk for pk in shown if steps[pk] > 0]
    return Page(
        headline=texts.done(len(moving), len(shown)),
        proof=texts.proved(),
        laptop=crossing(data, words, size=Size.LAPTOP),
        phone=crossing(data, words, size=Size.PHONE),
        rows=crossing_table(data, words),
        departments=_departments(organisation, figures, grouped),
        principles=_principles(organisation, figures, len(moving), len(shown)),
        latest=list(
            Success.objects.filter(organisation=organisation, told_at__isnull=False)
            .select_related("initiative")
            .order_by("-told_at", "-id")[:4]
        ),
        total=figures.total,
        quiet=_quiet(organisation, figures, grouped),
        moving=len(moving),
        snapshot={"steps": figures.total, "told": figures.named("told"), "units": moving},
        names=dict(grouped.names),
    )


def _quiet(organisation: Organisation, figures: selectors.Figures, grouped: Groups) -> str:
    this_week = monday(organisation.today())
    last = {pk: week for pk, week in figures.last_week(grouped).items() if grouped.is_shown(pk)}
    if not last:
        return ""
    pk = min(last, key=lambda unit: (last[unit], unit))
    weeks = (this_week - last[pk]).days // 7
    return texts.quiet(grouped.names[pk], weeks) if weeks >= 4 else ""


def _departments(
    organisation: Organisation, figures: selectors.Figures, grouped: Groups
) -> list[tuple[str, Sequence[Tile]]]:
    steps, golden = figures.by_unit(grouped), figures.golden_by_unit(grouped)
    each = {
        pk: steps[pk] / people
        for pk, people in grouped.people.items()
        if grouped.is_shown(pk) and steps[pk] > 0
    }
    ranked = sorted(each.values())
    rows: dict[str, list[Tile]] = {}
    for team in grouped.teams:
        tile = _tile(organisation, team, grouped=grouped, each=each, ranked=ranked, golden=golden)
        rows.setdefault(team.department.name, []).append(tile)
    return list(rows.items())


def _tile(
    organisation: Organisation,
    team: Team,
    *,
    grouped: Groups,
    each: dict[int, float],
    ranked: Sequence[float],
    golden: Counter[int],
) -> Tile:
    pk, name = team.unit.pk, team.unit.name
    if not grouped.is_shown(pk):
        other = grouped.shown.get(pk)
        if team.people < FEWEST and other not in (None, pk):
            return Tile(name, note=_("counts with {team}").format(team=grouped.names[other]))
        return Tile(name, note=_("too small to show"))
    if pk not in each:
        return Tile(name, note=_("begin with one conversation"))
    place = sum(value < each[pk] for value in ranked) / len(ranked)
    return Tile(
        name,
        url=f"{reverse('board:steps', args=[organisation.slug])}?unit={team.unit.uid}",
        figure=str(number_format(each[pk], 1))
        if each[pk] >= 0.1
        else "<\N{NO-BREAK SPACE}" + str(number_format(0.1, 1)),
        shade=1 + min(SHADES - 1, int(place * SHADES)),
        golden=golden[pk] > 0,
    )


def _principles(
    organisation: Organisation, figures: selectors.Figures, moving: int, teams: int
) -> list[Principle]:
    slug, total = organisation.slug, figures.total
    stages = figures.starting("stage:")
    waiting, told = stages.get("done", 0), figures.named("told")
    begun, touched = figures.named("with_words"), len(figures.starting("process:"))
    processes = Process.objects.filter(organisation=organisation).count()
    ambassadors = (
        TeamMember.objects.filter(organisation=organisation).values("membership").distinct().count()
    )
    weeks = _median(figures)
    known = [
        Principle(
            _("Celebrate successes"), texts.celebrate(waiting, told),
            told / (told + waiting) if told + waiting else None,
            _("To the successes"), reverse("successes:success_list", args=[slug]),
        ),
        Principle(
            _("A-team"), texts.team(ambassadors, max(0, figures.named("stuck"))),
            moving / teams if teams and ambassadors else None,
            _("Take a step"), reverse("pages:step_new", args=[slug]),
        ),
        Principle(
            _("Listening"), texts.listening(max(0, figures.named("words")), max(0, begun)),
            begun / total if total else None,
            _("Note a customer's words"), reverse("pages:listening", args=[slug]),
        ),
        Principle(
            _("Start small"), texts.small(weeks),
            min(1.0, 4 / max(1, weeks)) if weeks is not None else None,
            _("Take a small step"), reverse("pages:step_new", args=[slug]),
        ),
        Principle(
            _("Customer first"), texts.customer(touched, processes),
            min(1.0, touched / processes) if processes else None,
            _("Start an initiative"), reverse("pages:step_new", args=[slug]),
        ),
    ]  # fmt: skip
    known.sort(key=lambda one: 2.0 if one.share is None else one.share)
    unknown = Principle(
        _("Measuring is knowing"), _("Nothing is measured yet, so we cannot say."), None
    )
    return [*known, unknown]


def _median(figures: selectors.Figures) -> int | None:
    weeks = sorted(
        (int(name), count)
        for name, count in figures.starting("done_in_weeks:").items()
        if count > 0
    )
    middle = sum(count for _week, count in weeks) / 2
    seen = 0
    for week, count in weeks:
        seen += count
        if seen >= middle:
            return max(1, week)
    return None
