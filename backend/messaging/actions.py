"""What the links of e-mails lead to: a page with one button each. Rooms register their own actions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from backend.messaging.tokens import Link

# As long as a sentence that somebody types with it may be, unless the action says otherwise.
SENTENCE_LIMIT = 500


@dataclass(frozen=True)
class Asked:
    """A sentence that may be typed with it, or must be."""

    label: str
    help: str = ""
    limit: int = SENTENCE_LIMIT
    required: bool = False


@dataclass(frozen=True)
class Page:
    """What the page says before and after, and what its button does."""

    question: str
    button: str
    done: str
    act: Callable[[str], Any]
    text: str = ""
    asked: Asked | None = None
    undo: Callable[[], Any] | None = None
    # Of stopping mail, and of its undo: what the button sends along.
    again: bool = False
    can_undo: bool = False
    # What it says where that was done before; and where to read more.
    already: str = ""
    about: str = ""

    @property
    def has_undo(self) -> bool:
        """For the template, which would call `undo` if it named it."""
        return self.undo is not None


# What a link's action is called beyond the prefix; None for one whose matter is over.
PageOf = Callable[[Link, str], Page | None]
_actions: dict[str, PageOf] = {}


def register(prefix: str, page_of: PageOf) -> None:
    """Say what links lead to whose action begins so; the rest of its name is handed along."""
    _actions[prefix] = page_of


def page_of(link: Link) -> Page | None:
    """The page of a link; None for one that no room knows, or whose matter is over."""
    for prefix, found in _actions.items():
        if link.action.startswith(prefix):
            return found(link, link.action.removeprefix(prefix))
    return None
