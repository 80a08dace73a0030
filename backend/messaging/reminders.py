"""Kind nudges, computed from state at every tick; the unique key (person, rule, row, week) is the promise."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta

import structlog
from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import Q
from django.utils import timezone
from django_scopes import scope

from backend.messaging import rules, services, working_time
from backend.messaging.models import Reminder, Snooze
from backend.organisations.models import Membership, MembershipState, Organisation
from backend.outbox import failures
from backend.outbox.errors import let_pass, log_safe

log = structlog.get_logger()
MESSAGE = "reminders"
# Not on Friday and on Monday again: a week may be new, the reminder is not.
APART = timedelta(days=6)
# So many people are looked at in one transaction.
BATCH = 500
_LOCK = 7_310_002
Matter = tuple[str, int]


def organisations_to_remind() -> list[int]:
    """Every organisation whose round of reminders may be made now: each in a task of its own, so
    that no large one keeps the others waiting."""
    resting = failures.waiting(what=failures.What.REMINDERS)
    return list(
        Organisation.objects.exclude(pk__in=resting).order_by("pk").values_list("pk", flat=True)
    )


def reminders_due(*, now: datetime | None = None) -> int:
    """Write what is due in every organisation that may be reminded now; the number of mails owed."""
    return sum(organisation_remind(organisation_id=pk, now=now) for pk in organisations_to_remind())


def organisation_remind(*, organisation_id: int, now: datetime | None = None) -> int:
    """One organisation's; what fails there keeps no other from being reminded, and is shown."""
    organisation = Organisation.objects.filter(pk=organisation_id).first()
    if organisation is None:
        return 0
    try:
        local = (now or timezone.now()).astimezone(organisation.zone)
        if not working_time.may_remind(organisation, local):
            return 0
        with scope(organisation=organisation):
            owed = _organisation_remind(organisation, local)
    except (OperationalError, InterfaceError):  # the database is away for all of them
        raise
    except Exception as error:
        let_pass(error)
        log.error("reminders failed", organisation_id=organisation.pk, **log_safe(error))
        failures.note(
            what=failures.What.REMINDERS, organisation_id=organisation.pk,
            subject_id=organisation.pk, error=error,
        )  # fmt: skip
        return 0
    failures.done(what=failures.What.REMINDERS, subject_id=organisation.pk)
    return owed


def _organisation_remind(organisation: Organisation, local: datetime) -> int:
    """Batch by batch, each a transaction of its own: memory and locks don't grow with the people."""
    owed, last = 0, 0
    while members := _members(organisation, last):
        owed += _batch_remind(organisation, members, local)
        last = members[-1]
    return owed


def _members(organisation: Organisation, after: int) -> list[int]:
    """The next of those who may be reminded at all."""
    people = Membership.objects.filter(
        organisation=organisation, state=MembershipState.ACTIVE, pk__gt=after
    ).exclude(preference__reminders=False)
    if organisation.is_example:  # only whoever plays along
        people = people.filter(person__last_login__isnull=False)
    return list(people.order_by("pk").values_list("pk", flat=True)[:BATCH])


@transaction.atomic
def _batch_remind(organisation: Organisation, members: Sequence[int], local: datetime) -> int:
    """What is due to these, a mail each; the same few statements however many they are."""
    with connection.cursor() as cursor:  # a second tick waits here, and finds it done
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK, organisation.pk])
    year, week, _weekday = local.date().isocalendar()
    period = f"{year}-W{week:02d}"
    left_alone = _left_alone(members, period, local)
    wanted: dict[int, list[Matter]] = defaultdict(list)
    for rule in rules.all_rules():
        for member, subject in rule.due(organisation, local.date(), members):
            if (member, rule.name, subject) not in left_alone:
                wanted[member].append((rule.name, subject))
    owed = services.deliveries_request(
        message=MESSAGE, organisation=organisation, members=list(wanted)
    )
    Reminder.objects.bulk_create(
        Reminder(
            organisation=organisation, membership_id=member, rule=rule, subject_id=subject,
            period=period, delivery=owed[member],
        )
        for member, matters in wanted.items()
        for rule, subject in matters
    )  # fmt: skip
    return len(owed)


def _left_alone(members: Sequence[int], period: str, local: datetime) -> set[tuple[int, str, int]]:
    """Of these (person, rule, row) it was put off, or told in this week or a few days ago."""
    of_these = ("membership_id", "rule", "subject_id")
    put_off = Snooze.objects.filter(membership__in=members, until__gt=local.date())
    known = Reminder.objects.filter(
        Q(period=period) | Q(delivery__created_at__gt=local - APART), membership__in=members
    )
    return {*put_off.values_list(*of_these), *known.values_list(*of_these)}
