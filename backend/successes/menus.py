"""The entry of the successes in the main menu."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from backend.web import navigation
from backend.web.navigation import Entry

navigation.register("main", Entry("successes", _("Successes"), "successes:success_list", 40))
