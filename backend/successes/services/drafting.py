"""The first version of a story, out of what is already known."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib.humanize.templatetags.humanize import apnumber
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from backend.initiatives.models import Initiative, Step
from backend.successes.models import STORY_LIMIT, THANKS_LIMIT
from backend.text.names import greeting


def story(*, initiative: Initiative, steps: Sequence[Step], language: str) -> str:
    """What we heard, what we did in order, what surprised us and who keeps it going.

    Only our own texts: a customer's words stand apart, as far as their consent goes.
    """
    with translation.override(language):
        parts = [
            initiative.interpretation,
            initiative.expectation
            and _("This is what we wanted customers to notice: “%(text)s”")
            % {"text": _as_sentence(initiative.expectation)},
            _in_steps(steps),
            initiative.surprise
            and _("What surprised us: %(text)s") % {"text": _as_sentence(initiative.surprise)},
            initiative.keeper
            and _("How we keep it going: %(text)s") % {"text": _as_sentence(initiative.keeper)},
        ]
    return _cut("\n\n".join(_as_sentence(part) for part in parts if part), STORY_LIMIT)


def _in_steps(steps: Sequence[Step]) -> str:
    opening = ngettext("It took one small step.", "It took %(n)s small steps.", len(steps)) % {
        "n": apnumber(len(steps))
    }
    return " ".join([opening, *(_as_sentence(capfirst(step.text)) for step in steps)])


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
        text = _listed(parts)
    return _cut(_as_sentence(text), THANKS_LIMIT)


def _first_names(names: Sequence[str]) -> list[str]:
    """First names; the whole name where two share one."""
    firsts = [greeting(name) or name for name in names]
    return [
        first if firsts.count(first) == 1 else name
        for first, name in zip(firsts, names, strict=True)
    ]


def _listed(parts: list[str]) -> str:
    if len(parts) < 2:
        return "".join(parts)
    return _("%(first)s and %(last)s") % {"first": ", ".join(parts[:-1]), "last": parts[-1]}


def _as_sentence(text: str) -> str:
    text = text.strip()
    return text if not text or text[-1] in ".!?…:)’”'\"" else f"{text}."


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1].rsplit(" ", 1)[0] + "…"
