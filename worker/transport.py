"""A way out, shared by all processes: how fast mail may leave, and what its answers mean for all."""

from __future__ import annotations

from dataclasses import dataclass

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from backend.outbox import pauses, reopening
from backend.outbox.models import Attempt, Delivery, Pause, Priority, Transport
from backend.outbox.pauses import EVERYWHERE, Reply
from backend.outbox.states import State
from worker.channels.base import Refusal

log = structlog.get_logger()
# This part of the bucket is kept for sign-in and other mail that somebody waits for.
RESERVE = 1 / 3
# So often in a row an unknown permanent reply is the recipient's; then it was the service's.
ALIKE = 3


@dataclass(frozen=True)
class Gate:
    """Whether messages may leave: all of them, one to probe with, or none."""

    limit: int
    probed: Pause | None = None


def gate(name: str, most: int) -> Gate:
    """How many may be claimed now, at most `most`."""
    resting = pauses.resting(channel=name)
    if resting is None:
        return Gate(most)
    return Gate(1, resting) if pauses.probe_take(resting) else Gate(0)


@transaction.atomic
def failed(name: str, refusal: Refusal) -> None:
    """The way out as a whole failed.

    What the server said is believed at once; a line that broke only after some in a row.
    """
    row, _fresh = Transport.objects.select_for_update().get_or_create(name=name)
    row.failures += 1
    row.last_error = f"{refusal.phase} {refusal.code} {refusal.words}".strip()[:300]
    row.save(update_fields=["failures", "last_error"])
    log.warning(
        "way out failed", channel=name, phase=refusal.phase, code=refusal.code,
        words=refusal.words, failures=row.failures,
    )  # fmt: skip
    if refusal.code or row.failures >= settings.TRANSPORT_FAILURES:
        pauses.pause(channel=name, domain=EVERYWHERE, reply=reply_of(refusal))


def reply_of(refusal: Refusal) -> Reply:
    """What a pause remembers of a refusal."""
    return Reply(refusal.phase, refusal.code, refusal.words)


def works(name: str) -> None:
    """It took a message: failures are forgotten, and what rested as a whole goes on."""
    pauses.end(channel=name, domain=EVERYWHERE)
    Transport.objects.filter(name=name).exclude(failures=0).update(failures=0, last_error="")


@transaction.atomic
def alike(name: str, delivery: Delivery, refusal: Refusal) -> list[int]:
    """Note an unknown permanent reply; the rows that it ended, once it is the service's after all.

    That is when it came for three recipients in a row, with none accepted between. Call it after
    the outcomes before it were written.
    """
    row, _fresh = Transport.objects.select_for_update().get_or_create(name=name)
    accepted = Attempt.objects.filter(pk__gt=row.alike_after, outcome=State.ACCEPTED)
    if row.alike_to != refusal.likeness or accepted.exists():
        last = Attempt.objects.order_by("-pk").values_list("pk", flat=True).first()
        row.alike_to, row.alike, row.alike_after = refusal.likeness, [], last or 0
    who = delivery.membership_id or -(delivery.person_id or 0)
    if who not in [known for _pk, known in row.alike]:
        row.alike = [*row.alike, [delivery.pk, who]]
    ended = [pk for pk, _who in row.alike] if len(row.alike) >= ALIKE else []
    row.save(update_fields=["alike_to", "alike", "alike_after"])
    return ended


@transaction.atomic
def blame_service(name: str, ended: list[int], domains: set[str], refusal: Refusal) -> None:
    """The unknown reply was the service's: rest these domains, open the rows that it ended again."""
    reopening.reopen_alike(ended)
    for domain in sorted(domains):
        pauses.pause(channel=name, domain=domain, reply=reply_of(refusal))
    Transport.objects.filter(name=name).update(alike_to="", alike=[])


def capacity(per_minute: int) -> int:
    """How many may leave at once; small, so that no minute ever sees more than `per_minute`."""
    return max(1, per_minute // 6)


def rate(per_minute: int) -> float:
    """How many tokens come a second: what is left of the minute beside a full bucket."""
    return max(per_minute - capacity(per_minute), per_minute / 2) / 60


@transaction.atomic
def take(name: str, wanted: int, priority: Priority) -> int:
    """How many messages may go now, at most `wanted`. Bulk leaves a reserve for who waits."""
    per_minute = settings.MAIL_PER_MINUTE
    if not per_minute:
        return wanted
    now = timezone.now()
    row, fresh = Transport.objects.select_for_update().get_or_create(name=name)
    most = capacity(per_minute)
    since = max(0.0, (now - row.refilled_at).total_seconds())
    full = float(most) if fresh else min(most, row.tokens + since * rate(per_minute))
    reserve = 0 if priority == Priority.TRANSACTIONAL or most == 1 else max(1, int(most * RESERVE))
    given = max(0, min(wanted, int(full) - reserve))
    row.tokens = full - given
    row.refilled_at = now
    row.save(update_fields=["tokens", "refilled_at"])
    return given


def give_back(name: str, number: int) -> None:
    """Return what was taken and not used."""
    if number and settings.MAIL_PER_MINUTE:
        Transport.objects.filter(name=name).update(tokens=F("tokens") + number)
