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
from pathlib import Path
from threading import Thread
from typing import Any

import psutil
import pytest
from django.db import connection
from django.test import Client

from backend.jobs import selectors
from deploy.backup import place as places
from deploy.local.servers import start_postgres
from tests.faults.stage import Stage

pytestmark = pytest.mark.long

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


def test_a_database_that_ended_or_hangs_is_named_within_three_seconds(stage: Stage, tmp_path):
    """Also when every thread that draws pages hangs with it; and who shares out visitors hears it."""
    server = start_postgres(tmp_path / "postgres", durable=False)
    _copied(server.url, tmp_path / "dump")
    stage.told = {"DATABASE_URL": server.url, "DATABASE_DIRECT_URL": server.url}
    stage.start("web")
    stage.until(lambda: _ask(stage, "/healthz")[1].get("parts", {}).get("database") is True)
    assert _ask(stage, "/readyz")[0] == 200
    postgres = psutil.Process(server.process.pid)
    try:
        frozen = [postgres, *postgres.children(recursive=True)]
        for one in frozen:
            one.suspend()
        pages = [Thread(target=_ask, args=(stage, "/", 60), daemon=True) for _ in range(8)]
        for page in pages:
            page.start()
        for _ in range(2):
            began = time.monotonic()
            status, told = _ask(stage, "/healthz", 10)
            assert time.monotonic() - began < 3.0
            assert (status, told["parts"]["database"], told["parts"]["broker"]) == (
                503,
                False,
                True,
            )
        assert _ask(stage, "/livez")[0] == 200
        assert _ask(stage, "/readyz")[0] == 503
        for one in frozen:
            one.resume()
        stage.until(lambda: _ask(stage, "/readyz")[0] == 200)
        server.kill()
        stage.until(lambda: _ask(stage, "/readyz")[0] == 503)
        assert _ask(stage, "/healthz")[1]["parts"]["broker"] is True
        server.restart()
        stage.until(lambda: _ask(stage, "/readyz")[0] == 200)
    finally:
        server.kill()


def test_pages_are_shared_out_also_when_only_what_works_behind_them_is_down(db):
    assert Client().get("/healthz").status_code == 503
    assert Client().get("/readyz").json() == {"ready": True}
    assert Client().get("/livez").json() == {"alive": True}


def _copied(url: str, dump: Path) -> None:
    """The tables of this test's database in another cluster."""
    database = connection.settings_dict["NAME"]
    here = f"{os.environ['DATABASE_URL'].rsplit('/', 1)[0]}/{database}"
    version = connection.pg_version // 10_000
    places.run([places.program("pg_dump", version), "--format=custom", f"--file={dump}"], here)
    places.run([places.program("pg_restore", version), "--no-owner", str(dump)], url)


def _ask(stage: Stage, path: str, seconds: float = 10.0) -> tuple[int, dict[str, Any]]:
    """Status and what is told; (0, {}) while there is no answer."""
    address = f"http://127.0.0.1:{stage.web_port}{path}"
    try:
        with urllib.request.urlopen(address, timeout=seconds) as answer:
            return answer.status, _json(answer)
    except urllib.error.HTTPError as error:
        return error.code, _json(error)
    except OSError:
        return 0, {}


def _json(answer: Any) -> dict[str, Any]:
    try:
        return dict(json.load(answer))
    except ValueError:
        return {}
