"""Kind nudges, computed from state at every tick; the unique key (person, rule, row, week) is the promise."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

import holidays
import structlog
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_scopes import scope

from backend.notifications import failures, messages, services, tokens
from backend.notifications.faults import let_pass, named
from backend.notifications.messages import Button, Content, Message, Section
from backend.notifications.models import Delivery, Preference, Reminder, Snooze
from backend.organisations.models import Membership, MembershipState, Organisation

log = structlog.get_logger()
MESSAGE = "reminders"
# Not on Friday and on Monday again: a week may be new, the reminder is not.
APART = timedelta(days=6)
_QUARTER = timedelta(minutes=15)
_LONGEST_WAIT = timedelta(days=14)


@dataclass(frozen=True)
class Rule:
    """When somebody is reminded of what.

    `due(organisation, today)` gives (membership id, row id) pairs; `section(membership, row id)` says
    it in the active language, or None when it is no longer due.
    """

    name: str
    due: Callable[[Organisation, date], Iterable[tuple[int, int]]]
    section: Callable[[Membership, int], Section | None]


_rules: dict[str, Rule] = {}


def register(rule: Rule) -> None:
    """Make a rule known; a second registration of a name replaces the first."""
    _rules[rule.name] = rule


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
        if not may_remind(organisation, local):
            return 0
        with scope(organisation=organisation):
            owed = _organisation_remind(organisation, local)
    except (OperationalError, InterfaceError):  # the database is away for all of them
        raise
    except Exception as error:
        let_pass(error)
        log.error("reminders failed", organisation_id=organisation.pk, **named(error))
        failures.note(
            what=failures.What.REMINDERS, organisation_id=organisation.pk,
            subject_id=organisation.pk, error=error,
        )  # fmt: skip
        return 0
    failures.done(what=failures.What.REMINDERS, subject_id=organisation.pk)
    return owed


def may_remind(organisation: Organisation, local: datetime) -> bool:
    """Whether this is a working day outside the quiet hours, in the organisation's own time."""
    return working_day(organisation, local.date()) and not _quiet(
        local.time(), organisation.quiet_from, organisation.quiet_until
    )


def working_day(organisation: Organisation, day: date) -> bool:
    """Whether people work on this day: weekday, public holidays, and Good Friday as they choose."""
    if day.isoweekday() not in organisation.working_days:
        return False
    name = _holidays(organisation.country, day.year).get(day, "")
    good_friday = "goede vrijdag" in name.casefold()
    return not name or (good_friday and organisation.works_on_good_friday)


def next_moment(organisation: Organisation, now: datetime) -> datetime | None:
    """The first quarter of an hour from `now` on which people may be reminded; None means now."""
    if may_remind(organisation, now.astimezone(organisation.zone)):
        return None
    # In UTC, where every quarter is a quarter, also in the nights when the clock changes.
    now = now.astimezone(UTC)
    moment = now.replace(minute=now.minute // 15 * 15, second=0, microsecond=0)
    while moment < now + _LONGEST_WAIT:
        moment += _QUARTER
        if may_remind(organisation, moment.astimezone(organisation.zone)):
            break
    return moment


@lru_cache(maxsize=64)
def _holidays(country: str, year: int) -> dict[date, str]:
    if country not in holidays.list_supported_countries():
        return {}
    known = holidays.country_holidays(
        country, years=year, language="nl" if country == "NL" else None,
        categories=("public", "optional") if country == "NL" else None,
    )  # fmt: skip
    return dict(known)


def _quiet(moment: time, start: time, end: time) -> bool:
    if start <= end:
        return start <= moment < end
    return moment >= start or moment < end


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
    wanted: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for rule in _rules.values():
        for membership_id, subject_id in rule.due(organisation, today):
            key = (membership_id, rule.name, subject_id)
            if membership_id not in silent and key not in snoozed and key not in known:
                wanted[membership_id].append((rule.name, subject_id))
    people = Membership.objects.filter(pk__in=wanted, state=MembershipState.ACTIVE).select_related(
        "organisation", "person"
    )
    if organisation.is_example:  # only whoever plays along
        people = people.filter(person__last_login__isnull=False)
    return sum(_owe(member, wanted[member.pk], period) for member in people)


def _owe(membership: Membership, matters: list[tuple[str, int]], period: str) -> int:
    written = [
        reminder
        for rule, subject_id in matters
        if _rules[rule].section(membership, subject_id) is not None
        for reminder, fresh in [
            Reminder.objects.get_or_create(
                organisation_id=membership.organisation_id,
                membership=membership,
                rule=rule,
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


def _sections(delivery: Delivery) -> list[Section]:
    membership = delivery.membership
    with scope(organisation=delivery.organisation):
        if not Membership.objects.filter(pk=membership.pk, state=MembershipState.ACTIVE).exists():
            return []
        today = membership.organisation.today()
        if Preference.objects.filter(membership=membership, reminders=False).exists():
            return []
        snoozed = set(
            Snooze.objects.filter(membership=membership, until__gt=today).values_list(
                "rule", "subject_id"
            )
        )
        found = [
            _rules[reminder.rule].section(membership, reminder.subject_id)
            for reminder in Reminder.objects.filter(delivery=delivery).order_by("pk")
            if reminder.rule in _rules and (reminder.rule, reminder.subject_id) not in snoozed
        ]
    return [section for section in found if section is not None]


def _still_due(delivery: Delivery) -> bool:
    return bool(_sections(delivery))


def _not_before(delivery: Delivery) -> datetime | None:
    return next_moment(delivery.membership.organisation, timezone.now())


def _build(delivery: Delivery, language: str) -> Content:
    sections = tuple(_sections(delivery))
    one = len(sections) == 1
    name = delivery.membership.person.first_name
    return Content(
        subject=sections[0].heading if one else _("A few things are waiting for you"),
        heading=_("Hello %(name)s,") % {"name": name} if name else _("Hello,"),
        paragraphs=(
            _("One small thing. Choose your answer here, and confirm it on the page that opens.")
            if one
            else _(
                "A few small things. Choose each answer here, and confirm it on the page that opens."
            ),
        ),
        sections=sections,
        why=_("You get this because you carry an initiative at %(organisation)s.")
        % {"organisation": delivery.organisation.name},
        sender=delivery.organisation.name,
    )


def answer_button(label: str, membership: Membership, action: str, subject_id: int) -> Button:
    """A button of a reminder: a signed page with one button of its own."""
    return Button(
        label, tokens.url(membership_id=membership.pk, action=action, subject_id=subject_id)
    )


messages.register(
    Message(
        kind=MESSAGE,
        build=_build,
        name=gettext_lazy("Reminders"),
        chosen=True,
        links=messages.unsubscribe_link,
        still_due=_still_due,
        not_before=_not_before,
        once_more_when_uncertain=True,
        # Put off over a long weekend it is still of use; what it says is read anew.
        keeps=APART,
    )
)
