"""Kind nudges, computed from state at every tick; the unique key (person, rule, row, week) is the promise."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta

import structlog
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Q
from django.utils import timezone
from django_scopes import scope

from backend.messaging import rules, services, working_time
from backend.messaging.models import Preference, Reminder, Snooze
from backend.messaging.rules import Rule
from backend.organisations.models import Membership, MembershipState, Organisation
from backend.outbox import failures
from backend.outbox.errors import let_pass, log_safe

log = structlog.get_logger()
MESSAGE = "reminders"
# Not on Friday and on Monday again: a week may be new, the reminder is not.
APART = timedelta(days=6)


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


@transaction.atomic
def _organisation_remind(organisation: Organisation, local: datetime) -> int:
    today = local.date()
    year, week, _weekday = today.isocalendar()
    period = f"{year}-W{week:02d}"
    silent = set(Preference.objects.filter(reminders=False).values_list("membership_id", flat=True))
    snoozed = set(
        Snooze.objects.filter(until__gt=today).values_list("membership_id", "rule", "subject_id")
    )
    known = set(
        Reminder.objects.filter(
            Q(period=period) | Q(delivery__created_at__gt=local - APART)
        ).values_list("membership_id", "rule", "subject_id")
    )
    wanted: dict[int, list[tuple[Rule, int]]] = defaultdict(list)
    for rule in rules.all_rules():
        for membership_id, subject_id in rule.due(organisation, today):
            key = (membership_id, rule.name, subject_id)
            if membership_id not in silent and key not in snoozed and key not in known:
                wanted[membership_id].append((rule, subject_id))
    people = Membership.objects.filter(pk__in=wanted, state=MembershipState.ACTIVE).select_related(
        "organisation", "person"
    )
    if organisation.is_example:  # only whoever plays along
        people = people.filter(person__last_login__isnull=False)
    return sum(_owe(member, wanted[member.pk], period) for member in people)


def _owe(membership: Membership, matters: list[tuple[Rule, int]], period: str) -> int:
    written = [
        reminder
        for rule, subject_id in matters
        if rule.section(membership, subject_id) is not None
        for reminder, fresh in [
            Reminder.objects.get_or_create(
                organisation_id=membership.organisation_id,
                membership=membership,
                rule=rule.name,
                subject_id=subject_id,
                period=period,
            )
        ]
        if fresh
    ]
    if not written:
        return 0
    delivery = services.delivery_request(
        message=MESSAGE, membership=membership, dedupe_key=f"{MESSAGE}:{written[0].pk}"
    )
    Reminder.objects.filter(pk__in=[r.pk for r in written]).update(delivery=delivery)
    return 1
