"""Of an organisation's mail, that two administrators look after at once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from backend.accounts import services as accounts
from backend.messaging import services as messaging
from backend.organisations import services as organisations
from backend.organisations.models import Membership
from backend.organisations.roles import Role
from backend.outbox import attending
from backend.outbox.models import Delivery, FailedWork, Fault, Pause
from backend.outbox.states import State
from tests.acting import by
from tests.races.things.base import Cast, Thing

KIND = "reminders"
OTHER = "stuck"


class _Mail(Thing):
    """Some waits, some did not arrive, and an invitation neither."""

    def __init__(self, cast: Cast) -> None:
        super().__init__(cast)
        Membership.objects.filter(pk=cast["petra"].pk).update(roles=[Role.ADMINISTRATOR])
        self.c["petra"] = Membership.objects.get(pk=cast["petra"].pk)
        for who, state in (("samira", State.PENDING), ("omar", State.RETRY), ("joost", State.DEAD)):
            self._owed(who, KIND, state)

    def _owed(self, who: str, kind: str, state: State) -> Delivery:
        owed = messaging.delivery_request(
            message=kind, membership=self.c[who], time_to_live=timedelta(days=3)
        )
        self._became(owed, state)
        return owed

    def _became(self, owed: Delivery, state: State) -> None:
        if state == State.PENDING:
            return
        row = Delivery.objects.filter(pk=owed.pk)
        row.update(state=State.LEASED)
        row.update(state=state)
        if state == State.DEAD:
            row.update(settled_at=timezone.now(), fault=Fault.SERVICE)


class ItsMail(_Mail):
    def __init__(self, cast: Cast) -> None:
        super().__init__(cast)
        for who in ("mieke", "petra"):
            self._owed(who, OTHER, State.PENDING)
        self.press = self._do(attending.mail_cancel, "anton", kind=OTHER, fanout=None)

    def is_held(self) -> Any:
        return self._do(attending.mail_hold, "anton")

    def is_resumed(self) -> Any:
        return self._do(attending.mail_resume, "petra")

    def is_tried_again(self) -> Any:
        return self._do(attending.mail_try_again, "anton", kind=KIND, fanout=None)

    def is_cancelled(self) -> Any:
        return self._do(attending.mail_cancel, "petra", kind=KIND, fanout=None)

    def is_cancelled_no_more(self) -> Any:
        return self._do(attending.mail_cancel_undo, "anton", press=self.press)


class MailOnHold(_Mail):
    """Held by one administrator; an event's subscriber and an invitation failed, a domain rests."""

    def __init__(self, cast: Cast) -> None:
        super().__init__(cast)
        self._do(attending.mail_hold, "anton")
        slug = cast["mieke"].organisation.slug
        self.invited = organisations.membership_invite(
            act=by(cast["mieke"]),
            email=f"lotte@{slug}.example",
            name="Lotte",
            unit=cast["samira"].unit,
        )
        self.c["lotte"] = self.invited
        self._owed("lotte", "invitation", State.DEAD)
        now = timezone.now()
        self.work = FailedWork.objects.create(
            organisation=cast["mieke"].organisation, what="event", subject_id=self.invited.pk, tries=9,
            try_after=now, error="ValueError", dead_at=now,
        )  # fmt: skip
        Pause.objects.get_or_create(
            organisation=None, domain="rust.example",
            defaults={"until": now + timedelta(hours=1), "code": "451"},
        )  # fmt: skip

    def is_held_once_more(self) -> Any:
        return self._do(attending.mail_hold, "petra")

    def is_resumed(self) -> Any:
        return self._do(attending.mail_resume, "petra")

    def is_tried_again(self) -> Any:
        return self._do(attending.mail_try_again, "anton", kind="invitation", fanout=None)

    def is_cancelled(self) -> Any:
        return self._do(attending.mail_cancel, "petra", kind=KIND, fanout=None)

    def has_its_way_out_tried(self) -> Any:
        return self._do(attending.mail_probe, "anton")

    def has_failed_work_tried_again(self) -> Any:
        return self._do(attending.work_try_again, "petra", work=self.work)

    def has_an_invitation_sent_again(self) -> Any:
        return self._do(accounts.invitation_again, "anton", membership=self.invited)

    def has_an_invitation_ended(self) -> Any:
        return self._do(organisations.membership_end, "petra", membership=self.invited)

    def has_an_invitation_accepted(self) -> Any:
        return organisations.membership_accept(membership=self.invited)
