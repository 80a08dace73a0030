"""How the way out stands, for pages, alarms and figures."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from backend.organisations.models import Organisation
from backend.outbox import pauses
from backend.outbox.models import Pause, Transport
from backend.text.addresses import in_ascii
from backend.text.problems import Refused


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
