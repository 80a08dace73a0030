from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from backend.outbox import outcomes
from tests.faults.smtp_sink import SmtpSink
from tests.outbox import factories
from worker.channels import registry


@pytest.fixture
def sink(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[SmtpSink]:
    """A mail server, to which this process sends. Chance brings no second try within a test."""
    monkeypatch.setattr(outcomes, "RETRY_BASE", timedelta(hours=1))
    factories.note()
    with SmtpSink() as server:
        settings.SMTP_HOST, settings.SMTP_PORT = server.host, server.port
        settings.SMTP_TIMEOUT = 2.0
        settings.TRANSPORT_PAUSE_SECONDS = 30.0
        yield server
        registry.close_all()
