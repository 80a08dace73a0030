"""Reading the outbox and the preferences."""

from __future__ import annotations

import hashlib
import hmac
from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from backend.notifications import crypto, pauses
from backend.notifications.models import (
    Delivery,
    Fanout,
    Pause,
    Preference,
    Suppression,
    Transport,
)
from backend.organisations.models import Membership, Organisation, Person
from backend.organisations.selectors import FEWEST
from backend.text.addresses import in_ascii
from backend.text.problems import Refused

# It goes to the address that the account had; it stands in its secret as `to`.
ELSEWHERE = frozenset({"account_notice", "address_code", "address_notice"})


def preference_of(*, membership: Membership) -> Preference:
    """What somebody chose, or what holds for who chose nothing (then it is not saved)."""
    found = Preference.objects.filter(membership=membership).first()
    return found or Preference(organisation=membership.organisation, membership=membership)


def wants_help_mail(*, membership: Membership) -> bool:
    """Whether somebody wants mail of who is stuck and who helps; who chose nothing does."""
    return not Preference.objects.filter(membership=membership, help_mail=False).exists()


@dataclass(frozen=True)
class Progress:
    """How far an announcement is: numbers of messages, and when the rest will be out."""

    total: int
    accepted: int
    failed: int
    uncertain: int
    cancelled: int
    finished: bool
    expected_end: datetime | None

    @property
    def settled(self) -> int:
        """How many have a known outcome."""
        return self.accepted + self.failed + self.uncertain + self.cancelled

    @property
    def quarters(self) -> int:
        """How far it is, in whole quarters; all four only when every outcome is known."""
        if not self.total:
            return 4 if self.finished else 0
        return min(4 if self.finished else 3, 4 * self.settled // self.total)

    @property
    def waiting(self) -> int:
        """How many are still to go."""
        return max(0, self.total - self.settled)


def progress(*, fanout: Fanout) -> Progress:
    """From the counters, not by counting the outbox."""
    settled = fanout.accepted + fanout.failed + fanout.uncertain + fanout.cancelled
    waiting = max(0, fanout.queued - settled)
    written = fanout.finished_at is not None
    return Progress(
        total=fanout.queued,
        accepted=fanout.accepted,
        failed=fanout.failed,
        uncertain=fanout.uncertain,
        cancelled=fanout.cancelled,
        finished=written and waiting == 0,
        expected_end=_expected_end(waiting),
    )


def stopped(*, fanout: Fanout) -> bool:
    """Whether an administrator cancelled mails of it, with many of those it was for: of fewer than
    `FEWEST` it would tell who of them wants mail."""
    cancelled = Delivery.objects.filter(fanout=fanout, cancelled_by__isnull=False)
    return cancelled[:FEWEST].count() >= FEWEST


def _expected_end(waiting: int) -> datetime | None:
    if not waiting:
        return None
    # While the mail server refuses, nobody knows when it will be done.
    if pauses.resting(channel="email"):
        return None
    per_minute = settings.MAIL_PER_MINUTE or 1200
    return timezone.now() + timedelta(minutes=waiting / per_minute)


@dataclass(frozen=True)
class WayOut:
    """How the way out stands, for pages, alarms and figures: no address stands in it.

    `domains`: how many receiving domains rest by themselves.
    """

    paused: bool
    since: datetime | None = None
    until: datetime | None = None
    phase: str = ""
    code: str = ""
    words: str = ""
    failures: int = 0
    domains: int = 0


def is_held(*, organisation: Organisation) -> bool:
    """Whether an administrator holds all mail of this organisation."""
    return Pause.objects.filter(organisation=organisation).exists()


def way_out(*, channel: str = "email") -> WayOut:
    """How the way out stands now. Three small queries."""
    resting = pauses.resting(channel=channel)
    row = Transport.objects.filter(name=channel).first()
    failures = row.failures if row else 0
    domains = len(pauses.domains_resting(channel=channel))
    if resting is None:
        return WayOut(False, failures=failures, domains=domains)
    return WayOut(
        True, resting.since, resting.until, resting.phase, resting.code, resting.words, failures,
        domains,
    )  # fmt: skip


def may_leave_for(*, address: str, channel: str = "email") -> bool:
    """Whether mail to this address can leave now. It says nothing of who has the address."""
    with suppress(Refused):
        address = in_ascii(address.strip())
    domain = address.rpartition("@")[2].casefold()
    names = [pauses.EVERYWHERE, domain] if domain else [pauses.EVERYWHERE]
    return not any(pauses.resting(channel=channel, domain=name) for name in names)


def address_hash(address: str) -> str:
    """How a suppressed address is kept: keyed, so that it cannot be guessed back."""
    key = settings.ENCRYPTION_KEYS[0].encode()
    return hmac.new(key, address.strip().lower().encode(), hashlib.sha256).hexdigest()


def recipient(delivery: Delivery) -> Person:
    """Who gets it."""
    found: Person = delivery.membership.person if delivery.membership_id else delivery.person
    return found


def address_of(delivery: Delivery) -> str:
    """Where it goes: the recipient's own address, or the one that an account's mail is about."""
    if delivery.message in ELSEWHERE and delivery.secret:
        return str(crypto.decrypt(delivery.secret)["to"])
    return str(recipient(delivery).email)


def suppressed(deliveries: Sequence[Delivery]) -> set[int]:
    """Those of these whose address must not be written to any more, in one query."""
    hashes: dict[tuple[int, str, str], set[int]] = defaultdict(set)
    for d in deliveries:
        if d.organisation_id:
            hashes[d.organisation_id, d.channel, address_hash(address_of(d))].add(d.pk)
    found = Suppression.objects.filter(
        organisation__in={key[0] for key in hashes}, address_hash__in=[key[2] for key in hashes]
    ).values_list("organisation_id", "channel", "address_hash")
    return {pk for key in found if key in hashes for pk in hashes[key]}


def recipient_language(delivery: Delivery) -> str:
    """The language of whoever gets it."""
    fallback = delivery.organisation.language if delivery.organisation_id else "nl"
    return str(recipient(delivery).language or fallback)
