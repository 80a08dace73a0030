"""Beat's clock: a time in the future is put right, and who sends nothing does not seem alive."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest

from backend.jobs.models import Heartbeat
from worker import schedule
from worker.celery import app
from worker.schedule import SCHEDULE, BeatingScheduler


@pytest.fixture
def beat(tmp_path, monkeypatch, transactional_db):
    """`beat()`: a scheduler on the same file each time; what it sends is noted, not sent."""
    sent: list[str] = []
    monkeypatch.setattr(app, "send_task", lambda name, *_a, **_k: sent.append(name))
    monkeypatch.setattr(schedule, "_BEAT_SECONDS", 0.0)
    started: list[BeatingScheduler] = []

    def begin() -> tuple[BeatingScheduler, list[str]]:
        started.append(BeatingScheduler(app=app, schedule_filename=str(tmp_path / "beat")))
        return started[-1], sent

    yield begin
    for one in started:
        one.close()


def _far(scheduler: BeatingScheduler, days: int) -> None:
    for entry in scheduler.schedule.values():
        entry.last_run_at = entry.default_now() + timedelta(days=days)


def _is_right(scheduler: BeatingScheduler) -> bool:
    return all(one.last_run_at <= one.default_now() for one in scheduler.schedule.values())


@pytest.mark.parametrize("days", [1, 400])
def test_a_start_with_times_in_the_future_puts_them_right(beat, days):
    first, _ = beat()
    _far(first, days)
    first.sync()
    first.close()
    second, _ = beat()
    assert _is_right(second)
    assert all(second.schedule[name].is_due().next <= 3600 for name in SCHEDULE)


def test_a_clock_that_goes_back_while_it_runs_is_noticed_at_the_next_round(beat):
    running, sent = beat()
    running.tick()
    _far(running, 2)
    running.tick()
    assert _is_right(running)
    for entry in running.schedule.values():
        entry.last_run_at -= timedelta(hours=2)
    running._heap = None
    for _ in SCHEDULE:
        running.tick()
    assert {"canary", "deliver", "recover"} <= set(sent)


def test_one_that_turns_and_sends_nothing_shows_no_sign_of_life(beat):
    running, _ = beat()
    running.tick()
    assert Heartbeat.objects.filter(process="beat").exists()
    Heartbeat.objects.all().delete()
    running._sent_at = time.monotonic() - 60
    running.tick()
    assert not Heartbeat.objects.exists()
    running._sent_at = time.monotonic()
    running.tick()
    assert Heartbeat.objects.exists()
