"""The promise of delivery, held against real processes that are killed, frozen and refused.

After each fault: rows equal the audience, nobody is mailed twice, and running again changes nothing.
What each test was seen to catch stands in docs/delivery.md.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from backend.messaging import services
from backend.messaging.models import SuccessMail
from backend.organisations.models import MembershipState
from backend.outbox.models import Attempt, Delivery, Fanout, Pause
from backend.outbox.states import IN_HAND, SETTLED, WAITING, State
from tests.acting import by
from tests.faults.stage import Stage

MANY = 120


def _states() -> Counter[str]:
    return Counter(Delivery.objects.values_list("state", flat=True))


def _all_settled(number: int) -> bool:
    found = list(Delivery.objects.values_list("state", flat=True))
    return len(found) == number and all(State(state) in SETTLED for state in found)


def _retries_are_due() -> bool:
    """Nobody waits here for the half minute after which a try is repeated."""
    Delivery.objects.filter(state=State.RETRY).update(not_before=timezone.now())
    return True


def _mailed_twice(stage: Stage) -> list[str]:
    counted = Counter(receipt.recipient for receipt in stage.sink.received)
    return [address for address, times in counted.items() if times > 1]


def _nothing_is_left_in_hand() -> bool:
    return not Delivery.objects.filter(state__in=IN_HAND, lease_until__lt=timezone.now()).exists()


def _in_hand() -> dict[int, UUID | None]:
    """The rows that are claimed and not yet on the wire, with the lease of who claimed them."""
    return dict(Delivery.objects.filter(state=State.LEASED).values_list("pk", "lease_token"))


def _taken_by_another(before: dict[int, UUID | None]) -> set[int]:
    return {pk for pk, token in _in_hand().items() if pk in before and token != before[pk]}


@contextmanager
def _slow_to_write() -> Iterator[None]:
    """Every page of deliveries takes a while to write, so that a kill comes in the middle of one."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION slowly() RETURNS trigger LANGUAGE plpgsql AS"
            " 'BEGIN PERFORM pg_sleep(0.3); RETURN NULL; END'"
        )
        cursor.execute(
            "CREATE TRIGGER slowly AFTER INSERT ON outbox_delivery"
            " FOR EACH STATEMENT EXECUTE FUNCTION slowly()"
        )
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP FUNCTION slowly CASCADE")


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


@pytest.mark.long
def test_a_worker_that_wakes_after_its_lease_ran_out_does_not_send_what_another_has_in_hand(
    stage: Stage, audience, announce
):
    stage.sink.drip_seconds = 0.05
    stage.start("worker", "dispatcher", "beat")
    announce()
    stage.sink.wait_for(5)
    stage.freeze("worker")
    asleep = _in_hand()
    assert len(asleep) > 10
    stage.start("second-worker")
    stage.until(lambda: len(_taken_by_another(asleep)) > 10)
    stage.thaw("worker")
    stage.until(lambda: _all_settled(audience))
    states = _states()
    assert states[State.ACCEPTED] + states[State.UNCERTAIN] == audience
    # One worker fell asleep: what its two children had on the wire, and no more.
    assert states[State.UNCERTAIN] <= 2
    assert not _mailed_twice(stage)
    assert _nothing_is_left_in_hand()


@pytest.mark.long
def test_a_dispatcher_killed_while_it_writes_and_a_second_one_beside_it_write_every_row_once(
    stage: Stage, audience, announce
):
    stage.told = {"FANOUT_PAGE": "10"}
    stage.start("dispatcher", "second-dispatcher")
    for name in ("dispatcher", "second-dispatcher"):
        stage.until(lambda name=name: "dispatcher started" in stage.log(name))
    with _slow_to_write():
        announce()
        # Both are at work: while one writes a page, the other waits for it.
        for wanted, name in ((20, "dispatcher"), (60, "second-dispatcher")):
            stage.until(lambda wanted=wanted: Delivery.objects.count() >= wanted)
            stage.kill(name)
            stage.start(name)
        stage.until(lambda: Fanout.objects.filter(finished_at__isnull=False).exists())
    assert Delivery.objects.count() == Fanout.objects.get().queued == audience
    stage.start("worker")
    stage.until(lambda: _all_settled(audience))
    assert _states() == {State.ACCEPTED: audience}
    assert not _mailed_twice(stage)


@pytest.mark.long
@pytest.mark.parametrize("left", ["dispatcher", "beat"])
def test_an_emptied_broker_is_caught_up_with_by_either_that_is_left(
    stage: Stage, audience, announce, left
):
    import redis

    stage.sink.drip_seconds = 0.01
    announce()
    stage.start("dispatcher", "worker")
    stage.until(lambda: Fanout.objects.filter(queued=audience).exists())
    stage.sink.wait_for(5)
    # Whoever had tasks in hand is gone, and the broker knows of none.
    stage.kill("worker")
    stage.kill("dispatcher")
    redis.Redis.from_url(stage.valkey.url).flushall()
    assert not _all_settled(audience)
    # Taking back what the worker held is beat's; that is not what is tried here.
    Delivery.objects.filter(state=State.LEASED).update(state=State.PENDING, lease_token=None)
    Delivery.objects.filter(state=State.SENDING).update(state=State.UNCERTAIN, lease_token=None)
    stage.start("worker", left)
    stage.until(lambda: _all_settled(audience))
    states = _states()
    assert states[State.ACCEPTED] + states[State.UNCERTAIN] == audience
    assert states[State.UNCERTAIN] <= 2
    assert not _mailed_twice(stage)


