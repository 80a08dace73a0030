"""Reading initiatives and steps; what waits for somebody, by one rule for page and reminder."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.timezone import localdate

from backend.events.kinds import Kind
from backend.events.models import Change, Event
from backend.initiatives import stuck
from backend.initiatives.models import (
    Answer,
    CheckIn,
    Initiative,
    InitiativeWords,
    Programme,
    Step,
    TeamMember,
)
from backend.initiatives.stages import OPEN, Stage
from backend.listening.models import Words
from backend.organisations.models import Membership, MembershipState, Organisation, Unit
from backend.organisations.roles import Role
from backend.organisations.selectors import holds

# Without a step, an edit or an answer for so many days, an initiative is quiet: everywhere.
QUIET_DAYS = 14
LATER_DAYS = 7
LARGE_STEPS = 12


def programme_current(*, organisation: Organisation) -> Programme | None:
    """The programme that runs; the latest one where several do."""
    found: Programme | None = (
        Programme.objects.filter(organisation=organisation).order_by("-starts_on", "-id").first()
    )
    return found


def initiatives_of(*, membership: Membership) -> QuerySet[Initiative]:
    """The initiatives that somebody is in the A-team of, latest sign of life first."""
    return Initiative.objects.filter(
        organisation=membership.organisation_id, team__membership=membership
    ).order_by("-touched_at", "-id")


def initiatives_to_log_in(*, membership: Membership) -> QuerySet[Initiative]:
    """The open initiatives that somebody may log a step in: their own first, then their team's.

    Each has `is_own`.
    """
    own = Exists(TeamMember.objects.filter(initiative=OuterRef("pk"), membership=membership))
    return (
        Initiative.objects.filter(organisation=membership.organisation_id, stage__in=OPEN)
        .annotate(is_own=own)
        .filter(Q(is_own=True) | Q(unit_id=membership.unit_id))
        .order_by("-is_own", "-changed_at", "-id")
    )


def initiative_to_log_in(*, membership: Membership, uid: str) -> Initiative | None:
    """The open initiative with this uid, where somebody may log a step in it.

    The A-team and colleagues of its team may, and programme managers.
    """
    try:
        wanted = UUID(uid)
    except ValueError:
        return None
    found = Initiative.objects.filter(
        organisation=membership.organisation_id, stage__in=OPEN, uid=wanted
    ).first()
    if found is None or found.unit_id == membership.unit_id:
        return found
    may = membership.has_role(Role.PROGRAMME_MANAGER)
    return found if may or in_team(membership=membership, initiative=found) else None


def words_noted(*, initiative: Initiative, visible: QuerySet[Words]) -> Sequence[Any]:
    """The customers' words that stand with it, the oldest first; one query.

    Each tells with `may_be_read` whether it is among those that are `visible` to a reader.
    """
    may_be_read = Exists(visible.order_by().filter(pk=OuterRef("pk")))
    return list(
        Words.objects.filter(initiative_links__initiative=initiative, withdrawn_at=None)
        .annotate(may_be_read=may_be_read)
        .select_related("unit")
        .order_by("heard_on", "id")
    )


def in_team(*, membership: Membership, initiative: Initiative) -> bool:
    """Whether somebody is in the A-team."""
    return TeamMember.objects.filter(initiative=initiative, membership=membership).exists()


def steps(*, organisation: Organisation) -> QuerySet[Step]:
    """The steps that stand (none that were removed)."""
    return Step.objects.filter(organisation=organisation, removed_at=None)


def words_stand(*, step: Step) -> bool:
    """Whether the words that came with a step are there, whatever became of the step."""
    return Step.objects.filter(pk=step.pk, words__isnull=False, words__withdrawn_at=None).exists()


def had_day(*, step: Step, field: str, day: date) -> bool:
    """Whether a step had this day before, by its history."""
    return Change.objects.filter(
        event__subject_type="step", event__subject_id=step.pk, field=field, before=day.isoformat()
    ).exists()


def steps_done(*, initiative: Initiative) -> QuerySet[Step]:
    """The stones of one initiative, in the order in which they were laid."""
    return Step.objects.filter(
        initiative=initiative, removed_at=None, done_on__isnull=False
    ).order_by("done_on", "id")


def steps_planned(*, initiative: Initiative) -> QuerySet[Step]:
    """What is planned in an initiative and was not done."""
    return Step.objects.filter(initiative=initiative, removed_at=None, done_on=None)


def last_changed(*, initiative: Initiative) -> datetime:
    """When it was last edited, or a step was taken or planned that still stands."""
    steps = Step.objects.filter(initiative=initiative, removed_at=None)
    done, planned = steps.exclude(done_on=None), steps.filter(done_on=None)
    found: datetime | None = Event.objects.filter(
        # A stage that moved along with a step has no changes of its own.
        Q(subject_type="initiative", subject_id=initiative.pk)
        & (
            Q(kind__in=[Kind.INITIATIVE_STARTED, Kind.INITIATIVE_RESUMED])
            | Q(changes__isnull=False)
        )
        | Q(subject_type="step", subject_id__in=done.values("pk"))
        | Q(subject_type="step", subject_id__in=planned.values("pk"), kind=Kind.STEP_PLANNED),
        organisation=initiative.organisation_id,
    ).aggregate(last=Max("happened_at"))["last"]
    return found or initiative.changed_at


def began_on(*, initiative: Initiative) -> date:
    """The day on which it was started, or of an earlier step that stands."""
    started = Event.objects.filter(
        subject_type="initiative", subject_id=initiative.pk, kind=Kind.INITIATIVE_STARTED
    ).first()
    zone = initiative.organisation.zone
    day = localdate(started.happened_at, zone) if started else initiative.started_on
    first = steps_done(initiative=initiative).first()
    return min(day, first.done_on) if first and first.done_on else day


def last_answer(*, initiative: Initiative) -> datetime | None:
    """When the A-team last said how it is going, but for “later” and what was undone."""
    answers = CheckIn.objects.filter(initiative=initiative, undone_at=None)
    found: datetime | None = answers.exclude(answer=Answer.LATER).aggregate(
        last=Max("answered_at")
    )["last"]
    return found


def steps_of(*, membership: Membership, since: date) -> QuerySet[Step]:
    """What somebody logged since a day, and what they planned and still have to do."""
    return (
        Step.objects.filter(
            Q(done_on__gte=since) | Q(done_on=None, initiative__stage__in=OPEN),
            logged_by=membership,
            removed_at=None,
        )
        .select_related("initiative")
        .order_by("-done_on", "-id")
    )


def start_of_day(*, organisation: Organisation, day: date) -> datetime:
    """Midnight of a day in the organisation's own zone."""
    return datetime.combine(day, time.min, organisation.zone)


