"""The append-only log that everything later is computed from."""

from __future__ import annotations

from typing import Any

import pgtrigger
from django.db import models
from django.utils import timezone

from backend.tenancy.models import TenantKey, TenantModel


class CurrentTransaction(models.Func):
    """The 64-bit id of the transaction that writes (PostgreSQL's `pg_current_xact_id`)."""

    function = "pg_current_xact_id"
    template = "(%(function)s()::text::bigint)"
    arity = 0
    output_field = models.BigIntegerField()


class Position(CurrentTransaction):
    """The place in the log of the transaction that writes: epoch and transaction in one number.

    `events_position()` is a function of the database, made by the room's migration.
    """

    function = "events_position"
    template = "(%(function)s())"


class Epoch(models.Model):
    """A stretch of the log in which PostgreSQL counted its transactions without a break.

    After a dump is loaded into another cluster transactions are counted from a low number again:
    a new epoch makes every later position greater than every earlier one (decision 0021).
    """

    # So many transactions fit in an epoch; a position is `number * SIZE + transaction`.
    SIZE = 2**48

    number = models.PositiveSmallIntegerField(primary_key=True)
    # PostgreSQL's system identifier; empty where the server does not tell it.
    system = models.CharField(max_length=20, blank=True)
    opened_at = models.DateTimeField(default=timezone.now)


class Event(TenantModel):
    """Something that happened: who, when, what. Ids and enums only; no words of anybody.

    `transaction` is the position that readers go by, epoch and transaction in one number: an id
    says nothing about who commits first, a position below `selectors.horizon()` is over for
    everybody.
    A `silent` event is history that was brought in: nobody is told of it. `payload` is written and
    read by the dataclass that the room declares for this kind, in this version; `source` says from
    where somebody did it.
    """

    kind = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField(default=1, db_default=1)
    actor: Any = models.ForeignKey(
        "organisations.Membership", null=True, on_delete=models.DO_NOTHING, related_name="+"
    )
    subject_type = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    payload = models.JSONField(default=dict)
    source = models.CharField(max_length=20, blank=True, default="", db_default="")
    silent = models.BooleanField(default=False)
    happened_at = models.DateTimeField(default=timezone.now)
    transaction = models.BigIntegerField(db_default=Position(), editable=False)

    class Meta:
        indexes = [
            models.Index(fields=["transaction", "id"], name="event_by_transaction"),
            models.Index(fields=["organisation", "transaction", "id"], name="event_tail"),
            models.Index(fields=["subject_type", "subject_id", "id"], name="event_by_subject"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "id"], name="event_target"),
        ]
        triggers = [
            # Deleting stays possible for an organisation that leaves with all it has (cascade).
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update),
        ]


class Change(TenantModel):
    """One field of an event's subject, before and after: the history people read.

    Kept apart from the event, because people's texts stand here and may have to be erased.
    """

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="changes")
    field = models.CharField(max_length=40)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)

    class Meta:
        constraints = [
            TenantKey(field="event", to="events.Event", name="change_event_tenant"),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update)]
