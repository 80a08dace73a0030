"""A token's limit holds also while the broker, which counts it, is away."""

from __future__ import annotations

from django.core.cache import cache
from django.test import Client

from backend.api import services
from backend.api.throttling import PerToken
from deploy.local.servers import free_port
from tests.acting import by


def test_a_process_counts_for_itself_while_the_broker_is_away(anton, settings, monkeypatch):
    default = {**settings.CACHES["default"], "LOCATION": f"redis://127.0.0.1:{free_port()}/0"}
    settings.CACHES = {"default": default}
    monkeypatch.setattr(PerToken, "cache", cache)
    monkeypatch.setattr(PerToken, "rate", "3/min")
    _, plain = services.token_issue(act=by(anton), name="Dashboard")
    _, other = services.token_issue(act=by(anton), name="Een ander")
    ask = lambda token: Client().get(  # noqa: E731
        "/api/v1/steps/", headers={"authorization": f"Bearer {token}"}
    )
    assert [ask(plain).status_code for _ in range(5)] == [200, 200, 200, 429, 429]
    assert ask(other).status_code == 200
    assert ask(plain)["Retry-After"]
