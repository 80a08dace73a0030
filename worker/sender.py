"""Sending what is due: claim, mark one row, hand it over, and write the outcome with the next mark."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import timedelta

import structlog
from django.conf import settings
from django.utils import timezone

from backend.notifications import messages, outbox, selectors
from backend.notifications.faults import named
from backend.notifications.models import Delivery, Priority
from backend.notifications.outbox import Outcome
from backend.notifications.states import State
from worker import transport
from worker.channels import registry
from worker.channels.base import Answer, Channel, ChannelDown

log = structlog.get_logger()
BATCH = 20
SECONDS = 60.0
_CHANNEL = "email"


def send_due(*, priority: Priority) -> int:
    """Send until nothing is due, the way out fails, or a minute has passed; how many were tried."""
    ends = time.monotonic() + SECONDS
    tried = 0
    while time.monotonic() < ends and not transport.paused(_CHANNEL):
        allowed = transport.take(_CHANNEL, BATCH, priority)
        if not allowed:
            break
        claimed = outbox.claim(priority=priority, limit=allowed)
        sent = _Batch(registry.find(_CHANNEL), claimed, ends).send() if claimed else 0
        transport.give_back(_CHANNEL, allowed - sent)
        tried += sent
        if not claimed:
            break
    return tried


class _Batch:
    """One claim on its way out.

    An outcome waits for the next mark, with which it is committed: one commit for each message.
    Whatever ends the batch, its outcomes are written and the rows not tried are given back.
    """

    def __init__(self, channel: Channel, deliveries: Sequence[Delivery], ends: float) -> None:
        self._channel = channel
        self._waiting = list(deliveries)
        self._ends = ends
        self._suppressed = selectors.suppressed(deliveries)
        self._unwritten: list[Outcome] = []
        self._written: list[Outcome] = []
        self._sent = 0
        self._works = False

    def send(self) -> int:
        """Go through the claim; the number that was handed to the wire."""
        later = None
        try:
            while self._waiting and time.monotonic() < self._ends:
                if not self._one(self._waiting[0]):
                    break
                self._waiting.pop(0)
        except ChannelDown as down:
            transport.failed(self._channel.name, str(down))
            later = timezone.now() + timedelta(seconds=settings.TRANSPORT_PAUSE_SECONDS / 2)
        finally:
            self._note(outbox.settle(outcomes=self._unwritten))
            outbox.count(self._written)
            outbox.release(deliveries=self._waiting, not_before=later)
        return self._sent

    def _one(self, delivery: Delivery) -> bool:
        """One delivery to its end; False when the way out failed, so that the rest had better wait."""
        self._channel.open()  # may take long: what follows is read after it
        unsent = self._not_to_send(delivery)
        if unsent is not None:
            self._unwritten.append(unsent)
            return True
        content = self._prepared(delivery)
        if content is None:
            return True
        marked, ended = outbox.mark_sending(
            delivery=delivery, message_id=_message_id(delivery), outcomes=self._unwritten
        )
        self._note(ended)
        if not marked:
            self._unwritten.append(_ended(delivery, State.CANCELLED))
            return True
        answer = self._channel.send(delivery, content)
        self._sent += 1
        self._unwritten.append(_outcome(delivery, answer))
        return self._weigh(answer)

    def _prepared(self, delivery: Delivery) -> bytes | None:
        """The message; None for one that can't be made, whose error is named without its content."""
        try:
            return self._channel.prepare(delivery, _message_id(delivery))
        except Exception as error:
            # No traceback: it may quote an address or a code.
            log.error("message failed", delivery_id=delivery.pk, **named(error))
            self._unwritten.append(outbox.again(delivery, error=type(error).__name__))
            return None

    def _weigh(self, answer: Answer) -> bool:
        if answer.way_out:
            transport.failed(self._channel.name, answer.code or answer.error)
            self._waiting.pop(0)
            return False
        if not self._works:
            transport.works(self._channel.name)
            self._works = True
        return True

    def _not_to_send(self, delivery: Delivery) -> Outcome | None:
        """Read again at send time: too late, suppressed, not wanted, done, snoozed or left."""
        kind = messages.find(delivery.message)
        if delivery.expires_at and delivery.expires_at < timezone.now():
            return _ended(delivery, State.EXPIRED)
        if delivery.pk in self._suppressed:
            return _ended(delivery, State.SUPPRESSED)
        if not kind.still_due(delivery):
            return _ended(delivery, State.CANCELLED)
        later = kind.not_before(delivery)
        if later is not None:
            return Outcome(
                delivery.pk, delivery.lease_token, State.PENDING, not_before=later,
                attempts=delivery.attempts,
            )  # fmt: skip
        return None

    def _note(self, ended: Sequence[int]) -> None:
        """Keep for the counters what was truly written; a row taken back meanwhile is not ours."""
        done = set(ended)
        self._written += [outcome for outcome in self._unwritten if outcome.delivery_id in done]
        self._unwritten = []


def _message_id(delivery: Delivery) -> str:
    host = settings.PUBLIC_URL.split("//", 1)[-1].split("/")[0].split(":")[0]
    return f"<{delivery.uid}@{host}>"


def _ended(delivery: Delivery, state: State) -> Outcome:
    return Outcome(delivery.pk, delivery.lease_token, state, fanout_id=delivery.fanout_id)


def _outcome(delivery: Delivery, answer: Answer) -> Outcome:
    if answer.state == State.RETRY:
        return outbox.again(delivery, code=answer.code, error=answer.error)
    return Outcome(
        delivery.pk, delivery.lease_token, answer.state, answer.code, answer.error,
        delivery.fanout_id,
    )  # fmt: skip
