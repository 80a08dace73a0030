"""Changing one's own address, proven first by a code that is mailed to it; and sending an invitation again."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from backend.accounts.invitations import MESSAGE
from backend.events import services as events
from backend.events.acts import Act
from backend.messaging import services as messaging
from backend.organisations import services as organisations
from backend.organisations.models import Membership, MembershipState, Person
from backend.organisations.permissions import require
from backend.outbox import reopening
from backend.outbox.events import MailTriedAgain
from backend.outbox.models import Delivery
from backend.outbox.states import IN_HAND, NOT_ARRIVED, WAITING, State
from backend.writing.texts import address


@transaction.atomic
def address_ask(*, person: Person, email: str) -> str:
    """Mail a code to an address that somebody says is theirs; returns that code.

    One that another account has gets none, and whoever asks can't tell: the same work is done.
    Raises `ValidationError` at `email`.
    """
    email, code = address("email", email), str(get_adapter().generate_login_code())
    taken = Person.objects.filter(email__iexact=email).exclude(pk=person.pk).exists()
    messaging.delivery_ask(
        message="address_code",
        person=None if taken else person,
        secret={"to": email, "code": code},
    )
    return code


@transaction.atomic
def address_change(*, person: Person, email: str) -> None:
    """The proven address is theirs from now on, and the earlier one is told.

    Raises `ValidationError` where another account was faster.
    """
    before = organisations.person_readdress(person=person, email=email)
    # The library's own list, where an earlier address would go on letting in.
    EmailAddress.objects.filter(user_id=person.pk).delete()
    secret: Any = {"to": before}
    messaging.delivery_request(message="address_notice", person=person, secret=secret)


@transaction.atomic
def invitation_again(*, act: Act, membership: Membership) -> bool:
    """Send the same invitation again that did not arrive, or was cancelled before it left; False when
    it is on its way already.

    Raises `ValidationError` for somebody who is not invited (any more), or whose mail arrived.
    """
    require(act.actor, "invitation_again")
    if membership.state != MembershipState.INVITED:
        raise ValidationError(_("This colleague is not invited any more."))
    owed = Delivery.objects.filter(membership=membership, message=MESSAGE).order_by("-pk")
    last = owed.select_for_update(of=("self",)).first()
    if last is not None and last.state in WAITING | IN_HAND:
        return False
    again = NOT_ARRIVED | {State.BOUNCED, State.CANCELLED}
    if last is None or last.state not in again:
        raise ValidationError(_("This invitation did arrive. Invite them once more instead."))
    reopening.reopen(Delivery.objects.filter(pk=last.pk, state__in=again))
    again_tried = MailTriedAgain(message=MESSAGE, fanout_id=None)
    events.record(act, again_tried, subject=act.organisation)
    return True