def quiet(*, organisation: Organisation, today: date) -> QuerySet[Initiative]:
    """Open initiatives without a sign of life (step, edit, check-in) for 14 days."""
    since = start_of_day(organisation=organisation, day=today - timedelta(days=QUIET_DAYS - 1))
    return Initiative.objects.filter(
        organisation=organisation, stage__in=OPEN, touched_at__lt=since
    )


def check_ins_due(*, membership: Membership, today: date) -> QuerySet[Initiative]:
    """The quiet initiatives that somebody may be asked about, the quietest first.

    Whoever answered "later" is left alone for a week; their colleagues in the A-team are not. Each
    has `taken_back`, as `sentence_taken_back`, and what `stuck.with_alone` tells.
    """
    later = CheckIn.objects.filter(
        initiative=OuterRef("pk"),
        membership=membership,
        answer=Answer.LATER,
        undone_at=None,
        answered_at__gte=start_of_day(
            organisation=membership.organisation, day=today - timedelta(days=LATER_DAYS - 1)
        ),
    )
    due = (
        quiet(organisation=membership.organisation, today=today)
        .filter(~Exists(later), team__membership=membership)
        .annotate(taken_back=Coalesce(Subquery(_taken_back(membership, OuterRef("pk"))), Value("")))
        .order_by("touched_at", "id")
    )
    return stuck.with_alone(due, membership)


def sentence_taken_back(*, membership: Membership, initiative: Initiative) -> str:
    """What somebody wrote in an answer that they took back today, to send it after all; or empty."""
    return _taken_back(membership, initiative.pk).first() or ""


