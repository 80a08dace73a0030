"""What the frame around every page needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django_scopes import scope, scopes_disabled

from backend.inbox import selectors as inbox
from backend.organisations.models import Membership
from backend.organisations.roles import Role

# Who may be tried with one click, in the order of the sign-in page; in example mode only.
_TRIED = ["ambassador", "leader", "staff", "manager"]
_SHOWN = [Role.PROGRAMME_MANAGER, Role.LEADERSHIP, Role.TEAM_LEADER, Role.AMBASSADOR, Role.STAFF]


@dataclass(frozen=True)
class ExampleAccount:
    """Somebody of the example organisation, offered on the sign-in page."""

    name: str
    email: str
    role: str


def frame(request: HttpRequest) -> dict[str, Any]:
    """The organisation and membership of this request, where there are any."""
    return {
        "organisation": getattr(request, "organisation", None),
        "membership": getattr(request, "membership", None),
        "example_mode": settings.EXAMPLE_MODE,
        "example_accounts": example_accounts,  # called by the one template that names it
        "mailbox_url": settings.MAILBOX_URL,
        "news_count": news_count(request),
    }


def news_count(request: HttpRequest) -> int:
    """How much is new to read, for whole pages only: a fragment has no header."""
    membership: Membership | None = getattr(request, "membership", None)
    htmx = getattr(request, "htmx", None)
    if membership is None or (htmx and not htmx.boosted):
        return 0
    # An error page is drawn after the request has left its organisation's scope.
    with scope(organisation=membership.organisation):
        return inbox.news_count(membership=membership)


def example_accounts() -> list[ExampleAccount]:
    """The accounts that can be tried; none outside example mode."""
    if not settings.EXAMPLE_MODE:
        return []
    addresses = [f"{name}@duinzicht.example" for name in _TRIED]
    with scopes_disabled():
        found = {
            membership.person.email: membership
            for membership in Membership.objects.filter(
                organisation__is_example=True, person__email__in=addresses
            ).select_related("person", "unit")
        }
    return [_offered(found[address]) for address in addresses if address in found]


def _offered(membership: Membership) -> ExampleAccount:
    role = next((role for role in _SHOWN if role in membership.roles), Role.STAFF)
    unit = f", {membership.unit.name}" if membership.unit else ""
    return ExampleAccount(
        membership.person.shown_name, membership.person.email, f"{role.label}{unit}"
    )
