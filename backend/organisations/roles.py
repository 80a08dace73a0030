"""The roles that a membership may have; one person may have several."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    STAFF = "staff", _("Colleague")
    AMBASSADOR = "ambassador", _("Ambassador")
    TEAM_LEADER = "team_leader", _("Team leader")
    LEADERSHIP = "leadership", _("Leadership")
    PROGRAMME_MANAGER = "programme_manager", _("Programme manager")
    ADMINISTRATOR = "administrator", _("Administrator")
