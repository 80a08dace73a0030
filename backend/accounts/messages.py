"""What the way in sends: codes, links and notices."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backend.messaging import messages
from backend.messaging.messages import Button, Content, Message
from backend.outbox import crypto
from backend.outbox.models import Delivery

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


def _has_account(delivery: Delivery) -> bool:
    return bool(delivery.person and delivery.person.is_active)


def register() -> None:
    """Make these kinds known."""
    for message in (
        Message(
            "sign_in_code",
            _sign_in_code,
            name=gettext_lazy("Codes to sign in"),
            still_due=_has_account,
            time_to_live=SOON,
            repeatable=True,
        ),
        Message(
            "password_reset",
            _password_reset,
            name=gettext_lazy("New passwords"),
            still_due=_has_account,
            time_to_live=timedelta(hours=12),
            repeatable=True,
        ),
        Message("account_notice", _account_notice, name=gettext_lazy("Notices about an account")),
        Message(
            "address_code",
            _address_code,
            name=gettext_lazy("Codes for a new address"),
            still_due=_has_account,
            time_to_live=SOON,
            repeatable=True,
        ),
        Message("address_notice", _address_notice, name=gettext_lazy("Notices about an address")),
    ):
        messages.register(message)
