"""How do we stand? The six principles as sentences from real data, the weakest first.

Each has a share between 0 and 1, or None where there is no source yet; it only decides the order
and is never shown. See docs/decisions/0007-the-weakest-principle.md.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from backend.board import texts
from backend.board.figures import median_weeks, within_share
from backend.board.selectors import Look
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


def principles(*, organisation: Organisation, look: Look) -> list[Principle]:
    """The weakest with a source first, those without a source last."""

    def to(name: str, query: str = "") -> str:
        return reverse(name, args=[organisation.slug]) + query

    makers = (_listening, _celebrating, _teams, _small, _customers)
    known = [make(look, to) for make in makers]
    known.sort(key=lambda one: 2.0 if one.share is None else one.share)
    return [*known, _measuring()]


_To = Callable[..., str]


def _listening(look: Look, to: _To) -> Principle:
    figures = look.figures
    begun = figures.named("started")
    return Principle(
        "listening",
        _("Listening"),
        texts.linked(
            texts.listening(
                figures.of_kind(StepKind.LISTENED),
                figures.named("with_words"),
                figures.named("words"),
            ),
            to("board:steps", f"?kind={StepKind.LISTENED.value}"),
            to("board:steps", "?principle=listening"),
        ),
        min(1.0, look.facts.with_words / begun) if begun else None,
        _("Note a customer's words"),
        to(ways_back.named("words")),
    )


def _celebrating(look: Look, to: _To) -> Principle:
    waiting = look.figures.starting("stage:").get(Stage.DONE.value, 0)
    told = look.figures.named("told")
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
        to("initiatives:initiative_list", f"?stage={Stage.DONE.value}"),
    )


def _teams(look: Look, to: _To) -> Principle:
    facts = look.facts
    return Principle(
        "a-team",
        _("A-team"),
        texts.linked(
            texts.team(
                facts.people,
                facts.carried,
                facts.asked,
                facts.helped,
                facts.quiet,
                begun=look.figures.named("started") > 0,
            ),
            *([to("initiatives:initiative_list", "?carried=1")] if facts.people >= FEWEST else []),
            to("initiatives:initiative_list", "?quiet=1"),
        ),
        1 - facts.quiet / facts.open if facts.open else None,
        _("Ask how it is going"),
        to("initiatives:initiative_list", f"?stage={Stage.DOING.value}"),
    )


def _small(look: Look, to: _To) -> Principle:
    finished = {
        int(weeks): number for weeks, number in look.figures.starting("done_in_weeks:").items()
    }
    return Principle(
        "small",
        _("Start small"),
        texts.linked(
            texts.small(median_weeks(finished, look.facts.running), sum(finished.values()))
        ),
        within_share(finished, look.facts.running, SMALL_WEEKS) if finished else None,
        _("Log a small step"),
        to(ways_back.named("log_step")),
    )


def _customers(look: Look, to: _To) -> Principle:
    touched = {int(pk) for pk in look.figures.starting("process:")}
    without = [row["name"] for row in look.processes if row["id"] not in touched]
    number = len(look.processes)
    return Principle(
        "customers",
        _("Customer first"),
        texts.linked(
            texts.customers(number - len(without), number, without), to("board:service_list")
        ),
        (number - len(without)) / number if number else None,
        _("Start an initiative"),
        to("initiatives:initiative_start"),
    )


def _measuring() -> Principle:
    return Principle("measuring", _("What you measure, you know"), texts.measuring())
