"""Steps as stones: the strip of one person or one initiative."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from backend.initiatives.models import Step
from backend.initiatives.sentences import steps_sentence
from backend.pictures.strip import StripStone, strip

# More than these are not told apart any more; the sentence counts them all.
DRAWN = 36


@dataclass(frozen=True)
class Strip:
    """The drawing, and the sentence that stands under it."""

    svg: SafeString
    sentence: str
    done: int
    planned: int
    # How many of the done ones are drawn: the stone of this number was laid last.
    drawn: int


def strip_of(
    steps: Iterable[Step],
    *,
    key: str,
    done: int | None = None,
    golden_id: int | None = None,
    labelled: bool = False,
    counted: bool = True,
    width: int = 525,
) -> Strip:
    """Draw steps in the order of their days, the planned ones dashed behind them.

    `done`: how many there are in all, where `steps` are only the latest. Not `counted`, the
    sentence names no number.
    """
    laid, ahead = _in_order(steps)
    count = len(laid) if done is None else done
    sentence = steps_sentence(count, len(ahead))
    if not counted and (laid or ahead):
        sentence = _("The steps so far")
    shown = [*laid[-(DRAWN - min(len(ahead), 6)) :], *ahead[:6]]
    stones = [
        StripStone(
            kind=step.kind,
            # Proposed from the sentence, which takes its time.
            label=step.stone_label if labelled else "",
            planned=step.done_on is None,
            golden=step.pk == golden_id,
        )
        for step in shown
    ]
    drawn = strip(stones, sentence=sentence, labelled=labelled, width=width, key=key)
    # Every text in the drawing is escaped by the renderer.
    return Strip(
        mark_safe(drawn),  # noqa: S308
        sentence,
        count,
        len(ahead),
        sum(step.done_on is not None for step in shown),
    )


def _in_order(steps: Iterable[Step]) -> tuple[Sequence[Step], Sequence[Step]]:
    every = list(steps)
    laid = [step for step in every if step.done_on is not None]
    ahead = [step for step in every if step.done_on is None]
    return (
        sorted(laid, key=lambda step: (step.done_on, step.pk)),
        sorted(ahead, key=lambda step: (step.planned_on, step.pk)),
    )
