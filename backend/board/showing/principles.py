"""How do we stand? The six principles as sentences from real data, the weakest first.

Each has a share between 0 and 1, or None where there is no source yet; it only decides the order
and is never shown. See docs/decisions/0007-the-weakest-principle.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from backend.board.reading.board import Board
from backend.board.reading.groups import Group
from backend.board.showing import texts, tiles
from backend.board.showing.durations import median_weeks, within_share
from backend.initiatives.models import StepKind
from backend.initiatives.stages import Stage
from backend.organisations.models import Organisation
from backend.organisations.selectors import FEWEST
from backend.web import ways_back

SMALL_WEEKS = 6


@dataclass(frozen=True)
class Principle:
    """One of the six; `action` is what to do about it, at `url`."""

    key: str
    name: str
    sentence: str | SafeString
    share: float | None = None
    action: str = ""
    url: str = ""


def principles(*, organisation: Organisation, board: Board) -> list[Principle]:
    """The weakest with a source first, those without a source last."""
    makers = (_listening, _celebrating, _teams, _small, _customers)
    known = [make(board, _Links(organisation, board.group)) for make in makers]
    known.sort(key=lambda one: 2.0 if one.share is None else one.share)
    return [*known, _measuring()]


@dataclass(frozen=True)
class _Links:
    """Where the figures and actions of a board lead to."""

    organisation: Organisation
    group: Group | None

    def __call__(self, name: str, query: str = "") -> str:
        """The page that lists what a figure counted; empty where it can't be narrowed to the group."""
        if self.group is None:
            return self.do(name, query)
        if name != "board:steps":
            return ""
        return self.do(name, f"{query}&{urlencode(tiles.address(self.group))}")

    def do(self, name: str, query: str = "") -> str:
        """The page on which something can be done about it."""
        return reverse(name, args=[self.organisation.slug]) + query


def _listening(board: Board, to: _Links) -> Principle:
    counts = board.counts
    return Principle(
        "listening",
        _("Listening"),
        texts.linked(
            texts.listening(
                sum(week.listened for week in board.weeks), counts["with_words"], counts["words"]
            ),
            to("board:steps", f"?kind={StepKind.LISTENED.value}"),
            to("board:steps", "?principle=listening"),
        ),
        min(1.0, counts["heard"] / counts["started"]) if counts["started"] else None,
        _("Note a customer's words"),
        to.do(ways_back.named("words")),
    )


def _celebrating(board: Board, to: _Links) -> Principle:
    waiting, told = board.counts["waiting"], board.counts["told"]
    return Principle(
        "celebrating",
        _("Celebrate successes"),
        texts.linked(
            texts.celebrate(waiting, told),
            to("initiatives:initiative_list", f"?stage={Stage.DONE.value}")
            if waiting
            else to("successes:success_list"),
        ),
        told / (told + waiting) if told + waiting else None,
        _("Tell it") if waiting == 1 else _("Tell one of them"),
        to.do("initiatives:initiative_list", f"?stage={Stage.DONE.value}"),
    )


def _teams(board: Board, to: _Links) -> Principle:
    counts = board.counts
    people = counts["ambassadors"]
    return Principle(
        "a-team",
        _("A-team"),
        texts.linked(
            texts.team(
                people,
                counts["carried"],
                counts["asked"],
                counts["helped"],
                board.quiet,
                begun=counts["started"] > 0,
            ),
            *([to("initiatives:initiative_list", "?carried=1")] if people >= FEWEST else []),
            to("initiatives:initiative_list", "?quiet=1"),
        ),
        1 - board.quiet / counts["open"] if counts["open"] else None,
        _("Ask how it is going"),
        to.do("initiatives:initiative_list", f"?stage={Stage.DOING.value}"),
    )


def _small(board: Board, to: _Links) -> Principle:
    finished = {int(weeks): number for weeks, number in board.named("took:").items()}
    return Principle(
        "small",
        _("Start small"),
        texts.linked(texts.small(median_weeks(finished, board.running), sum(finished.values()))),
        within_share(finished, board.running, SMALL_WEEKS) if finished else None,
        _("Log a small step"),
        to.do(ways_back.named("log_step")),
    )


def _customers(board: Board, to: _Links) -> Principle:
    touched = {int(pk) for pk in board.named("process:")}
    without = [row["name"] for row in board.processes if row["id"] not in touched]
    number = len(board.processes)
    return Principle(
        "customers",
        _("Customer first"),
        texts.linked(
            texts.customers(number - len(without), number, without), to("board:service_list")
        ),
        (number - len(without)) / number if number else None,
        _("Start an initiative"),
        to.do("initiatives:initiative_start"),
    )


def _measuring() -> Principle:
    return Principle("measuring", _("What you measure, you know"), texts.measuring())