def _taken_back(membership: Membership, initiative: Any) -> QuerySet[CheckIn, str]:
    recently = Q(undone_at__gte=timezone.now() - timedelta(days=1))
    return (
        CheckIn.objects.filter(initiative=initiative, membership=membership)
        .order_by("-id")
        .values_list(Case(When(recently, then=F("sentence")), default=Value("")), flat=True)[:1]
    )


def steps_past(*, membership: Membership, today: date) -> QuerySet[Step]:
    """What somebody planned for a day that is past, the oldest first."""
    return (
        Step.objects.filter(
            organisation=membership.organisation_id,
            logged_by=membership,
            removed_at=None,
            done_on=None,
            planned_on__lt=today,
            initiative__stage__in=OPEN,
        )
        .select_related("initiative")
        .order_by("planned_on", "id")
    )


def golden_step_id(*, initiative: Initiative) -> int | None:
    """The step that turned golden when the initiative was celebrated."""
    if initiative.stage != Stage.CELEBRATED:
        return None
    # `success` is the other end of a relation of the room above, known here by name only.
    return (
        Initiative.objects.filter(pk=initiative.pk)
        .values_list("success__golden_step_id", flat=True)
        .first()
    )


def changed_since(*, initiative: Initiative, version: int, fields: Sequence[str]) -> bool:
    """Whether somebody changed one of these fields after `version` was read."""
    return Change.objects.filter(
        event__subject_type="initiative",
        event__subject_id=initiative.pk,
        event__kind=Kind.INITIATIVE_CHANGED,
        event__payload__version__gt=version,
        field__in=fields,
    ).exists()


def initiative_page(*, organisation: Organisation) -> QuerySet[Initiative]:
    """Initiatives with all that one page shows of them in a line, and their success."""
    return Initiative.objects.filter(organisation=organisation).select_related(
        "organisation", "unit__parent", "process", "customer_group", "ambition", "success"
    )


def team(*, initiative: Initiative) -> QuerySet[TeamMember]:
    """The A-team, in the order in which they came."""
    return (
        TeamMember.objects.filter(initiative=initiative)
        .select_related("membership__person", "membership__unit")
        .order_by("joined_at", "id")
    )


def colleagues_to_add(*, initiative: Initiative, search: str = "") -> QuerySet[Membership]:
    """Who may be brought into the A-team, by name; each has `is_in` who joined by themselves.

    Each word of `search` is looked for in name and team.
    """
    team = TeamMember.objects.filter(initiative=initiative)
    found = (
        Membership.objects.filter(
            organisation=initiative.organisation_id, state=MembershipState.ACTIVE
        )
        .exclude(pk__in=team.exclude(added_by=None).values("membership"))
        .annotate(is_in=Exists(team.filter(membership=OuterRef("pk"))))
        .select_related("person", "unit")
        .order_by("person__sort_key", "id")
    )
    for word in search.split():
        found = found.filter(
            Q(person__name__icontains=word)
            | holds("person__sort_key", word)
            | Q(unit__name__icontains=word)
            | holds("unit__sort_key", word)
        )
    return found


def initiative_list(
    *, membership: Membership, stage: str = "", unit: Unit | None = None, show: str = ""
) -> QuerySet[Initiative]:
    """All initiatives, one's own first, then the latest changed; each with `is_own` and
    `stones` (how many done steps). Of one stage, of one unit with the units below it, or what the
    board counts: those that are `quiet`, or `carried` by an A-team while they are open."""
    own = Exists(TeamMember.objects.filter(initiative=OuterRef("pk"), membership=membership))
    found = (
        Initiative.objects.filter(organisation=membership.organisation_id)
        .select_related("unit__parent")
        .annotate(is_own=own, stones=_stones())
        .order_by("-is_own", "-changed_at", "-id")
    )
    if stage in Stage.values:
        found = found.filter(stage=stage)
    if show == "quiet":
        still = quiet(organisation=membership.organisation, today=membership.organisation.today())
        found = found.filter(pk__in=still.values("pk"))
    if show == "carried":
        team = TeamMember.objects.filter(
            initiative=OuterRef("pk"), membership__state=MembershipState.ACTIVE
        )
        found = found.filter(Exists(team), stage__in=OPEN)
    if unit is not None:
        found = found.filter(unit__in=unit.descendants(include_self=True).values("pk"))
    return found


