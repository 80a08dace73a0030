"""What the events of a success are called in the history of its initiative."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from backend.successes.events import (
    AnnouncementCalledBack,
    AnnouncementRequested,
    SuccessChanged,
    SuccessDrafted,
    SuccessTold,
    SuccessUntold,
)

SENTENCES: dict[str, Any] = {
    SuccessDrafted.KIND: _("Drafted the story of the success"),
    SuccessChanged.KIND: _("Changed the story of the success"),
    SuccessTold.KIND: _("Told the success"),
    SuccessUntold.KIND: _("Took the success back"),
    AnnouncementRequested.KIND: _("Announced the success by e-mail"),
    AnnouncementCalledBack.KIND: _("Called the announcement back"),
}
