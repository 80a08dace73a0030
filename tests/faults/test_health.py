"""`GET /healthz` names exactly the part that ended or hangs; the parts are real processes."""

from __future__ import annotations

import json
import os
import signal
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from backend.jobs import selectors
from deploy.local.servers import start_postgres
from tests.faults.stage import Stage

PROCESSES = ("worker-transactional", "worker-bulk", "dispatcher", "beat")


@pytest.fixture
def missing(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[str]]:
    """What is not alive, once all was; signs of life are waited for more briefly than in earnest."""
    monkeypatch.setattr(selectors, "BEAT_WITHIN", timedelta(seconds=8))
    monkeypatch.setattr(selectors, "CANARY_WITHIN", timedelta(seconds=4))

    def asked() -> list[str]:
        answer = Client().get("/healthz")
        found = answer.json()
        assert answer.status_code == (503 if found["missing"] else 200)
        assert found["alive"] is not bool(found["missing"])
        return list(found["missing"])

    assert set(asked()) == set(PROCESSES)  # nothing was started yet
    stage.start(*PROCESSES)
    stage.until(lambda: asked() == [])
    return asked


@pytest.mark.parametrize("part", PROCESSES)
def test_a_process_that_ended_is_named_and_nothing_else(stage: Stage, missing, part):
    stage.kill(part)
    stage.until(lambda: missing() == [part], 20)
    if part == "beat":  # without it no canaries fly, which is not the workers' fault
        stage.stays(lambda: missing() == ["beat"], 5)
    stage.start(part)
    stage.until(lambda: missing() == [])


@pytest.mark.parametrize("part", ["worker-bulk", "dispatcher"])
def test_a_process_that_hangs_is_named_though_it_is_there(stage: Stage, missing, part):
    stage.freeze(part)
    stage.until(lambda: missing() == [part], 20)
    assert stage.processes[part].poll() is None
    stage.thaw(part)
    stage.until(lambda: missing() == [])


def test_a_broker_that_hangs_or_ended_is_named_at_once(stage: Stage, missing):
    stage.freeze("broker")
    began = time.monotonic()
    assert missing() == ["broker"]
    assert time.monotonic() - began < 3.0
    stage.thaw("broker")
    stage.until(lambda: missing() == [])
    stage.valkey.kill()
    assert "broker" in missing()


def test_a_queue_that_does_not_move_is_named_though_its_worker_answers(stage: Stage, missing):
    """Its children hang: the worker itself talks to the broker, and nothing arrives."""
    children = stage.children("worker-bulk")
    assert children
    for child in children:
        os.kill(child, signal.SIGSTOP)
    stage.until(lambda: missing() == ["worker-bulk"], 20)
    for child in children:
        os.kill(child, signal.SIGCONT)
    stage.until(lambda: missing() == [])


def test_a_database_that_ended_is_named_and_nothing_breaks(stage: Stage, tmp_path):
    server = start_postgres(tmp_path / "postgres", durable=False)
    stage.told = {"DATABASE_URL": server.url, "DATABASE_DIRECT_URL": server.url}
    stage.start("web")
    try:
        stage.until(lambda: _parts(stage).get("database") is True)
        server.kill()
        assert _parts(stage)["database"] is False
        assert _parts(stage)["broker"] is True
        server.restart()
        assert _parts(stage)["database"] is True
    finally:
        server.kill()


def _parts(stage: Stage) -> dict[str, Any]:
    """What the web process says of the parts; nothing while it does not answer yet."""
    try:
        with urllib.request.urlopen(
            f"http://127.0.0.1:{stage.web_port}/healthz", timeout=10
        ) as answer:
            return dict(json.load(answer)["parts"])
    except urllib.error.HTTPError as error:
        assert error.code == 503
        return dict(json.load(error)["parts"])
    except OSError:
        return {}
