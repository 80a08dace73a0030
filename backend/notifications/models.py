"""The outbox: what is owed to whom over which channel, and what became of it."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils import timezone

from backend.notifications.states import TRANSITIONS, State
from backend.tenancy.constraints import TenantKey, tenant_target
from backend.tenancy.models import TenantModel


class Channel(models.TextChoices):
    """The channels that exist. In-app is no channel: it is a selector with a read cursor."""

    EMAIL = "email"


class Priority(models.IntegerChoices):
    TRANSACTIONAL = 0
    BULK = 10


class Fanout(TenantModel):
    """An announcement's audience, and how far the dispatcher came in writing its deliveries.

    Counters are kept, not counted: a progress bar must not read the whole outbox.
    """

    event = models.OneToOneField("events.Event", on_delete=models.CASCADE, related_name="fanout")
    message = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    not_before = models.DateTimeField()
    cursor = models.BigIntegerField(default=0)
    queued = models.PositiveIntegerField(default=0)
    accepted = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    uncertain = models.PositiveIntegerField(default=0)
    cancelled = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True, blank=True)
    called_back_at = models.DateTimeField(null=True, blank=True)
    # Language → why its content is tried on nobody any more: the server refused the message itself.
    refused = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints = [
            tenant_target("fanout_target"),
            TenantKey(field="event", to="events.Event", name="fanout_event_tenant"),
        ]
        indexes = [
            models.Index(
                fields=["not_before"],
                name="fanout_open",
                condition=Q(finished_at=None, called_back_at=None),
            ),
        ]


class Fault(models.TextChoices):
    """Whose fault it is that a message waits or did not arrive."""

    RECIPIENT = "recipient"
    SERVICE = "service"
    MESSAGE = "message"
    LATER = "later"
    MAKING = "making"  # the message could not be made


class Delivery(models.Model):
    """One message to one person over one channel, with a known outcome.

    The recipient is a membership or, for sign-in, a person: exactly one. `organisation` is null
    only for sign-in. `secret` holds what must not stand in the open (a sign-in code), encrypted,
    and is erased once sent.
    """

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    organisation: Any = models.ForeignKey(
        "organisations.Organisation",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    fanout = models.ForeignKey(
        Fanout, null=True, blank=True, on_delete=models.CASCADE, related_name="deliveries"
    )
    membership: Any = models.ForeignKey(
        "organisations.Membership",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    person: Any = models.ForeignKey(
        "organisations.Person", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    channel = models.CharField(max_length=20, choices=Channel.choices, default=Channel.EMAIL)
    message = models.CharField(max_length=40)
    subject_id = models.BigIntegerField(null=True, blank=True)
    payload = models.JSONField(default=dict, blank=True)
    secret = models.BinaryField(null=True, blank=True)
    dedupe_key = models.CharField(max_length=120, unique=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.PENDING)
    priority = models.SmallIntegerField(choices=Priority.choices, default=Priority.BULK)
    not_before = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    lease_token = models.UUIDField(null=True, blank=True)
    message_id = models.CharField(max_length=120, blank=True)
    last_code = models.CharField(max_length=20, blank=True)
    last_error = models.CharField(max_length=300, blank=True)
    fault = models.CharField(max_length=12, choices=Fault.choices, blank=True, db_default="")
    # The receiving domain whose pause this row waits for.
    held_for = models.CharField(max_length=255, blank=True, db_default="")
    # Of rows that somebody cancelled: which press it was, so that it can be undone.
    cancelled_by = models.UUIDField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            TenantKey(field="fanout", to="notifications.Fanout", name="delivery_fanout_tenant"),
            TenantKey(
                field="membership", to="organisations.Membership", name="delivery_member_tenant"
            ),
            models.CheckConstraint(
                condition=Q(membership__isnull=False, person=None, organisation__isnull=False)
                | Q(membership=None, person__isnull=False),
                name="delivery_one_recipient",
            ),
            models.CheckConstraint(
                condition=Q(state__in=State.values), name="delivery_known_state"
            ),
        ]
        indexes = [
            models.Index(
                fields=["priority", "organisation", "not_before", "id"],
                name="delivery_claimable",
                condition=Q(state__in=[State.PENDING.value, State.RETRY.value]),
            ),
            models.Index(
                fields=["lease_until"],
                name="delivery_leased",
                condition=Q(state__in=[State.LEASED.value, State.SENDING.value]),
            ),
            models.Index(fields=["fanout", "state"], name="delivery_by_fanout"),
            models.Index(
                fields=["membership", "message", "subject_id"], name="delivery_by_subject"
            ),
            models.Index(
                fields=["expires_at"],
                name="delivery_expiring",
                condition=Q(state__in=[State.PENDING.value, State.RETRY.value]),
            ),
            models.Index(
                fields=["lease_token"],
                name="delivery_by_lease",
                condition=Q(lease_token__isnull=False),
            ),
            models.Index(fields=["held_for"], name="delivery_held", condition=~Q(held_for="")),
            models.Index(
                fields=["organisation", "message", "-created_at"], name="delivery_by_kind"
            ),
        ]
        triggers = [
            pgtrigger.FSM(
                name="known_ways",
                field="state",
                transitions=[
                    (before.value, after.value)
                    for before, afters in TRANSITIONS.items()
                    for after in sorted(afters)
                ],
            )
        ]


class Attempt(models.Model):
    """One try at a delivery, append-only."""

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="tries")
    tried_at = models.DateTimeField(default=timezone.now)
    outcome = models.CharField(max_length=12, choices=State.choices)
    code = models.CharField(max_length=20, blank=True)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update)]


class Transport(models.Model):
    """The state of a way out: its token bucket, and what it answered last.

    `alike` are the rows that one unknown permanent reply ended, one after another, and `alike_to`
    what those replies have in common; `alike_after` is the last attempt before them.
    """

    name = models.CharField(max_length=40, primary_key=True)
    failures = models.PositiveIntegerField(default=0)
    tokens = models.FloatField(default=0)
    refilled_at = models.DateTimeField(default=timezone.now)
    last_error = models.CharField(max_length=300, blank=True)
    alike_to = models.CharField(max_length=400, blank=True)
    alike = models.JSONField(default=list, blank=True)
    alike_after = models.BigIntegerField(default=0)


class Pause(models.Model):
    """A way out that rests, as a whole or for one receiving domain, or one organisation's mail.

    What the service refused is probed with one message once `until` has passed, and ends by
    itself; `probing_until` keeps everybody else from probing. What an administrator put on hold
    (`organisation`) lasts until an administrator goes on.
    """

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    channel = models.CharField(max_length=20, choices=Channel.choices, default=Channel.EMAIL)
    domain = models.CharField(max_length=255, blank=True)
    organisation: Any = models.ForeignKey(
        "organisations.Organisation",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    by: Any = models.ForeignKey(
        "organisations.Membership",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    since = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(null=True, blank=True)
    probing_until = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveIntegerField(default=1)
    phase = models.CharField(max_length=12, blank=True)
    code = models.CharField(max_length=20, blank=True)
    words = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "domain", "organisation"],
                name="pause_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(organisation__isnull=True, until__isnull=False)
                | Q(organisation__isnull=False, until=None, domain=""),
                name="pause_of_service_or_by_hand",
            ),
        ]


class Suppression(models.Model):
    """An address that must not be written to any more; only its keyed hash is kept."""

    organisation: Any = models.ForeignKey(
        "organisations.Organisation", on_delete=models.CASCADE, related_name="+"
    )
    channel = models.CharField(max_length=20, choices=Channel.choices)
    address_hash = models.CharField(max_length=64)
    reason = models.CharField(max_length=20)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "channel", "address_hash"], name="suppression_unique"
            )
        ]


class SuccessMail(models.TextChoices):
    AT_ONCE = "at_once"
    NONE = "none"


class Preference(TenantModel):
    """How somebody wants to hear of things. No row means: all of it, successes at once."""

    membership: Any = models.OneToOneField(
        "organisations.Membership", on_delete=models.CASCADE, related_name="preference"
    )
    success_mail = models.CharField(
        max_length=10, choices=SuccessMail.choices, default=SuccessMail.AT_ONCE
    )
    reminders = models.BooleanField(default=True)
    # Who is stuck in an A-team of theirs, and who helps them.
    help_mail = models.BooleanField(default=True)

    class Meta:
        constraints = [
            TenantKey(
                field="membership", to="organisations.Membership", name="preference_member_tenant"
            ),
        ]


class Seen(TenantModel):
    """That somebody opened a page: what is told there is no news to them any more."""

    membership: Any = models.ForeignKey(
        "organisations.Membership", on_delete=models.CASCADE, related_name="+"
    )
    # The kind of page and its row: `success` or `initiative`.
    page = models.CharField(max_length=20)
    subject_id = models.BigIntegerField()
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [
            TenantKey(field="membership", to="organisations.Membership", name="seen_member_tenant"),
            models.UniqueConstraint(
                fields=["membership", "page", "subject_id"], name="seen_unique"
            ),
        ]


class Snooze(TenantModel):
    """'Later': a reminder rule leaves this subject alone for this person until a day."""

    membership: Any = models.ForeignKey(
        "organisations.Membership", on_delete=models.CASCADE, related_name="+"
    )
    rule = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    until = models.DateField()

    class Meta:
        constraints = [
            TenantKey(
                field="membership", to="organisations.Membership", name="snooze_member_tenant"
            ),
            models.UniqueConstraint(
                fields=["membership", "rule", "subject_id"], name="snooze_unique"
            ),
        ]


class DispatchCursor(models.Model):
    """How far the dispatcher has told the subscribers: the last (transaction, event) it took in."""

    name = models.CharField(max_length=20, primary_key=True)
    transaction = models.BigIntegerField(default=0)
    event_id = models.BigIntegerField(default=0)


class FailedWork(TenantModel):
    """Work of the dispatcher or a worker that failed: tried again later, and after enough tries
    left lying, named, until somebody presses "Try again". `subject_id`: the row it was about.
    """

    class What(models.TextChoices):
        EVENT = "event"
        FOLD = "fold"
        FANOUT = "fanout"
        REMINDERS = "reminders"

    what = models.CharField(max_length=12, choices=What.choices)
    subject_id = models.BigIntegerField()
    kind = models.CharField(max_length=40, blank=True)
    tries = models.PositiveIntegerField(default=1)
    try_after = models.DateTimeField()
    error = models.CharField(max_length=300)
    place = models.CharField(max_length=200, blank=True)
    since = models.DateTimeField(default=timezone.now)
    dead_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["what", "subject_id"], name="failedwork_once"),
        ]


class Reminder(TenantModel):
    """That somebody was reminded of something in a period. The unique key is the guarantee."""

    membership: Any = models.ForeignKey(
        "organisations.Membership", on_delete=models.CASCADE, related_name="+"
    )
    rule = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    period = models.CharField(max_length=10)
    delivery = models.ForeignKey(
        Delivery, null=True, on_delete=models.CASCADE, related_name="reminders"
    )

    class Meta:
        constraints = [
            TenantKey(
                field="membership",
                to="organisations.Membership",
                name="reminder_member_tenant",
            ),
            models.UniqueConstraint(
                fields=["membership", "rule", "subject_id", "period"], name="reminder_once_a_period"
            ),
        ]
