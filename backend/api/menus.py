"""The entry of the tokens among the settings."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from backend.web import navigation
from backend.web.navigation import Entry

navigation.register(
    "settings", Entry("tokens", _("API tokens"), "tokens:token_list", 60, "token_list")
)
