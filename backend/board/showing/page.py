"""What the board shows everybody alike: drawn once per state of the figures, and kept."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from math import ceil
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.cache import cache
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from backend.board.reading.board import Board, board_of
from backend.board.reading.groups import Group
from backend.board.reading.levels import group_of, groups_of
from backend.board.reading.parts import Tree
from backend.board.reading.snapshot import Row, one_moment
from backend.board.reading.state import state_of
from backend.board.reading.teams import tree_of
from backend.board.showing import crossing as showing_crossing
from backend.board.showing import naming, principles, texts, tiles
from backend.organisations.models import Organisation, Unit
from backend.pictures.crossing import Size, crossing

KEPT_SECONDS = 24 * 3600
LATEST = 4
# On paper: from so many departments on they stand in two columns, each name above its tiles; and as
# many lines of tiles find a place beside all the rest, or on a second sheet.
IN_COLUMNS = 8
ON_PAPER = 18


@dataclass(frozen=True)
class Page:
    """The parts of a board that are the same for every reader, as HTML.

    `title` is the group's name, empty for everything; `lead` where it is found, when that is not
    where it was asked for. `few`: so few people take part that it shows no figure; `is_behind`: what
    happened last is not in it yet. `snapshot` is what a visit remembers; `groups` the digest, name,
    address of each group of teams with a step.
    """

    title: str
    lead: str
    headline: SafeString
    proof: SafeString
    here: SafeString
    quiet: SafeString
    html: SafeString
    total: int
    moving: int
    few: bool
    is_behind: bool
    snapshot: dict[str, Any]
    groups: list[tuple[str, str, str]]


def page_cached(*, organisation: Organisation) -> Page:
    """The page of everything, for the figures as they are now; kept until something happens."""
    page: Any = _cached(organisation, "", lambda: page_render(organisation=organisation))
    return page


def unit_page_cached(*, organisation: Organisation, unit: Unit, is_own: bool) -> Page | None:
    """The same of a unit, or of who works right in it (`is_own`); None where nothing is known of it."""
    return _cached(
        organisation,
        f"{unit.pk}{'own' if is_own else ''}",
        lambda: _unit_page(organisation, unit, is_own),
    )


def _cached(
    organisation: Organisation, place: str, render: Callable[[], Page | None]
) -> Page | None:
    state = state_of(organisation=organisation)
    parts = (_release(), organisation.pk, place, state, get_language(), organisation.today())
    key = ":".join(["board", *map(str, parts)])
    kept = cache.get(key)
    if kept is not None:
        return Page(**{name: _safe(value) for name, value in kept.items()})
    page = render()
    if page is not None:
        # Plain values: no class of ours, which another release might not know.
        cache.set(key, {name: _plain(value) for name, value in vars(page).items()}, KEPT_SECONDS)
    return page


@lru_cache
def _release() -> str:
    """A short text of what the page is drawn with: a new release draws it anew."""
    root = settings.BASE_DIR
    found = [
        *sorted((root / "backend" / "board").rglob("*.py")),
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


def page_render(*, organisation: Organisation) -> Page:
    """The page of everything, made anew."""
    with one_moment():
        tree = tree_of(organisation=organisation)
        board = board_of(organisation=organisation, group=None, tree=tree)
        teams = _teams(tree, board)
    return _page(organisation, board, teams)


def _unit_page(organisation: Organisation, unit: Unit, is_own: bool) -> Page | None:
    with one_moment():
        tree = tree_of(organisation=organisation)
        group = group_of(tree=tree, unit=unit.pk, is_own=is_own)
        if group is None or not group.is_known:
            return None
        board = board_of(organisation=organisation, group=group, tree=tree)
        teams = _teams(tree, board)
    return _page(organisation, board, teams)


def _teams(tree: Tree, board: Board) -> Mapping[int, Group]:
    """The groups of the successes told last."""
    return groups_of(tree=tree, units={row["unit_id"] for row in board.told[:LATEST]})


def _page(organisation: Organisation, board: Board, teams: Mapping[int, Group]) -> Page:
    group = board.group
    shown = [one for one in board.frontier.groups if one.steps > 0]
    moving, all_teams = board.counts["moving"], board.counts["teams"]
    if board.few:
        moving = all_teams = 0
    total = board.steps
    return Page(
        title=texts.sentence(naming.name(group)) if group else "",
        lead=tiles.board_url(organisation, group) if group else "",
        headline=texts.linked(texts.done(moving, all_teams, 0 if board.few else total)),
        proof=texts.linked(texts.proved(few=board.few), "#measuring"),
        here=_here(organisation, board),
        quiet=_quiet(organisation, board),
        html=_html(organisation, board, teams),
        total=total,
        moving=moving,
        few=board.few,
        is_behind=board.tail.is_behind,
        snapshot={
            "still": [digest(one) for one in board.frontier.groups if one.steps <= 0],
            "steps": total,
            "told": board.counts["golden"],
            "below": board.tail.folded_below,
        },
        groups=[
            (digest(one), naming.name(one), tiles.steps_url(organisation, one)) for one in shown
        ],
    )


def digest(group: Group) -> str:
    """A short text of exactly which teams count together in a group."""
    parts = sorted(f"{part.unit}{part.is_own}" for part in group.parts)
    return hashlib.sha256(" ".join(parts).encode()).hexdigest()[:12]


def _here(organisation: Organisation, board: Board) -> SafeString:
    if board.group is None:
        return SafeString()
    url = tiles.steps_url(organisation, board.group)
    return texts.linked(texts.here(board.steps, board.people), url)


def _quiet(organisation: Organisation, board: Board) -> SafeString:
    found = tiles.quietest(organisation=organisation, board=board)
    if found is None:
        return SafeString()
    group, weeks = found
    return texts.linked(
        texts.quiet(naming.name(group), weeks), tiles.steps_url(organisation, group)
    )


def _html(organisation: Organisation, board: Board, teams: Mapping[int, Group]) -> SafeString:
    data = showing_crossing.crossing_data(organisation=organisation, board=board)
    words = texts.crossing_texts(few=board.few)
    departments = tiles.departments(organisation=organisation, board=board)
    return render_to_string(
        "board/shared.html",
        {
            "organisation": organisation,
            "few": board.few,
            **_addresses(organisation, board.group),
            "find_url": "" if board.frontier.is_all else _address("find", organisation),
            "laptop": crossing(data, words, size=Size.LAPTOP),
            "phone": crossing(data, words, size=Size.PHONE),
            "total": board.steps,
            "departments": departments,
            "in_columns": len(departments) >= IN_COLUMNS,
            "many": _lines([len(found) for _name, found in departments]) > ON_PAPER,
            "principles": principles.principles(organisation=organisation, board=board),
            "latest": _latest(board, teams),
        },
    )


def _addresses(organisation: Organisation, group: Group | None) -> dict[str, str]:
    """Where the table, the picture and the numbers of this board are."""
    query = f"?{urlencode(tiles.address(group))}" if group else ""
    pages = {"weeks_url": "weeks", "svg_url": "crossing_svg", "csv_url": "weeks_csv"}
    return {key: _address(name, organisation) + query for key, name in pages.items()}


def _address(name: str, organisation: Organisation) -> str:
    return reverse(f"board:{name}", args=[organisation.slug])


def _lines(tiles: Sequence[int]) -> float:
    """How many lines of tiles it takes on paper, of so many tiles in each department."""
    if len(tiles) < IN_COLUMNS:
        return sum(ceil(number / 5) for number in tiles)
    return sum(0.5 + ceil(number / 3) for number in tiles) / 2


def _latest(board: Board, teams: Mapping[int, Group]) -> Sequence[Row]:
    """The successes told last, with the team's name where it is large enough to be named."""
    return [
        {
            **row,
            "day": timezone.localdate(datetime.fromisoformat(row["told_at"])),
            "team": "" if board.few else naming.name(teams[row["unit_id"]]),
        }
        for row in board.told[:LATEST]
    ]
