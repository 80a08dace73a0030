"""What the board shows everybody alike: drawn once per state of the figures, and kept."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from math import ceil
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from backend.board import crossings, principles, selectors, texts, tiles
from backend.board.together import Row
from backend.organisations.models import Organisation
from backend.pictures.crossing import Size, crossing

KEPT_SECONDS = 24 * 3600
LATEST = 4
# On paper: from so many departments on they stand in two columns, each name above its tiles; and as
# many lines of tiles find a place beside all the rest, or on a second sheet.
IN_COLUMNS = 8
ON_PAPER = 18


@dataclass(frozen=True)
class Page:
    """The parts that are the same for every reader, as HTML.

    `few`: so few people take part that it shows no figure. `snapshot` is what a visit remembers;
    `groups` the units, name and address of each group of teams with a step.
    """

    headline: SafeString
    proof: SafeString
    quiet: SafeString
    html: SafeString
    total: int
    moving: int
    few: bool
    snapshot: dict[str, Any]
    groups: list[tuple[list[int], str, str]]


def shared(*, organisation: Organisation) -> Page:
    """The page for the figures as they are now; from the cache when nothing happened since."""
    state = selectors.state_of(organisation=organisation)
    parts = (release(), organisation.pk, state, get_language(), organisation.today())
    key = ":".join(["board", *map(str, parts)])
    kept = cache.get(key)
    if kept is None:
        page = drawn(organisation=organisation)
        # Plain values: no class of ours, which another release might not know.
        cache.set(key, {name: _plain(value) for name, value in vars(page).items()}, KEPT_SECONDS)
        return page
    return Page(**{name: _safe(value) for name, value in kept.items()})


@lru_cache
def release() -> str:
    """A short text of what the page is drawn with: a new release draws it anew."""
    root = settings.BASE_DIR
    found = [
        *sorted((root / "backend" / "board").glob("*.py")),
        *sorted((root / "backend" / "pictures").rglob("*.py")),
        root / "frontend" / "templates" / "board" / "shared.html",
        root / "frontend" / "templates" / "components" / "crossing.html",
        *sorted((root / "frontend" / "locale").glob("*/LC_MESSAGES/django.mo")),
    ]
    return hashlib.sha256(b"".join(path.read_bytes() for path in found)).hexdigest()[:12]


def _plain(value: Any) -> Any:
    return str.__str__(value) if isinstance(value, str) else value


def _safe(value: Any) -> Any:
    return mark_safe(value) if isinstance(value, str) else value  # noqa: S308 - ours, as kept


def drawn(*, organisation: Organisation) -> Page:
    """The page made anew. One query."""
    look = selectors.look(organisation=organisation)
    figures, groups = look.figures, look.groups
    few = groups.few
    steps = figures.by_unit(groups.shown)
    shown = [group for group in groups.visible if steps[group.pk] > 0]
    moving, teams = (0, 0) if few else groups.reach(figures.units)
    return Page(
        headline=texts.linked(texts.done(moving, teams, 0 if few else figures.total)),
        proof=texts.linked(texts.proved(few=few), "#measuring"),
        quiet=_quiet(organisation, look),
        html=_html(organisation, look),
        total=figures.total,
        moving=moving,
        few=few,
        snapshot={
            "units": sorted(figures.units),
            "steps": figures.total,
            "told": figures.named("told"),
            "below": figures.folded_below,
        },
        groups=[
            (group.unit_ids, group.name, tiles.steps_url(organisation, group)) for group in shown
        ],
    )


def _quiet(organisation: Organisation, look: selectors.Look) -> SafeString:
    found = tiles.quietest(organisation=organisation, figures=look.figures, groups=look.groups)
    if found is None:
        return SafeString()
    group, weeks = found
    return texts.linked(texts.quiet(group.name, weeks), tiles.steps_url(organisation, group))


def _html(organisation: Organisation, look: selectors.Look) -> SafeString:
    data = crossings.crossing_data(organisation=organisation, look=look)
    words = texts.crossing_texts(few=look.groups.few)
    departments = tiles.departments(
        organisation=organisation, figures=look.figures, groups=look.groups
    )
    return render_to_string(
        "board/shared.html",
        {
            "organisation": organisation,
            "few": look.groups.few,
            "laptop": crossing(data, words, size=Size.LAPTOP),
            "phone": crossing(data, words, size=Size.PHONE),
            "total": look.figures.total,
            "departments": departments,
            "in_columns": len(departments) >= IN_COLUMNS,
            "many": _lines([len(found) for _name, found in departments]) > ON_PAPER,
            "principles": principles.principles(organisation=organisation, look=look),
            "latest": _latest(look),
        },
    )


def _lines(tiles: Sequence[int]) -> float:
    """How many lines of tiles it takes on paper, of so many tiles in each department."""
    if len(tiles) < IN_COLUMNS:
        return sum(ceil(number / 5) for number in tiles)
    return sum(0.5 + ceil(number / 3) for number in tiles) / 2


def _latest(look: selectors.Look) -> Sequence[Row]:
    """The successes told last, with the team's name where it is large enough to be named."""
    return [
        {
            **row,
            "day": timezone.localdate(datetime.fromisoformat(row["told_at"])),
            "team": look.groups.shown_name(row["unit_id"]),
        }
        for row in look.told[:LATEST]
    ]
