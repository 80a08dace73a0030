"""Sending what is due: claim, mark one row, hand it over, and write the outcome with the next mark."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import timedelta

import structlog
from django.conf import settings
from django.utils import timezone

from backend.messaging import messages
from backend.outbox import addressing, claims, errors, fanout, outcomes, pauses, settling
from backend.outbox.models import Delivery, Fanout, Pause, Priority
from backend.outbox.outcomes import Outcome
from backend.outbox.states import State
from worker import transport
from worker.channels import registry
from worker.channels.base import Answer, Channel, ChannelDown, Fault, Refusal

log = structlog.get_logger()
BATCH = 20
SECONDS = 60.0
_CHANNEL = "email"


def send_due(*, priority: Priority) -> int:
    """Send until nothing is due, the way out rests, or a minute has passed; how many were tried."""
    ends = time.monotonic() + SECONDS
    tried = 0
    while time.monotonic() < ends:
        gate = transport.gate(_CHANNEL, BATCH)
        allowed = transport.take(_CHANNEL, gate.limit, priority) if gate.limit else 0
        claimed = claims.claim(priority=priority, limit=allowed) if allowed else []
        sent = _Batch(registry.find(_CHANNEL), claimed, ends).send() if claimed else 0
        transport.give_back(_CHANNEL, allowed - sent)
        tried += sent
        if gate.probed and not sent:
            pauses.probe_give_back(gate.probed)
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
        self._suppressed = addressing.suppressed(deliveries)
        self._resting = pauses.domains_resting(channel=channel.name)
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
            transport.failed(self._channel.name, down.refusal)
            later = timezone.now() + timedelta(seconds=settings.TRANSPORT_PAUSE_SECONDS / 2)
        finally:
            self._write()
            settling.count(self._written)
            claims.release(deliveries=self._waiting, not_before=later)
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
        held, probing = self._rests(delivery)
        if held is not None:
            self._unwritten.append(held)
            return True
        marked, ended = settling.mark_sending(
            delivery=delivery, message_id=_message_id(delivery), outcomes=self._unwritten,
            language=addressing.recipient_language(delivery),
        )  # fmt: skip
        self._note(ended)
        if not marked:
            self._unwritten.append(_unmarked(delivery))
            if probing:
                pauses.probe_give_back(probing)
            return True
        answer = self._channel.send(delivery, content)
        self._sent += 1
        return self._weigh(delivery, answer, probing)

    def _prepared(self, delivery: Delivery) -> bytes | None:
        """The message; None for one that can't be made, whose error is named without its content."""
        try:
            return self._channel.prepare(delivery, _message_id(delivery))
        except Exception as error:
            errors.let_pass(error)
            # No traceback: it may quote an address or a code.
            log.error("message failed", delivery_id=delivery.pk, **errors.log_safe(error))
            where = f"{type(error).__name__} {errors.place(error)}".strip()
            self._unwritten.append(outcomes.unmade(delivery, error=where))
            return None

    def _rests(self, delivery: Delivery) -> tuple[Outcome | None, Pause | None]:
        """Its outcome where its domain rests; else the pause that it is the probe of, if any."""
        pause = self._resting.get(self._channel.domain(delivery))
        if pause is None:
            return None, None
        if pauses.probe_take(pause):
            return None, pause
        until = pauses.not_before(pause)
        return outcomes.held(delivery, domain=pause.domain, until=until, untried=False), None

    def _weigh(self, delivery: Delivery, answer: Answer, probing: Pause | None) -> bool:
        """What the answer means for this row, for its domain and for the way out."""
        refusal = answer.refusal
        if refusal is None or refusal.fault != Fault.SERVICE:
            self._unwritten.append(_outcome(delivery, answer))
            self._taken(probing)
            if refusal is not None and refusal.fault == Fault.MESSAGE:
                self._refuse_content(delivery, refusal)
            if refusal is not None and not refusal.known:
                self._weigh_unknown(delivery, refusal)
            return True
        if not refusal.everywhere:
            self._rest_domain(delivery, refusal)
            return True
        self._unwritten.append(_waits(delivery, answer, refusal))
        transport.failed(self._channel.name, refusal)
        if probing:
            pauses.probe_give_back(probing)
        self._waiting.pop(0)
        return False

    def _taken(self, probing: Pause | None) -> None:
        """The way out works, whatever it said of this one; and so does the domain that was probed."""
        if not self._works:
            transport.works(self._channel.name)
            self._works = True
        if probing:
            self._write()
            pauses.end(channel=self._channel.name, domain=probing.domain)
            self._resting.pop(probing.domain, None)

    def _rest_domain(self, delivery: Delivery, refusal: Refusal) -> None:
        if not self._works:  # the way out itself answers
            transport.works(self._channel.name)
            self._works = True
        pause = pauses.pause(
            channel=self._channel.name, domain=refusal.domain, reply=transport.reply_of(refusal)
        )
        self._resting[pause.domain] = pause
        self._unwritten.append(
            outcomes.held(
                delivery, domain=pause.domain, until=pause.until, untried=True,
                code=refusal.code, error=refusal.words,
            )
        )  # fmt: skip

    def _refuse_content(self, delivery: Delivery, refusal: Refusal) -> None:
        """What is the same for all is tried on nobody else, in this language."""
        if delivery.fanout_id and messages.find(delivery.message).shared:
            fanout.content_refuse(
                fanout_id=delivery.fanout_id,
                language=addressing.recipient_language(delivery),
                why=f"{refusal.code} {refusal.words}",
            )

    def _weigh_unknown(self, delivery: Delivery, refusal: Refusal) -> None:
        self._write()  # what was accepted before it counts
        ended = transport.alike(self._channel.name, delivery, refusal)
        if ended:
            rows = Delivery.objects.filter(pk__in=ended).select_related(
                "organisation", "membership__person", "person"
            )
            domains = {self._channel.domain(row) for row in rows}
            settling.count(self._written)
            self._written = []
            transport.blame_service(self._channel.name, ended, domains, refusal)
            self._resting = pauses.domains_resting(channel=self._channel.name)

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

    def _write(self) -> None:
        self._note(settling.settle(outcomes=self._unwritten))

    def _note(self, ended: Sequence[int]) -> None:
        """Keep for the counters what was truly written; a row taken back meanwhile is not ours."""
        done = set(ended)
        self._written += [outcome for outcome in self._unwritten if outcome.delivery_id in done]
        self._unwritten = []


