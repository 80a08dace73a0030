"""What the way in sends: codes, links, invitations, and the administrator's test."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backend.events.models import Event
from backend.notifications import crypto, messages, services
from backend.notifications.messages import Button, Content, Message
from backend.notifications.models import Delivery
from backend.notifications.states import State
from backend.organisations import invitations
from backend.organisations.models import Membership, MembershipState

SOON = timedelta(minutes=15)


def _secret(delivery: Delivery) -> str:
    return str(crypto.decrypt(delivery.secret)) if delivery.secret else ""


def _sign_in_code(delivery: Delivery, language: str) -> Content:
    code = _secret(delivery)
    return Content(
        subject=_("%(code)s is your code for Stapsteen") % {"code": code},
        heading=_("Your code"),
        code=code,
        paragraphs=(
            _("Type it on the page where you asked for it. It works for 15 minutes, once."),
        ),
        why=_("Did you not ask for this? Then you need not do anything."),
    )


def _password_reset(delivery: Delivery, language: str) -> Content:
    return Content(
        subject=_("Choose a new password"),
        heading=_("Choose a new password"),
        paragraphs=(_("Press the button to choose a new password."),),
        buttons=(Button(_("New password"), _secret(delivery)),),
        why=_("Did you not ask for this? Then you need not do anything."),
    )


def _account_notice(delivery: Delivery, language: str) -> Content:
    return Content(
        subject=_("Your account was changed"),
        heading=_("Your account was changed"),
        paragraphs=(
            _("Your password was changed just now."),
            _("Was it not you? Then choose a new password at once, and tell your administrator."),
        ),
        buttons=(
            Button(_("New password"), settings.PUBLIC_URL + reverse("account_reset_password")),
        ),
        why=_("We always tell you when your account changes."),
    )


def _address_code(delivery: Delivery, language: str) -> Content:
    code = str(crypto.decrypt(delivery.secret)["code"]) if delivery.secret else ""
    return Content(
        subject=_("%(code)s is the code for your new address") % {"code": code},
        heading=_("Is this your new address?"),
        code=code,
        paragraphs=(
            _("Enter the code on the page where you asked for it. It works once, for 15 minutes."),
        ),
        why=_("Did you not ask for this? Then you need not do anything."),
    )


def _address_notice(delivery: Delivery, language: str) -> Content:
    return Content(
        subject=_("Your e-mail address was changed"),
        heading=_("Your e-mail address was changed"),
        paragraphs=(
            _(
                "From now on you sign in to Stapsteen with another address; this one no longer works."
            ),
            _("Was it not you? Then tell your administrator at once."),
        ),
        why=_("We always tell you when your account changes."),
    )


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
            Button(
                _("I take part"), settings.PUBLIC_URL + reverse("root:invitation", args=[token])
            ),
        ),
        why=_("%(inviter)s of %(organisation)s invited you. The button works for two weeks.")
        % {"inviter": inviter, "organisation": organisation}
        if inviter
        else _("A colleague at %(organisation)s invited you. The button works for two weeks.")
        % {"organisation": organisation},
        sender=organisation,
    )


def _smtp_test(delivery: Delivery, language: str) -> Content:
    return Content(
        subject=_("E-mail from Stapsteen works"),
        heading=_("It works"),
        paragraphs=(_("This test came the same way as all other e-mail."),),
        why=_("You get this because you pressed “Send me a test”."),
        sender=delivery.organisation.name,
    )


def invited(event: Event) -> None:
    """Subscriber: owe the invited colleague their mail."""
    membership = Membership.objects.filter(pk=event.payload["membership_id"]).first()
    if membership is not None and membership.state == MembershipState.INVITED:
        services.delivery_request(
            message="invitation",
            membership=membership,
            payload={"invited_at": event.payload.get("invited_at", "")},
            dedupe_key=f"invitation:{event.pk}",
        )


def invited_after_all(event: Event) -> None:
    """Subscriber: who is invited again within the hour gets the mail that was held back meanwhile."""
    membership = Membership.objects.filter(pk=event.payload["membership_id"]).first()
    if membership is None or membership.state != MembershipState.INVITED:
        return
    moment = event.payload.get("invited_at", "")
    owed = Delivery.objects.filter(
        message="invitation", membership=membership, payload__invited_at=moment
    )
    if moment and owed.exists() and not owed.exclude(state=State.CANCELLED).exists():
        services.delivery_request(
            message="invitation",
            membership=membership,
            payload={"invited_at": moment},
            dedupe_key=f"invitation:{event.pk}",
        )


def _has_account(delivery: Delivery) -> bool:
    return bool(delivery.person and delivery.person.is_active)


def _still_invited(delivery: Delivery) -> bool:
    """Not for who came in or was taken off, nor where a later invitation is on its way."""
    membership = delivery.membership
    if membership.state != MembershipState.INVITED:
        return False
    moment = delivery.payload.get("invited_at", "")
    renewed = bool(moment) and membership.invited_at is not None
    return not renewed or datetime.fromisoformat(moment) >= membership.invited_at


def register() -> None:
    """Make these kinds known."""
    for message in (
        Message(
            "sign_in_code",
            _sign_in_code,
            name=gettext_lazy("Codes to sign in"),
            still_due=_has_account,
            keeps=SOON,
            once_more_when_uncertain=True,
        ),
        Message(
            "password_reset",
            _password_reset,
            name=gettext_lazy("New passwords"),
            still_due=_has_account,
            keeps=timedelta(hours=12),
            once_more_when_uncertain=True,
        ),
        Message("account_notice", _account_notice, name=gettext_lazy("Notices about an account")),
        Message(
            "address_code",
            _address_code,
            name=gettext_lazy("Codes for a new address"),
            still_due=_has_account,
            keeps=SOON,
            once_more_when_uncertain=True,
        ),
        Message("address_notice", _address_notice, name=gettext_lazy("Notices about an address")),
        Message(
            "invitation",
            _invitation,
            name=gettext_lazy("Invitations"),
            still_due=_still_invited,
            once_more_when_uncertain=True,
            # As long as its button works.
            keeps=invitations.VALID_FOR,
        ),
        Message(
            "smtp_test",
            _smtp_test,
            name=gettext_lazy("Tests of our mail"),
            once_more_when_uncertain=True,
        ),
    ):
        messages.register(message)