def _stones() -> Any:
    counted = (
        Step.objects.filter(initiative=OuterRef("pk"), removed_at=None, done_on__isnull=False)
        .order_by()
        .values("initiative")
        .annotate(n=Count("pk"))
        .values("n")
    )
    return Coalesce(Subquery(counted), 0)


def steps_shown(*, initiative: Initiative, limit: int) -> list[Step]:
    """The steps of a page with words and photo: the planned ones, then the latest `limit` done."""
    found = (
        Step.objects.filter(initiative=initiative, removed_at=None)
        .select_related("words", "photo", "logged_by__person")
        .order_by(F("done_on").desc(nulls_first=True), "planned_on", "-id")
    )
    return list(found[:limit])


def check_ins(*, initiative: Initiative, limit: int) -> QuerySet[CheckIn]:
    """The answers that stand, the latest first."""
    return (
        CheckIn.objects.filter(initiative=initiative, undone_at=None)
        .select_related("membership__person")
        .order_by("-answered_at", "-id")[:limit]
    )


def milestones(*, initiative: Initiative) -> QuerySet[Event]:
    """Where the initiative ended and went on, the latest first."""
    return Event.objects.filter(
        subject_type="initiative",
        subject_id=initiative.pk,
        kind__in=[
            Kind.INITIATIVE_FINISHED,
            Kind.INITIATIVE_STOPPED,
            Kind.INITIATIVE_RESUMED,
        ],
    ).order_by("-happened_at", "-id")


def history(*, initiative: Initiative, in_team: bool) -> QuerySet[Event]:
    """All that happened to an initiative, its steps, words and success, the latest first.

    When it said how it is going, and who helped, is for the A-team only, as what it said.
    """
    taken = Step.objects.filter(initiative=initiative)
    steps, photos = taken.values("pk"), taken.exclude(photo=None).values("photo")
    answers = CheckIn.objects.filter(initiative=initiative) if in_team else CheckIn.objects.none()
    words = InitiativeWords.objects.filter(initiative=initiative).values("words")
    # `success` is the other end of a relation of the room above, known here by name only.
    success = (
        Initiative.objects.filter(pk=initiative.pk).values_list("success__pk", flat=True).first()
    )
    told = Q(subject_type="success", subject_id=success or 0) & ~Q(kind__startswith="applause")
    return (
        Event.objects.filter(organisation=initiative.organisation_id)
        .filter(
            Q(subject_type="initiative", subject_id=initiative.pk)
            | Q(subject_type="step", subject_id__in=steps)
            | Q(subject_type="photo", subject_id__in=photos)
            | Q(subject_type="checkin", subject_id__in=answers.values("pk"))
            | Q(subject_type="words", subject_id__in=words)
            | told
            | Q(subject_type="announcement", payload__success_id=success or 0)
        )
        .select_related("actor__person")
        .prefetch_related("changes")
        .order_by("-happened_at", "-id")
    )


def last_ending(*, initiative: Initiative) -> Event | None:
    """The last time that it was closed, or went on after all."""
    found: Event | None = (
        Event.objects.filter(
            subject_type="initiative",
            subject_id=initiative.pk,
            kind__in=[Kind.INITIATIVE_FINISHED, Kind.INITIATIVE_STOPPED, Kind.INITIATIVE_RESUMED],
        )
        .order_by("-id")
        .first()
    )
    return found


def change_of_step(*, step: Step) -> Event | None:
    """The change by which a step came to be as it is (its `version`): what an undo puts back."""
    found: Event | None = Event.objects.filter(
        subject_type="step",
        subject_id=step.pk,
        kind=Kind.STEP_CHANGED,
        payload__version=step.version,
    ).first()
    return found


def last_change(*, initiative: Initiative) -> Event | None:
    """The latest change of a text or choice: what an undo puts back."""
    found: Event | None = (
        Event.objects.filter(
            subject_type="initiative", subject_id=initiative.pk, kind=Kind.INITIATIVE_CHANGED
        )
        .order_by("-id")
        .first()
    )
    return found
