"""The roles that a membership may have; one person may have several."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    STAFF = "staff", _("Colleague")
    AMBASSADOR = "ambassador", _("Ambassador")
    TEAM_LEADER = "team_leader", _("Team leader")
    LEADERSHIP = "leadership", _("Leadership")
    PROGRAMME_MANAGER = "programme_manager", _("Programme manager")
    ADMINISTRATOR = "administrator", _("Administrator")

    @property
    def adds(self) -> Any:
        """What this role adds to what every colleague may, for whoever gives it."""
        return _ADDS[self]


_ADDS = {
    Role.STAFF: "",
    Role.AMBASSADOR: _("may join every initiative"),
    Role.TEAM_LEADER: _("is known as one"),
    Role.LEADERSHIP: _("begins at the progress board"),
    Role.PROGRAMME_MANAGER: _("invites people and sets up the teams, services and programme"),
    Role.ADMINISTRATOR: _("can do that too, and sets up the organisation and the API tokens"),
}
