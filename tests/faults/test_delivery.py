"""The promise of delivery, held against real processes that are killed, frozen and refused.

After each fault: rows equal the audience, nobody is mailed twice, and running again changes nothing.
"""

from __future__ import annotations

from collections import Counter

import pytest
from django.utils import timezone

from backend.notifications.models import Delivery, Fanout
from backend.notifications.states import IN_HAND, SETTLED, State
from tests.faults.stage import Stage

MANY = 120


def _states() -> Counter[str]:
    return Counter(Delivery.objects.values_list("state", flat=True))


def _all_settled(number: int) -> bool:
    found = list(Delivery.objects.values_list("state", flat=True))
    return len(found) == number and all(State(state) in SETTLED for state in found)


def _mailed_twice(stage: Stage) -> list[str]:
    counted = Counter(receipt.recipient for receipt in stage.sink.received)
    return [address for address, times in counted.items() if times > 1]


def _nothing_is_left_in_hand() -> bool:
    return not Delivery.objects.filter(state__in=IN_HAND, lease_until__lt=timezone.now()).exists()


@pytest.fixture
def audience(samira, colleagues) -> int:
    """How many people an announcement of Samira's goes to."""
    colleagues(MANY)
    return MANY


def test_everybody_in_the_audience_is_mailed_once_and_the_author_is_not(
    stage: Stage, audience, announce, samira
):
    stage.start("worker", "dispatcher")
    announce()
    stage.until(lambda: _all_settled(audience))
    assert _states() == {State.ACCEPTED: audience}
    assert len(stage.sink.accepted) == audience
    assert not _mailed_twice(stage)
    assert samira.person.email not in {receipt.recipient for receipt in stage.sink.accepted}
    fanout = Fanout.objects.get()
    stage.until(lambda: Fanout.objects.get().accepted == audience)
    assert (fanout.queued, fanout.finished_at is not None) == (audience, True)


def test_a_worker_killed_in_the_middle_again_and_again_loses_nothing_and_mails_nobody_twice(
    stage: Stage, audience, announce
):
    stage.sink.drip_seconds = 0.01
    stage.start("worker", "dispatcher", "beat")
    announce()
    for wanted in (10, 40, 70):
        stage.sink.wait_for(wanted)
        stage.kill("worker")
        stage.start("worker")
    stage.sink.drip_seconds = 0.0
    stage.until(lambda: _all_settled(audience))
    states = _states()
    assert states[State.ACCEPTED] + states[State.UNCERTAIN] == audience
    # Three kills, two children each: at most one message on the wire per child.
    assert states[State.UNCERTAIN] <= 6
    assert not _mailed_twice(stage)
    assert len(stage.sink.received) >= states[State.ACCEPTED]
    assert _nothing_is_left_in_hand()


def test_a_dispatcher_killed_and_a_second_one_beside_it_write_every_row_once(
    stage: Stage, audience, announce
):
    announce()
    stage.start("dispatcher", "second-dispatcher")
    stage.until(Delivery.objects.exists)
    stage.kill("dispatcher")
    stage.start("dispatcher", "worker")
    stage.until(lambda: _all_settled(audience))
    assert _states() == {State.ACCEPTED: audience}
    assert not _mailed_twice(stage)


def test_an_emptied_broker_is_caught_up_with(stage: Stage, audience, announce):
    import redis

    announce()
    stage.start("dispatcher")
    stage.until(lambda: Delivery.objects.count() == audience)
    redis.Redis.from_url(stage.valkey.url).flushall()
    stage.start("worker", "beat")
    stage.until(lambda: _all_settled(audience))
    assert _states() == {State.ACCEPTED: audience}
    assert not _mailed_twice(stage)


def test_a_frozen_broker_stops_neither_the_pages_nor_what_comes_after(
    stage: Stage, audience, announce, samira, browse
):
    stage.start("worker", "dispatcher", "beat")
    client = browse(samira)
    stage.freeze("broker")
    announce()
    answer = client.get("/healthz")
    assert answer.status_code == 503
    stage.until(lambda: Delivery.objects.count() == audience)
    stage.thaw("broker")
    stage.until(lambda: _all_settled(audience), 60)
    assert not _mailed_twice(stage)


def test_one_refused_address_ends_there_and_the_others_arrive(stage: Stage, audience, announce):
    stage.sink.refused = {"collega7@deplas.example": "550 5.1.1 No such mailbox"}
    stage.start("worker", "dispatcher")
    announce()
    stage.until(lambda: _all_settled(audience))
    assert _states() == {State.ACCEPTED: audience - 1, State.BOUNCED: 1}
    assert Delivery.objects.get(state=State.BOUNCED).last_code == "550"


def test_a_server_that_refuses_everybody_is_tried_again_until_it_takes_them(
    stage: Stage, audience, announce, monkeypatch
):
    stage.sink.answer_to_sender = "421 4.3.2 Closing"
    stage.start("worker", "dispatcher", "beat")
    announce()
    stage.until(lambda: Delivery.objects.filter(state=State.RETRY, last_code="421").exists())
    assert not stage.sink.received
    stage.sink.answer_to_sender = None
    Delivery.objects.filter(state=State.RETRY).update(not_before=timezone.now())
    stage.until(lambda: _all_settled(audience), 60)
    assert _states() == {State.ACCEPTED: audience}
    assert not _mailed_twice(stage)


def test_a_server_that_hangs_after_the_message_leaves_it_uncertain_and_is_not_sent_again(
    stage: Stage, audience, announce
):
    stage.sink.hang_after_data = True
    stage.start("worker", "dispatcher", "beat")
    announce()
    stage.until(lambda: Delivery.objects.filter(state=State.UNCERTAIN).exists())
    stage.sink.release()
    stage.until(lambda: _all_settled(audience), 60)
    states = _states()
    assert states[State.UNCERTAIN] >= 1
    assert states[State.ACCEPTED] + states[State.UNCERTAIN] == audience
    assert not _mailed_twice(stage)


def test_health_names_each_part_that_is_not_alive(stage: Stage, samira, browse):
    client = browse(None)
    stage.start("worker", "dispatcher", "beat")
    dead = client.get("/healthz").json()["parts"]
    assert dead["database"]
    stage.until(lambda: all(client.get("/healthz").json()["parts"][part] for part in
                            ("worker-transactional", "worker-bulk", "dispatcher", "beat")))  # fmt: skip
