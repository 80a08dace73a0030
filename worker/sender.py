"""Sending what is due: claim, mark one row, hand it over, settle, the next."""

from __future__ import annotations

import time
from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from backend.notifications import messages, outbox
from backend.notifications.models import Delivery, Priority
from backend.notifications.outbox import Outcome
from backend.notifications.states import State
from worker import transport
from worker.channels import registry
from worker.channels.base import Channel, ChannelDown

log = structlog.get_logger()
BATCH = 20
SECONDS = 60.0
_CHANNEL = "email"


def send_due(*, priority: Priority) -> int:
    """Send until nothing is due, the way out fails, or a minute has passed; how many were tried."""
    ends = time.monotonic() + SECONDS
    tried = 0
    while time.monotonic() < ends and not transport.paused(_CHANNEL):
        allowed = transport.take(_CHANNEL, BATCH)
        if not allowed:
            break
        batch = outbox.claim(priority=priority, limit=allowed)
        if not batch:
            break
        tried += len(batch)
        if not _send_batch(batch):
            break
    return tried


def _send_batch(batch: list[Delivery]) -> bool:
    """Send one claim; False when the way out failed, and the rest was given back."""
    settled: list[tuple[int | None, State]] = []
    try:
        for place, delivery in enumerate(batch):
            channel = registry.find(delivery.channel)
            try:
                outcome = _send(channel, delivery)
            except ChannelDown as down:
                transport.failed(channel.name, str(down))
                outbox.release(deliveries=batch[place:], not_before=_soon())
                return False
            if outcome is not None:
                settled.append((delivery.fanout_id, outcome.state))
    finally:
        outbox.count(settled)
    return True


def _send(channel: Channel, delivery: Delivery) -> Outcome | None:
    """One delivery; None when it was taken back meanwhile. Raises `ChannelDown` before the wire."""
    unsent = _not_to_send(delivery)
    if unsent is not None:
        return unsent if outbox.settle(outcome=unsent, token=delivery.lease_token) else None
    channel.open()
    host = settings.PUBLIC_URL.split("//", 1)[-1].split("/")[0].split(":")[0]
    message_id = f"<{delivery.uid}@{host}>"
    with transaction.atomic():
        marked = outbox.mark_sending(delivery=delivery, message_id=message_id)
    if not marked:
        return None
    try:
        outcome = channel.send(delivery, message_id)
    except Exception as error:
        # A message that cannot be built was not on the wire; its kind is named, not its content.
        log.exception("message failed", delivery_id=delivery.pk, message=delivery.message)
        outcome = Outcome(
            delivery.pk,
            State.RETRY,
            "",
            type(error).__name__,
            delivery.fanout_id,
            delivery.attempts,
        )
    if outcome.state == State.ACCEPTED:
        transport.works(channel.name)
    elif outcome.code == "421":
        transport.failed(channel.name, "421")
    return outcome if outbox.settle(outcome=outcome, token=delivery.lease_token) else None


def _not_to_send(delivery: Delivery) -> Outcome | None:
    """State is read again at send time: called back, done, snoozed, left or too late."""
    state = None
    if delivery.expires_at and delivery.expires_at < timezone.now():
        state = State.EXPIRED
    elif (delivery.fanout_id and _called_back(delivery)) or not messages.find(
        delivery.message
    ).still_due(delivery):
        state = State.CANCELLED
    return Outcome(delivery.pk, state, fanout_id=delivery.fanout_id) if state else None


def _called_back(delivery: Delivery) -> bool:
    fanout = delivery.fanout
    return bool(fanout and fanout.called_back_at)


def _soon() -> datetime:
    return timezone.now() + timedelta(seconds=settings.TRANSPORT_PAUSE_SECONDS / 2)
