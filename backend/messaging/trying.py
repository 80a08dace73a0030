"""The administrator's test of our mail: one message, over the road of all others."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backend.messaging import messages
from backend.messaging.messages import Content, Message
from backend.outbox.models import Delivery

MESSAGE = "smtp_test"


def _build(delivery: Delivery, language: str) -> Content:
    return Content(
        subject=_("E-mail from Stapsteen works"),
        heading=_("It works"),
        paragraphs=(_("This test came the same way as all other e-mail."),),
        why=_("You get this because you pressed “Send me a test”."),
        sender=delivery.organisation.name,
    )


messages.register(Message(MESSAGE, _build, name=gettext_lazy("Tests of our mail"), repeatable=True))
