"""The list of initiatives, line by line: plain values, so that a line costs its template nearly nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from backend.initiatives.models import Initiative
from backend.initiatives.stages import Stage
from backend.web import addresses


@dataclass(frozen=True, slots=True)
class Line:
    """One initiative as the list shows it."""

    title: str
    url: str
    note: str
    stage: str
    is_celebrated: bool


def lines(initiatives: Iterable[Any], *, slug: str) -> list[Line]:
    """Each of these; how many steps it has is told to whom it belongs to."""
    url = addresses.by_uid("initiatives:initiative_detail", slug)
    stages = {value: str(label) for value, label in Stage.choices}
    return [
        Line(one.title, url(one.uid), _note(one), stages[one.stage], one.stage == Stage.CELEBRATED)
        for one in initiatives
    ]


def _note(one: Initiative) -> str:
    if not one.is_own:  # type: ignore[attr-defined]
        return str(one.unit.name)
    n: int = one.stones  # type: ignore[attr-defined]
    steps = ngettext("%(n)s step", "%(n)s steps", n) % {"n": n} if n else _("no step yet")
    return " · ".join([one.unit.name, steps, _("yours")])
