"""Owing somebody a message of a kind, and how people want to hear of things."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from backend.events import services as events
from backend.events.acts import Act
from backend.messaging import messages
from backend.messaging.events import PreferenceChanged
from backend.messaging.models import Preference, Snooze, SuccessMail
from backend.organisations.models import Membership, Organisation, Person
from backend.outbox import services as outbox
from backend.outbox.models import Delivery, Priority

# So long is left alone what somebody put off.
SNOOZE_DAYS = 30


def delivery_request(
    *,
    message: str,
    membership: Membership | None = None,
    person: Person | None = None,
    subject_id: int | None = None,
    payload: dict[str, Any] | None = None,
    secret: Any = None,
    dedupe_key: str = "",
    priority: Priority = Priority.TRANSACTIONAL,
    not_before: datetime | None = None,
    time_to_live: timedelta | None = None,
) -> Delivery:
    """Write down that somebody must get a message of a kind; the same `dedupe_key` twice is once.

    `secret` is encrypted, and erased once sent. Nothing is sent here: the worker delivers. How long
    it is worth sending is the kind's to say, unless `time_to_live` does.
    """
    kind = messages.find(message)
    return outbox.delivery_owe(
        message=message,
        membership=membership,
        person=person,
        subject_id=subject_id,
        payload=payload,
        secret=secret,
        dedupe_key=dedupe_key,
        priority=priority,
        not_before=not_before,
        time_to_live=time_to_live or kind.time_to_live,
        repeatable=kind.repeatable,
    )


@transaction.atomic
def deliveries_request(
    *, message: str, organisation: Organisation, members: Sequence[int]
) -> dict[int, Delivery]:
    """The same to many members, a delivery each, in one statement: membership id → delivery.

    Whoever asks sees to it that nobody is asked twice: there is no `dedupe_key` of theirs.
    """
    kind, now = messages.find(message), timezone.now()
    return outbox.deliveries_owe(
        [
            Delivery(
                organisation=organisation, membership_id=member, message=message,
                dedupe_key=f"{message}:{uuid4()}", priority=Priority.TRANSACTIONAL, created_at=now,
                not_before=now, expires_at=now + kind.time_to_live,
                time_to_live=kind.time_to_live, repeatable=kind.repeatable,
            )
            for member in members
        ]
    )  # fmt: skip


@transaction.atomic
def delivery_ask(*, message: str, person: Person | None, secret: Any) -> None:
    """Owe somebody what was asked for at their address, or nobody, where it has no account.

    Both do the same work: what is written for nobody is taken away again before anybody sees it, or
    the time that an answer takes would tell who has an account.
    """
    owed = delivery_request(message=message, person=person or Person(pk=0), secret=secret)
    Delivery.objects.filter(pk=0 if person else owed.pk)._raw_delete("default")


@transaction.atomic
def preference_change(
    *,
    act: Act,
    success_mail: str | None = None,
    reminders: bool | None = None,
    help_mail: bool | None = None,
) -> Preference:
    """Choose what to be mailed about; what is not named stays as it is. Repeating changes nothing."""
    preference, _fresh = Preference.objects.select_for_update().get_or_create(
        organisation=act.organisation, membership=act.actor
    )
    before = (preference.success_mail, preference.reminders, preference.help_mail)
    if success_mail is not None:
        preference.success_mail = SuccessMail(success_mail)
    if reminders is not None:
        preference.reminders = reminders
    if help_mail is not None:
        preference.help_mail = help_mail
    if before != (preference.success_mail, preference.reminders, preference.help_mail):
        preference.save()
        changed = PreferenceChanged(
            success_mail=SuccessMail(preference.success_mail),
            reminders=preference.reminders,
            help_mail=preference.help_mail,
        )
        events.record(act, changed, subject=preference)
    return preference


@transaction.atomic
def snooze(*, membership: Membership, rule: str, subject_id: int, until: date) -> Snooze:
    """Leave this person alone about this row until a day."""
    snoozed, _fresh = Snooze.objects.update_or_create(
        organisation=membership.organisation,
        membership=membership,
        rule=rule,
        subject_id=subject_id,
        defaults={"until": until},
    )
    return snoozed


@transaction.atomic
def snooze_end(*, membership: Membership, rule: str, subject_id: int) -> None:
    """Undo of `snooze`."""
    Snooze.objects.filter(membership=membership, rule=rule, subject_id=subject_id).delete()
