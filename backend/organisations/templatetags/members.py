"""What a member may do, for pages that show them the way there."""

from __future__ import annotations

from django import template

from backend.organisations.models import Membership
from backend.organisations.permissions import MANAGERS
from backend.organisations.roles import Role

register = template.Library()


@register.filter
def may_manage(membership: Membership) -> bool:
    """Whether this person looks after people and teams."""
    return membership.has_role(*MANAGERS)


@register.filter
def administers(membership: Membership) -> bool:
    """Whether this is an administrator, who puts names right."""
    return membership.has_role(Role.ADMINISTRATOR)
