"""The entries of this room in the menus."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from backend.web import navigation, ways_back
from backend.web.navigation import Entry

ways_back.places(own_name="organisations:profile")
navigation.register(
    "person",
    Entry("profile", _("My preferences"), "organisations:profile", 20),
    Entry("people", _("People and teams"), "organisations:people", 40, "people"),
    Entry("settings", _("Settings"), "organisations:settings", 50, "people"),
)
navigation.register(
    "settings",
    Entry("people", _("People"), "organisations:people", 10, "people"),
    Entry("units", _("Teams"), "organisations:unit_list", 20, "unit_list"),
    Entry("customers", _("Customers and services"), "organisations:customers", 30, "customers"),
    Entry("settings", _("Organisation"), "organisations:settings", 50, "settings"),
)
