"""The mail that invites a colleague: what it says, when it is owed, and what became of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backend.events.reading import Happened
from backend.events.subscribers import subscribe
from backend.messaging import messages, services
from backend.messaging.messages import Button, Content, Message
from backend.messaging.outcome import Outcome, outcome
from backend.organisations import invitations
from backend.organisations.events import MembershipChanged, MembershipInvited
from backend.organisations.models import Membership, MembershipState
from backend.outbox.models import Delivery
from backend.outbox.states import State
from backend.web import ways_back

MESSAGE = "invitation"


def _invitation(delivery: Delivery, language: str) -> Content:
    membership = delivery.membership
    organisation = delivery.organisation.name
    token, name = invitations.token(membership), membership.first_name
    inviter = membership.invited_by.name if membership.invited_by else ""
    return Content(
        subject=_("Take a small step with %(organisation)s") % {"organisation": organisation},
        heading=_("%(name)s, you are invited") % {"name": name} if name else _("You are invited"),
        paragraphs=(
            _("%(organisation)s is getting better for its customers, one small step at a time.")
            % {"organisation": organisation},
            _("Colleagues log what they tried together with customers, and celebrate what works."),
        ),
        quote=membership.invited_why,
        quote_source=inviter,
        buttons=(
            Button(_("I take part"), settings.PUBLIC_URL + ways_back.entrance("invitation", token)),
        ),
        why=_("%(inviter)s of %(organisation)s invited you. The button works for two weeks.")
        % {"inviter": inviter, "organisation": organisation}
        if inviter
        else _("A colleague at %(organisation)s invited you. The button works for two weeks.")
        % {"organisation": organisation},
        sender=organisation,
    )


def invited(happened: Happened[MembershipInvited]) -> None:
    """Subscriber: owe the invited colleague their mail."""
    membership = Membership.objects.filter(pk=happened.what.membership_id).first()
    if membership is not None and membership.state == MembershipState.INVITED:
        services.delivery_request(
            message=MESSAGE,
            membership=membership,
            payload={"invited_at": _moment(happened.what)},
            dedupe_key=f"{MESSAGE}:{happened.event_id}",
        )


def _moment(what: MembershipInvited | MembershipChanged) -> str:
    return what.invited_at.isoformat() if what.invited_at else ""


def invited_after_all(happened: Happened[MembershipChanged]) -> None:
    """Subscriber: who is invited again within the hour gets the mail that was held back meanwhile."""
    membership = Membership.objects.filter(pk=happened.what.membership_id).first()
    if membership is None or membership.state != MembershipState.INVITED:
        return
    moment = _moment(happened.what)
    owed = Delivery.objects.filter(
        message=MESSAGE, membership=membership, payload__invited_at=moment
    )
    if moment and owed.exists() and not owed.exclude(state=State.CANCELLED).exists():
        services.delivery_request(
            message=MESSAGE,
            membership=membership,
            payload={"invited_at": moment},
            dedupe_key=f"{MESSAGE}:{happened.event_id}",
        )


def _still_invited(delivery: Delivery) -> bool:
    """Not for who came in or was taken off, nor where a later invitation is on its way."""
    membership = delivery.membership
    if membership.state != MembershipState.INVITED:
        return False
    moment = delivery.payload.get("invited_at", "")
    renewed = bool(moment) and membership.invited_at is not None
    return not renewed or datetime.fromisoformat(moment) >= membership.invited_at


def invitation_outcomes(members: Iterable[Membership]) -> dict[int, Outcome]:
    """Of everybody who is invited here: what became of the last invitation. One query."""
    invited = [one.pk for one in members if one.state == MembershipState.INVITED]
    rows = Delivery.objects.filter(membership__in=invited, message=MESSAGE).order_by(
        "membership", "-pk"
    )
    return {row.membership_id or 0: outcome(row) for row in rows.distinct("membership")}


def register() -> None:
    """Make the kind known, and owe it when somebody is invited."""
    messages.register(
        Message(
            MESSAGE,
            _invitation,
            name=gettext_lazy("Invitations"),
            still_due=_still_invited,
            repeatable=True,
            # As long as its button works.
            time_to_live=invitations.VALID_FOR,
        )
    )
    subscribe(MembershipInvited, invited, work=gettext_lazy("Mailing an invitation"))
    subscribe(
        MembershipChanged,
        invited_after_all,
        work=gettext_lazy("Mailing an invitation that was put right"),
    )
