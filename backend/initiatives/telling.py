"""What the room in which stories are told, one above, makes known of an initiative's own story.

Here nobody knows that room: it registers at start-up, and without it no initiative has a story.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Q

from backend.initiatives.models import Initiative


@dataclass(frozen=True)
class Story:
    """The story of an initiative, told or drafted: its title, where it is read, and its golden step."""

    title: str
    url: str
    golden_step_id: int | None
    is_told: bool


@dataclass(frozen=True)
class Teller:
    """What is asked of that room: the story, the events that belong to it, and where it is told."""

    story: Callable[[Initiative], Story | None]
    events: Callable[[Initiative], Q]
    tell_url: Callable[[Initiative], str]
    # Read along with an initiative, so that its story costs no query of its own.
    along: tuple[str, ...] = ()


_tellers: list[Teller] = []


def told_by(teller: Teller) -> None:
    """Name the room that tells; the last one counts."""
    _tellers[:] = [teller]


def story(initiative: Initiative) -> Story | None:
    """The story of an initiative, or the draft of one."""
    return _tellers[0].story(initiative) if _tellers else None


def golden_step_id(initiative: Initiative) -> int | None:
    """The step that turned golden when the story was told."""
    found = story(initiative)
    return found.golden_step_id if found and found.is_told else None


def events(initiative: Initiative) -> Q:
    """Which events are of its story."""
    return _tellers[0].events(initiative) if _tellers else Q(pk__in=[])


def tell_url(initiative: Initiative) -> str:
    """Where its story is told; empty where nobody tells."""
    return _tellers[0].tell_url(initiative) if _tellers else ""


def along() -> tuple[str, ...]:
    """What is to be read along with initiatives whose story is shown."""
    return _tellers[0].along if _tellers else ()
