"""A broker that dies while a task is in hand: its worker ends with it, and nothing else does."""

from __future__ import annotations

import signal

import redis

from backend.outbox.models import Delivery
from backend.outbox.states import SETTLED, State
from deploy.local.processes import Company
from tests.faults.stage import COMMANDS, Stage


def test_a_broker_that_dies_with_a_task_in_hand_ends_nothing_for_good(
    stage: Stage, colleagues, announce
) -> None:
    colleagues(40)
    announce()
    stage.sink.drip_seconds = 0.02
    company, said = Company(stage.folder), []
    company.adopt("valkey", stage.valkey)
    for name in ("worker", "dispatcher", "beat"):
        more = ["-s", str(stage.folder / "beat")] if name == "beat" else []
        company.start(name, [*COMMANDS[name], *more], stage.environment())
    try:
        stage.until(lambda: 3 < len(stage.sink.received) < 40)
        stage.valkey.process.send_signal(signal.SIGKILL)

        def is_all_sent() -> bool:
            assert company.tend(said.append) is None, said
            states = list(Delivery.objects.values_list("state", flat=True))
            return len(states) >= 40 and all(State(state) in SETTLED for state in states)

        stage.until(is_all_sent, 90)
        assert "“valkey” ended by itself and is started again (1 of 5)" in said
        stage.until(lambda: _is_whole(company, stage, said), 60)
        addresses = [receipt.recipient for receipt in stage.sink.received]
        assert len(addresses) == len(set(addresses)) >= 38
        uncertain = Delivery.objects.filter(state=State.UNCERTAIN).count()
        assert Delivery.objects.filter(state=State.ACCEPTED).count() + uncertain == 40
        assert uncertain <= 2  # what each of two children had on the wire
    finally:
        company._stop(["worker", "dispatcher", "beat"])  # `stop` would end this run's servers too


def _is_whole(company: Company, stage: Stage, said: list[str]) -> bool:
    """Whether everything lives again, the broker too."""
    assert company.tend(said.append) is None, said
    if company.fallen() is not None:
        return False
    with redis.Redis.from_url(stage.valkey.url, socket_timeout=1, retry=None) as client:
        try:
            return bool(client.ping())
        except redis.RedisError:
            return False