@pytest.mark.long
def test_a_frozen_broker_stops_neither_the_pages_nor_what_comes_after(
    stage: Stage, audience, announce, samira, browse
):
    stage.start("worker", "dispatcher", "beat")
    client = browse(samira)
    page = reverse("pages:my_steps", args=[samira.organisation.slug])
    assert client.get(page).status_code == 200
    stage.freeze("broker")
    began = time.monotonic()
    assert client.get(page).status_code == 200
    # Signing in counts its tries in the cache, which lies in the same server.
    signing_in = {"login": samira.person.email, "password": "een ander wachtwoord"}
    assert Client().post(reverse("account_login"), signing_in).status_code == 200
    assert client.get("/healthz").json()["parts"]["broker"] is False
    announce()
    assert time.monotonic() - began < 4.0
    stage.until(lambda: Delivery.objects.count() == audience)
    # By now the dispatcher wants to tell the broker; that must not keep it from the next one.
    announce()
    stage.until(lambda: Delivery.objects.count() == 2 * audience, 4)
    stage.thaw("broker")
    stage.until(lambda: _all_settled(2 * audience), 60)
    assert _states() == {State.ACCEPTED: 2 * audience}
    assert len(stage.sink.received) == 2 * audience


@pytest.mark.long
def test_one_refused_address_ends_there_and_the_others_arrive(stage: Stage, audience, announce):
    stage.sink.refused = {"collega7@deplas.example": "550 5.1.1 No such mailbox"}
    stage.start("worker", "dispatcher")
    announce()
    stage.until(lambda: _all_settled(audience))
    assert _states() == {State.ACCEPTED: audience - 1, State.BOUNCED: 1}
    assert Delivery.objects.get(state=State.BOUNCED).last_code == "550"
    # Nobody after it on the same connection had to be tried again.
    assert Attempt.objects.count() == audience


@pytest.mark.long
def test_a_server_that_refuses_everybody_is_left_alone_for_a_while_and_tried_until_it_takes_them(
    stage: Stage, audience, announce
):
    stage.sink.answer_to_sender = "421 4.3.2 Closing"
    stage.start("worker", "dispatcher", "beat")
    announce()
    stage.until(lambda: Pause.objects.filter(domain="", phase="MAIL", code="421").exists())
    assert not stage.sink.received
    # One try a pause, each longer than the one before: not a try for each message. None is counted.
    stage.stays(lambda: stage.sink.connections <= 16, 3)
    assert not Attempt.objects.exists()
    stage.sink.answer_to_recipient = "450 4.2.0 Greylisted, try again in 300 seconds"
    stage.sink.answer_to_sender = None
    stage.until(lambda: Delivery.objects.filter(state=State.RETRY, last_code="450").exists(), 60)
    stage.sink.answer_to_recipient = None
    stage.until(lambda: _retries_are_due() and _all_settled(audience), 60)
    assert _states() == {State.ACCEPTED: audience}
    assert not _mailed_twice(stage)


@pytest.mark.long
def test_a_daily_limit_in_the_middle_bounces_nobody_and_ends_by_itself(
    stage: Stage, audience, announce
):
    """39 of 241 had left when the limit was reached: the other 202 bounced within seconds."""
    stage.sink.drip_seconds = 0.02
    stage.start("worker", "dispatcher", "beat")
    announce()
    stage.sink.wait_for(5)
    stage.sink.answer_to_recipient = "550 5.1.90 You've reached your daily limit for recipients"
    stage.until(lambda: Pause.objects.filter(domain="", code="550").exists())
    stage.stays(lambda: set(_states()) <= {State.ACCEPTED, State.UNCERTAIN, *WAITING, *IN_HAND}, 2)
    assert _states()[State.ACCEPTED] < audience
    stage.sink.drip_seconds = 0.0
    stage.sink.answer_to_recipient = None
    stage.until(lambda: _all_settled(audience), 60)
    assert _states() == {State.ACCEPTED: audience}
    assert not _mailed_twice(stage)
    assert not Pause.objects.exists()


@pytest.mark.long
def test_a_server_that_hangs_after_the_message_leaves_it_uncertain_and_is_not_sent_again(
    stage: Stage, audience, announce
):
    stage.sink.hang_after_data = True
    stage.start("worker", "dispatcher", "beat")
    announce()
    stage.until(lambda: Delivery.objects.filter(state=State.UNCERTAIN).exists())
    # The next are answered; who was kept waiting stays so, and has to give up by itself.
    stage.sink.hang_after_data = False
    stage.until(lambda: _all_settled(audience))
    stage.sink.release()
    states = _states()
    assert 1 <= states[State.UNCERTAIN] <= 4
    assert states[State.ACCEPTED] + states[State.UNCERTAIN] == audience
    assert not _mailed_twice(stage)


@pytest.mark.long
def test_who_turns_mail_off_or_leaves_after_the_rows_were_written_is_not_mailed(
    stage: Stage, samira, colleagues, announce
):
    people = colleagues(MANY)
    stage.sink.drip_seconds = 0.02
    stage.start("worker", "dispatcher")
    announce()
    stage.sink.wait_for(5)
    # Also one of the rows that a sender holds already, and is about to come to.
    held = Delivery.objects.filter(state=State.LEASED).latest("pk").membership
    silent, gone = people[-1], people[-2]
    for somebody in {held.pk: held, silent.pk: silent}.values():
        services.preference_change(act=by(somebody), success_mail=SuccessMail.NONE)
    gone.state = MembershipState.LEFT
    gone.save()
    stage.sink.drip_seconds = 0.0
    stage.until(lambda: _all_settled(MANY))
    cancelled = Delivery.objects.filter(state=State.CANCELLED)
    assert set(cancelled.values_list("membership", flat=True)) == {held.pk, silent.pk, gone.pk}
    mailed = {receipt.recipient for receipt in stage.sink.received}
    assert not mailed & {somebody.person.email for somebody in (held, silent, gone)}
    assert len(mailed) == MANY - 3
