"""Stopping a kind of mail by its own link, and having it again; the link says which kind it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backend.messaging import services, tokens
from backend.messaging.actions import Page
from backend.messaging.selectors import preference_of
from backend.messaging.tokens import Link


@dataclass(frozen=True)
class Stop:
    """A kind of mail that can be stopped: the preference behind it, and what its pages ask."""

    field: str
    on: Any
    off: Any
    question: Any
    stopped: Any


_stops: dict[str, Stop] = {}


def register(kind: str, stop: Stop) -> None:
    """Say how mail of a kind is stopped."""
    _stops[kind] = stop


def page_of(link: Link, *, again: bool | None) -> Page | None:
    """To stop, or to have it again where it is stopped; `again`: on which of the two the button stood,
    None where the link was just opened."""
    found = _of(link)
    if found is None:
        return None
    if again is None:
        again = bool(getattr(preference_of(membership=link.membership), found.field) == found.off)
    return _again(link, found) if again else _stop(link, found)


def stop(link: Link) -> None:
    """What the mail program's own button does."""
    found = _of(link)
    if found is not None:
        _choose(link, found, wanted=False)


def _of(link: Link) -> Stop | None:
    return _stops.get(link.action.removeprefix(tokens.STOP))


def _choose(link: Link, found: Stop, *, wanted: bool) -> None:
    chosen: dict[str, Any] = {found.field: found.on if wanted else found.off}
    services.preference_change(act=link.act, **chosen)


def _stop(link: Link, found: Stop) -> Page:
    return Page(
        question=str(found.question),
        button=_("Stop this mail"),
        done=_("Done. You can always choose again in your preferences; nothing is lost."),
        act=lambda _sentence: _choose(link, found, wanted=False),
        can_undo=True,
    )


def _again(link: Link, found: Stop) -> Page:
    """Who stopped it and comes back may want it after all."""
    return Page(
        question=str(found.stopped),
        button=_("Send it again"),
        done=_("Good. You will get the next one again."),
        act=lambda _sentence: _choose(link, found, wanted=True),
        again=True,
    )


register(
    "reminders",
    Stop(
        "reminders", True, False,
        gettext_lazy("No more reminders by e-mail?"),
        gettext_lazy("You get no reminders by e-mail. Would you like them again?"),
    ),
)  # fmt: skip
