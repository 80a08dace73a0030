"""What became of mail, for pages of other rooms: an invitation, a code, a whole way out."""

from __future__ import annotations

from typing import Any

from django import template

from backend.messaging import outcome, wording
from backend.messaging.lines import Reason
from backend.messaging.outcome import Outcome
from backend.organisations.models import Membership, Organisation
from backend.outbox import ways_out
from backend.outbox.models import FailedWork
from backend.outbox.ways_out import WayOut

register = template.Library()


@register.simple_tag
def unreached(membership: Membership) -> Outcome | None:
    """Why mail to this colleague did not arrive."""
    return outcome.unreached(membership=membership)


@register.simple_tag
def mail_waits(address: str = "") -> bool:
    """Whether mail to this address cannot leave now; it depends on nobody's account."""
    return not ways_out.may_leave_for(address=address)


@register.simple_tag
def mail_held(organisation: Organisation) -> bool:
    """Whether an administrator holds all mail of this organisation."""
    return ways_out.is_held(organisation=organisation)


@register.filter
def of(found: dict[int, Any], member: Membership) -> Any:
    """What was found for somebody."""
    return found.get(member.pk)


@register.filter
def why(found: Reason | Outcome) -> Any:
    """Whose fault it is, in a sentence."""
    return wording.why(found.fault, expired=found.expired, to_all=found.to_all, broke=found.broke)


@register.filter
def trouble(way: WayOut) -> Any:
    """What the mail server has against us."""
    return wording.trouble(way)


@register.filter
def work_name(failed: FailedWork) -> Any:
    """What it was that failed."""
    return wording.work(failed)
