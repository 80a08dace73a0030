"""Noting that a form was sent, what was answered to it, and forgetting both in time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from backend.web.models import Sent

# A form that waited for the line leaves by itself for three days, and by hand after that.
KEEP = timedelta(days=7)
AT_ONCE = 5000


@dataclass(frozen=True)
class Form:
    """Which form it is: by whom, to which address, under which key, with what in it (a digest)."""

    person: Any
    action: str
    key: UUID
    body: str

    @property
    def row(self) -> dict[str, Any]:
        """The values of its row."""
        person = self.person.pk if self.person is not None else None
        return {"person_id": person, "action": self.action, "key": self.key, "body": self.body}


def hold(*, form: Form) -> None:
    """Take this form in hand; where it is in hand already, wait until that is over.

    An advisory lock, and no row yet: while a photo is being read, this transaction must not hold up
    whoever waits for all older ones to end. Raises `RuntimeError` outside a transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("A form is held inside the transaction of what it does.")
    with connection.cursor() as cursor:
        name = f"{form.row}"
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])


def known(*, form: Form) -> Sent | None:
    """What was answered to this form before, if it came before."""
    return Sent.objects.filter(**form.row).first()


def keep(*, form: Form, answer: bytes, instead: Sent | None = None) -> None:
    """This was answered: whoever sends the same form again is told the same. `instead` is what was
    known of it, and holds no more."""
    if instead is None:
        Sent.objects.create(**form.row, answer=answer)
        return
    instead.answer, instead.sent_at = answer, timezone.now()
    instead.save(update_fields=["answer", "sent_at"])


@transaction.atomic
def forget_old() -> int:
    """Throw away what was sent longer ago than `KEEP`, so many at once at most; how many."""
    old = Sent.objects.filter(sent_at__lt=timezone.now() - KEEP).order_by("sent_at")
    gone, _kinds = Sent.objects.filter(pk__in=old.values("pk")[:AT_ONCE]).delete()
    return gone