def _message_id(delivery: Delivery) -> str:
    host = settings.PUBLIC_URL.split("//", 1)[-1].split("/")[0].split(":")[0]
    return f"<{delivery.uid}@{host}>"


def _ended(delivery: Delivery, state: State) -> Outcome:
    return Outcome(
        delivery.pk, delivery.lease_token, state, delivery.last_code, delivery.last_error,
        delivery.fanout_id, fault=delivery.fault,
    )  # fmt: skip


def _unmarked(delivery: Delivery) -> Outcome:
    """Called back, or its content refused meanwhile; of a row that is not ours any more, nothing."""
    found = Fanout._base_manager.filter(pk=delivery.fanout_id or 0).first()
    why = found.refused.get(addressing.recipient_language(delivery)) if found else None
    if found is None or found.called_back_at or why is None:
        return _ended(delivery, State.CANCELLED)
    code, _space, words = why.partition(" ")
    return Outcome(
        delivery.pk, delivery.lease_token, State.DEAD, code, words, delivery.fanout_id,
        fault=Fault.MESSAGE,
    )  # fmt: skip


def _waits(delivery: Delivery, answer: Answer, refusal: Refusal) -> Outcome:
    """The way out as a whole: with its answer the row waits untried, after silence it is tried again.

    A message that may have been taken stays uncertain. It goes behind the others that wait: what is
    said of this one alone must not be what every probe meets.
    """
    if answer.state != State.PENDING:
        return _outcome(delivery, answer)
    return outcomes.held(
        delivery,
        domain="",
        until=timezone.now(),
        untried=True,
        code=refusal.code,
        error=refusal.words,
    )


def _outcome(delivery: Delivery, answer: Answer) -> Outcome:
    fault = answer.refusal.fault if answer.refusal else ""
    if answer.state == State.RETRY:
        return outcomes.again(delivery, code=answer.code, error=answer.error, fault=fault)
    return Outcome(
        delivery.pk, delivery.lease_token, answer.state, answer.code, answer.error,
        delivery.fanout_id, fault=fault,
    )  # fmt: skip
