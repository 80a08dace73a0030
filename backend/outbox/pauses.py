"""A way out that rests: as a whole, for one receiving domain, or one organisation's mail by hand.

What the service refused is the service's: rows wait, untried. A pause grows at each refusal, is
probed with one message, and ends by itself as soon as that message is taken.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from backend.outbox.models import Delivery, Pause
from backend.outbox.states import WAITING

log = structlog.get_logger()
LONGEST_PAUSE_SECONDS = 300.0
# Who took the probe and ended keeps the others from it no longer than a lease.
_SOON = timedelta(seconds=2)
EVERYWHERE = ""


@dataclass(frozen=True)
class Reply:
    """What the service said: where in the talk, its number, and its words without addresses."""

    phase: str = ""
    code: str = ""
    words: str = ""


@transaction.atomic
def pause(*, channel: str, domain: str, reply: Reply) -> Pause:
    """Rest the way out (`EVERYWHERE`) or a receiving domain, longer at each refusal in a row."""
    row, fresh = Pause.objects.select_for_update().get_or_create(
        channel=channel,
        domain=domain,
        organisation=None,
        defaults={"until": timezone.now(), "tries": 0},
    )
    now = timezone.now()
    # Of several that were in hand when it was refused, the first made it longer.
    if fresh or row.until is None or row.until <= now:
        seconds = settings.TRANSPORT_PAUSE_SECONDS * 2 ** min(row.tries, 12)
        row.until = now + timedelta(seconds=min(LONGEST_PAUSE_SECONDS, seconds))
        row.tries += 1
    row.probing_until = None
    row.phase, row.code, row.words = reply.phase, reply.code[:20], reply.words[:300]
    row.save()
    if not fresh and domain:
        _held(domain).update(not_before=row.until)
    # No addresses: the words are masked, and a domain says nothing of a person.
    log.warning(
        "way out paused", channel=channel, domain=domain, phase=reply.phase, code=reply.code,
        words=reply.words, tries=row.tries, until=row.until.isoformat() if row.until else "",
    )  # fmt: skip
    return row


def resting(*, channel: str, domain: str = EVERYWHERE) -> Pause | None:
    """The pause of the whole way out, or of a domain; None where there is none."""
    return Pause.objects.filter(channel=channel, domain=domain, organisation=None).first()


def domains_resting(*, channel: str) -> dict[str, Pause]:
    """The receiving domains that rest."""
    found = Pause.objects.filter(channel=channel, organisation=None).exclude(domain=EVERYWHERE)
    return {pause.domain: pause for pause in found}


def probe_take(found: Pause) -> bool:
    """Whether it is up to this sender to try one message: the pause is over, and nobody else does."""
    now = timezone.now()
    free = Q(probing_until=None) | Q(probing_until__lte=now)
    lease = timedelta(seconds=float(settings.DELIVERY_LEASE_SECONDS))
    taken = Pause.objects.filter(free, pk=found.pk, until__lte=now).update(
        probing_until=now + lease
    )
    return bool(taken)


def probe_give_back(found: Pause) -> None:
    """Nothing was tried after all: somebody else may."""
    Pause.objects.filter(pk=found.pk).update(probing_until=None)


def not_before(found: Pause) -> datetime:
    """When a row that waits for this pause is looked at again."""
    soon = timezone.now() + _SOON
    return max(found.until or soon, soon)


@transaction.atomic
def end(*, channel: str, domain: str) -> bool:
    """It was taken: what waited for it may leave now. False when nothing rested."""
    ended, _by_model = Pause.objects.filter(
        channel=channel, domain=domain, organisation=None
    ).delete()
    if ended:
        if domain:
            _held(domain).update(not_before=timezone.now(), held_for="")
        log.info("way out works", channel=channel, domain=domain)
    return bool(ended)


def tidy() -> int:
    """Forget pauses of domains for which nothing waits any more."""
    old = timezone.now() - timedelta(hours=1)
    found = Pause.objects.filter(organisation=None, until__lt=old).exclude(domain=EVERYWHERE)
    idle = [pause.pk for pause in found if not _held(pause.domain).exists()]
    return Pause.objects.filter(pk__in=idle).delete()[0]


def _held(domain: str) -> QuerySet[Delivery]:
    return Delivery.objects.filter(held_for=domain, state__in=WAITING)
