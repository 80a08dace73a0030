"""How the mail of an organisation stands, for the page "Mail": what waits, left, did not arrive, why.

Of mail that people may do without, no number is shown: of two announcements whose audiences differ
by one colleague it would tell whether that one wants mail. There it says how many it was for, and in
words how far it is, and only from `FEWEST` on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Max, Q
from django.utils import timezone
from django_scopes import scope

from backend.messaging import messages
from backend.messaging.lines import LOST, SENT, Line, Reason
from backend.organisations.models import Membership, MembershipState, Organisation
from backend.outbox.models import Delivery, FailedWork, Fanout, Fault, Pause
from backend.outbox.states import IN_HAND, NOT_ARRIVED, WAITING, State
from backend.outbox.ways_out import WayOut, way_out

# So far back the page looks, at so many announcements, and so many reasons a line.
DAYS = 14
ANNOUNCEMENTS = 20
# Whoever it was for: these say nothing of a recipient.
_OF_THE_CONTENT = frozenset({Fault.MESSAGE, Fault.MAKING})


@dataclass(frozen=True)
class Overview:
    """The whole page."""

    way_out: WayOut
    domains: Sequence[Pause]
    on_hold: Pause | None
    lines: Sequence[Line]
    announcements: Sequence[Line]
    works: Sequence[FailedWork]
    waiting: bool

    @property
    def all_well(self) -> bool:
        wrong = any(line.not_arrived for line in (*self.lines, *self.announcements))
        rests = self.way_out.paused or self.way_out.failures or self.domains or self.on_hold
        return not (wrong or rests or any(work.dead_at for work in self.works))


def overview(*, organisation: Organisation) -> Overview:
    """How it stands now, of the last `DAYS` days."""
    since = timezone.now() - timedelta(days=DAYS)
    fanouts = list(
        Fanout.objects.filter(organisation=organisation, event__happened_at__gte=since)
        .filter(called_back_at=None)
        .select_related("event")
        .order_by("-event__happened_at", "-pk")[:ANNOUNCEMENTS]
    )
    announcements = {one.pk: _announcement(one) for one in fanouts}
    kinds = _kinds(organisation)
    _fill(organisation, since, kinds, announcements)
    lines = [line for line in kinds.values() if line.message.chosen or line.at is not None]
    lines.sort(key=lambda line: (not line.not_arrived, not line.waits))
    return Overview(
        way_out=way_out(),
        domains=list(
            Pause.objects.filter(organisation=None).exclude(domain="").order_by("domain")[:10]
        ),
        on_hold=hold_of(organisation=organisation),
        lines=lines,
        announcements=list(announcements.values()),
        works=list(
            FailedWork.objects.filter(organisation=organisation).order_by("-dead_at", "try_after")
        ),
        waiting=any(line.waits for line in (*lines, *announcements.values())),
    )


def hold_of(*, organisation: Organisation) -> Pause | None:
    """What an administrator put on hold: all mail of the organisation; None where nothing is."""
    found = Pause.objects.filter(organisation=organisation)
    return found.select_related("by__person").first()


def wrong(*, organisation: Organisation) -> bool:
    """Whether the page "Mail" has something to tell an administrator; three small queries."""
    dead = FailedWork.objects.filter(organisation=organisation, dead_at__isnull=False)
    rests = Pause.objects.filter(Q(organisation=None) | Q(organisation=organisation))
    return bool(rests.exists() or way_out().failures or dead.exists())


def _kinds(organisation: Organisation) -> dict[str, Line]:
    """A line for every kind; of those that people may do without also when there is none."""
    everybody = Membership.objects.filter(organisation=organisation, state=MembershipState.ACTIVE)
    people = everybody.count()
    return {m.kind: Line(m, people=people) for m in messages.kinds() if m.about is None}


def _announcement(found: Fanout) -> Line:
    message = messages.find(found.message)
    with scope(organisation=found.organisation):
        about = message.about(found) if message.about else None
    return Line(
        message,
        about=about,
        fanout=found.uid,
        at=found.event.happened_at,
        people=about.people if about else 0,
        written=found.finished_at is not None,
    )


def _fill(
    organisation: Organisation,
    since: datetime,
    kinds: dict[str, Line],
    announcements: dict[int, Line],
) -> None:
    rows = Delivery.objects.filter(organisation=organisation).filter(
        Q(fanout=None, created_at__gte=since) | Q(fanout__in=list(announcements))
    )
    counted = rows.values("message", "fanout", "state", "fault").order_by()
    for row in counted.annotate(n=Count("pk"), latest=Max("created_at")):
        line = _line(row, kinds, announcements)
        if line is not None:
            _add(line, row)
    # A reply is short, and its addresses are masked; a thousand different ones are cut off here.
    failing = Q(state__in=WAITING) & ~Q(fault="") | Q(state__in=LOST)
    why = rows.filter(failing).values(
        "message", "fanout", "state", "fault", "last_code", "last_error"
    )
    for reply in why.annotate(n=Count("pk")).order_by("-n")[:200]:
        line = _line(reply, kinds, announcements)
        if line is not None:
            _explain(line, reply)


def _line(
    row: Mapping[str, Any], kinds: dict[str, Line], announcements: dict[int, Line]
) -> Line | None:
    return announcements.get(row["fanout"]) if row["fanout"] else kinds.get(row["message"])


def _add(line: Line, row: Mapping[str, Any]) -> None:
    state, number = State(row["state"]), row["n"]
    line.waiting += number if state in WAITING | IN_HAND else 0
    line.sent += number if state in SENT else 0
    line.lost += number if state in LOST else 0
    line.uncertain += number if state == State.UNCERTAIN else 0
    line.again += number if state in NOT_ARRIVED else 0
    line.of_the_content = line.of_the_content or (
        state in NOT_ARRIVED and row["fault"] in _OF_THE_CONTENT
    )
    if line.fanout is None:
        line.at = max(filter(None, [line.at, row["latest"]]))


def _explain(line: Line, row: Mapping[str, Any]) -> None:
    reply = f"{row['last_code']} {row['last_error']}".strip()
    is_one = line.fanout is not None and line.message.shared
    reason = Reason(row["fault"], reply, row["state"] == State.EXPIRED, is_one)
    if reason not in line.reasons:
        line.reasons.append(reason)
