"""Who may do what: the one table of actions and rules, and the mark by which a view names its row.

Of a member is known here only which roles they have; which roles there are, and which relations to an
object, the rooms say.
"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from functools import wraps
from typing import Any, Protocol

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from backend.web.once import once

View = Callable[..., HttpResponse]
NOBODY_STANDS: frozenset[str] = frozenset()


class Member(Protocol):
    """Somebody who may be asked for their roles."""

    def has_role(self, *roles: str) -> bool:
        """Whether they have one of these."""


class Refused(PermissionDenied):
    """A role that may not do this; its text explains to the person why, and who may."""


class NotAsked(RuntimeError):
    """A view did something without asking who may: its rule depends on the object at hand."""


class Rule:
    """Allowed for these roles, or for whoever stands in one of these relations to the object."""

    def __init__(
        self, roles: frozenset[str], why: Any, relations: frozenset[str] = NOBODY_STANDS
    ) -> None:
        self.roles = roles
        self.relations = relations
        self.why = why


# Action → rule. The action is the URL's name; `tests/architecture` holds the two together.
TABLE: dict[str, Rule] = {}
# What was asked while a view answers; None outside.
_asked: ContextVar[set[str] | None] = ContextVar("asked", default=None)


def rules(entries: dict[str, Rule]) -> None:
    """Add a room's rows to the table; an action has one row."""
    twice = TABLE.keys() & entries.keys()
    if twice:
        raise RuntimeError(f"Two rules for {sorted(twice)}")
    TABLE.update(entries)


def may(member: Member, action: str, relations: frozenset[Any] = NOBODY_STANDS) -> bool:
    """Whether this member may do this, standing in these relations to the object."""
    rule, asked = TABLE[action], _asked.get()
    if asked is not None:
        asked.add(action)
    return member.has_role(*rule.roles) or bool(rule.relations & relations)


def require(member: Member, action: str, relations: frozenset[Any] = NOBODY_STANDS) -> None:
    """Raise `Refused`, with the explanation of the rule, where `may` says no."""
    if not may(member, action, relations):
        raise Refused(TABLE[action].why)


def allow(action: str) -> Callable[[View], View]:
    """Mark a view with its row of the table and refuse roles that it excludes.

    Where the rule also knows relations, only the object at hand tells who may: the service asks, and
    what a view did without that is undone and refused with `NotAsked`. A form that is sent twice has
    one effect (`backend/web/once.py`).
    """

    def decorate(view: View) -> View:
        answer = once(_asking(view, action))

        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not TABLE[action].relations:
                require(request.membership, action)  # type: ignore[attr-defined]
            return answer(request, *args, **kwargs)

        checked.action = action  # type: ignore[attr-defined]
        return checked

    return decorate


def _asking(view: View, action: str) -> View:
    """The view, which must have asked before it says that something was done."""

    @wraps(view)
    def asking(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST" or not TABLE[action].relations:
            return view(request, *args, **kwargs)
        asked: set[str] = set()
        before = _asked.set(asked)
        try:
            response = view(request, *args, **kwargs)
        finally:
            _asked.reset(before)
        if response.status_code < 400 and not any(TABLE[one].relations for one in asked):
            raise NotAsked(f"The view of {action!r} asked nobody who may do it")
        return response

    return asking


def public(view: View) -> View:
    """Mark a view that anybody may open, signed in or not; a form sent twice has one effect."""
    answer = once(view)
    answer.public = True  # type: ignore[attr-defined]
    return answer
