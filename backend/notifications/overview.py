"""How the mail of an organisation stands, for the page "Mail": what waits, left, did not arrive, why.

Of mail that people may do without, no number is shown: of two announcements whose audiences differ
by one colleague it would tell whether that one wants mail. There it says how many it was for, and in
words how far it is, and only from `FEWEST` on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Q
from django.utils import timezone
from django_scopes import scope

from backend.notifications import messages
from backend.notifications.messages import About, Message
from backend.notifications.models import Delivery, FailedWork, Fanout, Fault, Pause
from backend.notifications.selectors import WayOut, way_out
from backend.notifications.states import IN_HAND, NOT_ARRIVED, WAITING, State
from backend.organisations.models import Membership, MembershipState, Organisation
from backend.organisations.selectors import FEWEST

# So far back the page looks, at so many announcements, and so many reasons a line.
DAYS = 14
ANNOUNCEMENTS = 20
REASONS = 2
_SENT = frozenset({State.ACCEPTED, State.DELIVERED, State.COMPLAINED})
_LOST = frozenset({State.BOUNCED, State.DEAD, State.EXPIRED, State.SUPPRESSED})
# Whoever it was for: these say nothing of a recipient.
_OF_THE_CONTENT = frozenset({Fault.MESSAGE, Fault.MAKING})


@dataclass(frozen=True)
class Reason:
    """Why mail waits or did not arrive: whose fault, and the reply as the server gave it."""

    fault: str
    reply: str = ""
    expired: bool = False
    # Of one announcement, whose content is the same for all.
    to_all: bool = False

    @property
    def broke(self) -> bool:
        return _is_no_answer(self.reply)


@dataclass
class Line:
    """Mail that belongs together: of one kind, or of one announcement.

    `exact`: its numbers may be shown. Else only what `waits`, `lost` and `done` say.
    """

    message: Message
    about: About | None = None
    fanout: UUID | None = None
    at: datetime | None = None
    people: int = 0
    waiting: int = 0
    sent: int = 0
    lost: int = 0
    uncertain: int = 0
    again: int = 0
    of_the_content: bool = False
    reasons: list[Reason] = field(default_factory=list)
    written: bool = True

    @property
    def exact(self) -> bool:
        return not self.message.chosen

    @property
    def title(self) -> Any:
        return self.about.title if self.about else self.message.name

    @property
    def few(self) -> bool:
        """Whether so few hear of it that it shows nothing."""
        return self.message.chosen and self.people < FEWEST

    @property
    def waits(self) -> bool:
        return not self.few and (not self.written or self.waiting >= self._least)

    @property
    def not_arrived(self) -> bool:
        return not self.few and (self.lost >= self._least or self.of_the_content)

    @property
    def may_try_again(self) -> bool:
        return self.not_arrived and self.again > 0

    @property
    def may_cancel(self) -> bool:
        return self.waits and self.written

    @property
    def shown_reasons(self) -> list[Reason]:
        return self.reasons[:REASONS] if self.waits or self.not_arrived else []

    @property
    def _least(self) -> int:
        return FEWEST if self.message.chosen else 1


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
    failing = Q(state__in=WAITING) & ~Q(fault="") | Q(state__in=_LOST)
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
    line.sent += number if state in _SENT else 0
    line.lost += number if state in _LOST else 0
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


# Of one colleague


@dataclass(frozen=True)
class Outcome:
    """What became of the last invitation of somebody, or why mail to them does not arrive."""

    state: str
    fault: str = ""
    reply: str = ""
    at: datetime | None = None
    to_all: bool = False

    @property
    def broke(self) -> bool:
        return _is_no_answer(self.reply)

    @property
    def waits(self) -> bool:
        return self.state in WAITING | IN_HAND

    @property
    def not_arrived(self) -> bool:
        return self.state in _LOST

    @property
    def uncertain(self) -> bool:
        return self.state == State.UNCERTAIN

    @property
    def expired(self) -> bool:
        return self.state == State.EXPIRED

    @property
    def cancelled(self) -> bool:
        """Taken off before it left."""
        return self.state == State.CANCELLED

    @property
    def accepted(self) -> bool:
        return self.state in _SENT


def _is_no_answer(reply: str) -> bool:
    """A server's answer begins with its number; else it is the name of how the line broke."""
    return bool(reply) and not reply[0].isdigit()


def invitation_outcomes(members: Iterable[Membership]) -> dict[int, Outcome]:
    """Of everybody who is invited here: what became of the last invitation. One query."""
    invited = [one.pk for one in members if one.state == MembershipState.INVITED]
    rows = Delivery.objects.filter(membership__in=invited, message="invitation").order_by(
        "membership", "-pk"
    )
    return {row.membership_id or 0: outcome(row) for row in rows.distinct("membership")}


def unreached(*, membership: Membership) -> Outcome | None:
    """Why the last mail to this colleague's address did not arrive; None where it did, or waits.

    Also of a code to sign in. It is told of what failed only: that somebody signs in is theirs.
    """
    person = membership.person_id
    mine = Q(membership=membership) | Q(person=person)
    asked = [kind.kind for kind in messages.kinds() if not kind.chosen]
    settled = Delivery.objects.filter(mine, settled_at__isnull=False, message__in=asked).exclude(
        state=State.CANCELLED
    )
    last = settled.order_by("-settled_at").first()
    if last is None or last.state not in _LOST:
        return None
    return outcome(last)


def outcome(row: Delivery) -> Outcome:
    """What became of one message, for whoever asked for it."""
    reply = f"{row.last_code} {row.last_error}".strip()
    return Outcome(row.state, row.fault, reply, row.settled_at or row.created_at)
