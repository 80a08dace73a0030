"""The help page of a role, which everybody's menu leads to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from backend.organisations import selectors
from backend.organisations.http import HttpRequest
from backend.organisations.models import Membership
from backend.organisations.roles import Role
from backend.pages.guides import GUIDES, Thing
from backend.pictures.strip import StripStone, strip
from backend.web.permissions import TABLE, allow

WIDE, NARROW = 664, 350


@dataclass(frozen=True)
class Shown:
    """One thing to do, and the address where this reader does it; empty where they may not."""

    thing: Thing
    url: str


@allow("help_for")
@require_GET
def help_for(request: HttpRequest, role: str) -> HttpResponse:
    """What there is to do in this role, and whom to ask."""
    if role not in Role.values:
        raise Http404
    chosen = Role(role)
    context = {
        "chosen": chosen,
        "guide": GUIDES[chosen],
        "things": _shown(request.membership, GUIDES[chosen].things),
        "roles": list(Role),
        "managers": selectors.managers(organisation=request.organisation),
        "wide": _stones(WIDE),
        "narrow": _stones(NARROW),
    }
    return render(request, "pages/help_for.html", context)


def _shown(membership: Membership, things: Sequence[Thing]) -> list[Shown]:
    return [Shown(thing, _way(membership, thing.page)) for thing in things]


def _way(membership: Membership, page: str) -> str:
    rule: Any = TABLE[page.rsplit(":", 1)[-1]]
    allowed = membership.has_role(*rule.roles)
    return reverse(page, args=[membership.organisation.slug]) if allowed else ""


def _stones(width: int) -> SafeString:
    """Each kind of stone with its name: what stands in every drawing here."""
    stones = [
        StripStone("listened", _("Listened")),
        StripStone("tried", _("Tried")),
        StripStone("changed", _("Changed")),
        StripStone("changed", _("Success"), golden=True),
        StripStone("tried", _("Planned"), planned=True),
    ]
    sentence = _("The stones: listened, tried, changed, a success in gold, and planned, dashed.")
    key = f"help-{width}"
    # Every text in a drawing is escaped by who draws it.
    return mark_safe(strip(stones, sentence=sentence, labelled=True, width=width, key=key))  # noqa: S308
