"""Which page about how it works is somebody's own."""

from __future__ import annotations

from django import template

from backend.organisations.models import Membership
from backend.pages import guides

register = template.Library()


@register.filter
def first_role(membership: Membership) -> str:
    """The role whose help page somebody reads first."""
    return str(guides.role_of(membership.roles))
