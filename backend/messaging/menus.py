"""The entry of the mail among the settings, and the places that others lead to."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from backend.messaging import overview
from backend.web import navigation, ways_back
from backend.web.navigation import Entry

ways_back.places(mail_choices="messaging:preferences", mail_test="messaging:smtp_test")
navigation.register(
    "settings",
    Entry(
        "mail", _("Mail"), "messaging:mail", 70, "mail",
        alarms=lambda organisation: overview.wrong(organisation=organisation),
    ),
)  # fmt: skip
