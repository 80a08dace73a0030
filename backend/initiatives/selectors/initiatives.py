"""Reading initiatives: which, by whom, and which have been quiet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils import timezone

from backend.initiatives import stuck, telling
from backend.initiatives.models import (
    LAID,
    Answer,
    CheckIn,
    Initiative,
    Programme,
    Step,
    TeamMember,
)
from backend.initiatives.selectors.steps import start_of_day
from backend.initiatives.stages import OPEN, Stage
from backend.listening.models import Words
from backend.organisations import branches
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
    here = Initiative.objects.filter(organisation=membership.organisation_id, stage__in=OPEN)
    own = here.filter(team__membership=membership)
    near = here.filter(unit_id=membership.unit_id or 0)
    # Each part by its index: as one condition the database would look at all that are open.
    return (
        Initiative.objects.filter(pk__in=own.values("pk").union(near.values("pk")))
        .annotate(
            is_own=Exists(
                TeamMember.objects.filter(initiative=OuterRef("pk"), membership=membership)
            )
        )
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
    if found is None or not may_log_in(membership=membership, initiative=found):
        return None
    return found


def may_log_in(*, membership: Membership, initiative: Initiative) -> bool:
    """Whether somebody may log a step in it, as the row at hand stands."""
    if initiative.organisation_id != membership.organisation_id or not initiative.is_open:
        return False
    return (
        initiative.unit_id == membership.unit_id
        or membership.has_role(Role.PROGRAMME_MANAGER)
        or in_team(membership=membership, initiative=initiative)
    )


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


def quiet(*, organisation: Organisation, today: date) -> QuerySet[Initiative]:
    """Open initiatives without a sign of life (step, edit, check-in) for 14 days."""
    return Initiative.objects.filter(
        _is_quiet(organisation=organisation, today=today), organisation=organisation
    )


def _is_quiet(*, organisation: Organisation, today: date) -> Q:
    """What makes an initiative quiet: it is open, and nothing was heard of it for 14 days."""
    return Q(stage__in=OPEN, touched_at__lt=quiet_since(organisation=organisation, today=today))


def quiet_since(*, organisation: Organisation, today: date) -> datetime:
    """What was heard of last before this moment is quiet."""
    return start_of_day(organisation=organisation, day=today - timedelta(days=QUIET_DAYS - 1))


def check_ins_due(*, membership: Membership, today: date) -> QuerySet[Initiative]:
    """The quiet initiatives that somebody may be asked about, the quietest first.

    Whoever answered "later" is left alone for a week; their colleagues in the A-team are not. Each
    has `taken_back`, as `sentence_taken_back`, and what `stuck.with_alone` tells.
    """
    later = _left_alone(membership.organisation, today, membership)
    due = (
        quiet(organisation=membership.organisation, today=today)
        .filter(~Exists(later), team__membership=membership)
        .annotate(taken_back=Coalesce(Subquery(_taken_back(membership, OuterRef("pk"))), Value("")))
        .order_by("touched_at", "id")
    )
    return stuck.with_alone(due, membership)


def check_ins_due_of(
    *, organisation: Organisation, members: Sequence[int], today: date
) -> Iterable[tuple[int, int]]:
    """The same for many at once, in one query: (membership id, initiative id), the quietest first."""
    later = _left_alone(organisation, today, OuterRef("team__membership"))
    return (
        quiet(organisation=organisation, today=today)
        .filter(~Exists(later), team__membership__in=members)
        .order_by("touched_at", "pk")
        .values_list("team__membership_id", "pk")
    )


def _left_alone(organisation: Organisation, today: date, membership: Any) -> QuerySet[CheckIn]:
    """That somebody answered "later" less than a week ago."""
    since = start_of_day(organisation=organisation, day=today - timedelta(days=LATER_DAYS - 1))
    return CheckIn.objects.filter(
        initiative=OuterRef("pk"), membership=membership, answer=Answer.LATER, undone_at=None,
        answered_at__gte=since,
    )  # fmt: skip


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


def initiative_page(*, organisation: Organisation) -> QuerySet[Initiative]:
    """Initiatives with all that one page shows of them in a line, and their story."""
    return Initiative.objects.filter(organisation=organisation).select_related(
        "organisation", "unit__parent", "process", "customer_group", "ambition", *telling.along()
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
) -> tuple[QuerySet[Initiative], QuerySet[Initiative]]:
    """One's own initiatives, each with `stones` (how many done steps), and those of others, each the
    latest changed first and with `is_own`. Of one stage, of one unit with the units below it, or
    what the board counts: those that are `quiet`, or `carried` by an A-team while they are open.
    """
    team = TeamMember.objects.filter(organisation=membership.organisation_id, membership=membership)
    own = team.values("initiative_id")
    found = _listed(membership=membership, stage=stage, unit=unit, show=show)
    return (
        found.filter(pk__in=own).annotate(is_own=Value(True), stones=_stones()),
        found.exclude(pk__in=own).annotate(is_own=Value(False)),
    )


def _listed(
    *, membership: Membership, stage: str, unit: Unit | None, show: str
) -> QuerySet[Initiative]:
    found = (
        Initiative.objects.filter(organisation=membership.organisation_id)
        .select_related("unit")
        .only("uid", "title", "stage", "changed_at", "unit__name")
        .order_by("-changed_at", "-id")
    )
    if stage in Stage.values:
        found = found.filter(stage=stage)
    if show == "quiet":
        found = found.filter(
            _is_quiet(organisation=membership.organisation, today=membership.organisation.today())
        )
    if show == "carried":
        team = TeamMember.objects.filter(
            initiative=OuterRef("pk"), membership__state=MembershipState.ACTIVE
        )
        found = found.filter(Exists(team), stage__in=OPEN)
    if unit is not None:
        found = found.filter(
            unit__in=branches.ids_below(organisation=membership.organisation, ids=[unit.pk])
        )
    return found


def _stones() -> Any:
    counted = (
        Step.objects.filter(LAID, initiative=OuterRef("pk"))
        .order_by()
        .values("initiative")
        .annotate(n=Count("pk"))
        .values("n")
    )
    return Coalesce(Subquery(counted), 0)
