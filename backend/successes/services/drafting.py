"""The first version of a story, out of what is already known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.humanize.templatetags.humanize import apnumber
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from backend.initiatives.models import Initiative, Step
from backend.successes.models import PART_LIMIT, STORY_LIMIT, THANKS_LIMIT
from backend.text.lists import listed
from backend.text.names import greeting


@dataclass(frozen=True)
class Parts:
    """A story as it is asked for: how it was, what was done then, and how it is now."""

    before: str
    then: str
    now: str

    @property
    def story(self) -> str:
        """The parts as one text, as long as a story may be."""
        return _cut("\n\n".join(filter(None, vars(self).values())), STORY_LIMIT)


def parts(*, initiative: Initiative, steps: Sequence[Step], language: str) -> Parts:
    """What is known of each part; a part of which nothing is known stays empty, to be asked.

    The steps stand beside the story as stones: only the first and the last are told. Only our own
    texts: a customer's words stand apart, as far as their consent goes.
    """
    with translation.override(language):
        return Parts(
            before=_paragraph(
                initiative.interpretation,
                initiative.expectation
                and _("This is what we wanted customers to notice: “%(text)s”")
                % {"text": _as_sentence(initiative.expectation)},
            ),
            then=_paragraph(_in_steps(steps)),
            now=_paragraph(
                initiative.surprise
                and _("What surprised us: %(text)s") % {"text": _as_sentence(initiative.surprise)},
                initiative.keeper
                and _("How we keep it going: %(text)s") % {"text": _as_sentence(initiative.keeper)},
            ),
        )


def _paragraph(*sentences: str) -> str:
    return _cut(" ".join(_as_sentence(one) for one in sentences if one), PART_LIMIT)


def _in_steps(steps: Sequence[Step]) -> str:
    """How many there were, how it began and how it ended; the stones tell the others."""
    opening = ngettext("It took one small step.", "It took %(n)s small steps.", len(steps)) % {
        "n": apnumber(len(steps))
    }
    if len(steps) < 2:
        told = [_as_sentence(capfirst(step.text)) for step in steps]
    else:
        told = [
            _("It began like this: %(text)s") % {"text": _as_sentence(capfirst(steps[0].text))},
            _("And the last one: %(text)s") % {"text": _as_sentence(capfirst(steps[-1].text))},
        ]
    return " ".join([opening, *told])


def thanks(*, names: Sequence[str], givers: int, language: str) -> str:
    """Everybody who took part: colleagues by first name, customers without any name."""
    with translation.override(language):
        parts = _first_names(names)
        if givers:
            parts.append(
                ngettext(
                    "the customer who told us how it was",
                    "%(n)s customers who told us how it was",
                    givers,
                )
                % {"n": apnumber(givers)}
            )
        text = listed(parts, language)
    return _cut(_as_sentence(text), THANKS_LIMIT)


def _first_names(names: Sequence[str]) -> list[str]:
    """First names; the whole name where two share one."""
    firsts = [greeting(name) or name for name in names]
    return [
        first if firsts.count(first) == 1 else name
        for first, name in zip(firsts, names, strict=True)
    ]


def _as_sentence(text: str) -> str:
    text = text.strip()
    return text if not text or text[-1] in ".!?…:)’”'\"" else f"{text}."


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1].rsplit(" ", 1)[0] + "…"
