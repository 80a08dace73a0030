from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
Clock = Callable[[str], datetime]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """`clock("2026-03-10 10:00")`: what time it is in Amsterdam from now on."""

    def turned(words: str) -> datetime:
        moment = datetime.fromisoformat(words).replace(tzinfo=AMSTERDAM).astimezone(UTC)
        monkeypatch.setattr(timezone, "now", lambda: moment)
        return moment

    return turned
