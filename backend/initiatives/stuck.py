"""Who is stuck, who may hear of it, and who helps; one rule for page, news and mail."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from backend.events.models import Event
from backend.initiatives.events import StepLogged
from backend.initiatives.models import LAID, Answer, CheckIn, Help, Initiative, Step, TeamMember
from backend.initiatives.stages import OPEN
from backend.organisations.models import Membership, MembershipState
from backend.organisations.roles import Role

# So long it waits on somebody's own page; on the page of the initiative it stays.
WAITS = timedelta(days=14)


def got_on(initiative: Any, at: Any) -> Exists | Any:
    """Whether an initiative got on after a moment: a better answer, or a step that was done.

    Both arguments are names of the outer query, as `OuterRef` takes them.
    """
    better = CheckIn.objects.filter(
        initiative=OuterRef(initiative),
        answer=Answer.GOING_WELL,
        undone_at=None,
        answered_at__gt=OuterRef(at),
    )
    done = Step.objects.filter(LAID, initiative=OuterRef(initiative))
    # One that was planned before, and done after.
    laid = Event.objects.filter(
        kind=StepLogged.KIND,
        subject_type="step",
        subject_id=OuterRef("pk"),
        happened_at__gt=OuterRef(OuterRef(at)),
    )
    planned = done.filter(Exists(laid), planned_on__isnull=False)
    return Exists(better) | Exists(done.filter(logged_at__gt=OuterRef(at))) | Exists(planned)


def standing() -> QuerySet[CheckIn]:
    """The answers "I'm stuck" that still hold: not taken back, and nothing got on since.

    Of one person in one initiative only the last, while they are in its A-team. Each has `helpers`,
    who said they help.
    """
    in_team = TeamMember.objects.filter(
        initiative=OuterRef("initiative"), membership=OuterRef("membership")
    )
    later = CheckIn.objects.filter(
        initiative=OuterRef("initiative"),
        membership=OuterRef("membership"),
        answer__in=[Answer.STUCK, Answer.GOING_WELL],
        undone_at=None,
        pk__gt=OuterRef("pk"),
    )
    helps = Help.objects.filter(withdrawn_at=None).select_related("membership__person")
    return (
        CheckIn.objects.filter(
            ~Exists(later),
            Exists(in_team),
            ~got_on("initiative", "answered_at"),
            answer=Answer.STUCK,
            undone_at=None,
            initiative__stage__in=OPEN,
            membership__state=MembershipState.ACTIVE,
        )
        .select_related("initiative", "membership__person")
        .prefetch_related(Prefetch("helps", helps.order_by("offered_at"), to_attr="helpers"))
        .order_by("answered_at", "id")
    )


def hearing(membership: Membership) -> Q:
    """The answers of others that somebody hears of.

    Those of their A-teams since they came in; as programme manager also where they were asked.
    """
    in_team = TeamMember.objects.filter(
        initiative=OuterRef("initiative"),
        membership=membership,
        joined_at__lte=OuterRef("answered_at"),
    )
    # Their own first: of all that was ever answered only that is looked at.
    own = TeamMember.objects.filter(membership=membership).values("initiative")
    found = Q(Exists(in_team), initiative__in=own)
    if membership.has_role(Role.PROGRAMME_MANAGER):
        found |= Q(manager_asked=True)
    return found & ~Q(membership=membership)


def asking(*, initiative: Initiative, membership: Membership) -> list[CheckIn]:
    """Who is stuck in an initiative, as far as this reader hears of it, and they themselves."""
    own = Q(membership=membership)
    return list(standing().filter(hearing(membership) | own, initiative=initiative))


def waiting(*, membership: Membership) -> QuerySet[CheckIn]:
    """Who waits for help that somebody could give; no more once anybody helps."""
    helped = Help.objects.filter(check_in=OuterRef("pk"), withdrawn_at=None)
    return standing().filter(
        hearing(membership), ~Exists(helped), answered_at__gt=timezone.now() - WAITS
    )


def waiting_first(*, membership: Membership, limit: int) -> list[CheckIn]:
    """The first of `waiting`, which is asked only where a cheap question finds that somebody may be."""
    if not _may_wait(membership):
        return []
    found = list(waiting(membership=membership).prefetch_related(None)[:limit])
    for one in found:
        one.helpers = []  # type: ignore[attr-defined]  # once anybody helps it waits no more
    return found


def _may_wait(membership: Membership) -> bool:
    own = TeamMember.objects.filter(membership=membership).values("initiative")
    heard = Q(initiative__in=own)
    if membership.has_role(Role.PROGRAMME_MANAGER):
        heard |= Q(manager_asked=True)
    # Most get on by a step: one part of `got_on`, and the cheapest.
    laid = Step.objects.filter(
        initiative=OuterRef("initiative"), removed_at=None, done_on__isnull=False,
        logged_at__gt=OuterRef("answered_at"),
    )  # fmt: skip
    recent = CheckIn.objects.filter(
        heard,
        ~Exists(laid),
        organisation=membership.organisation_id,
        answer=Answer.STUCK,
        undone_at=None,
        answered_at__gt=timezone.now() - WAITS,
    )
    return recent.exclude(membership=membership).exists()


def hears(*, membership: Membership, check_in: CheckIn) -> bool:
    """Whether somebody may read this answer and offer help."""
    return CheckIn.objects.filter(hearing(membership), pk=check_in.pk).exists()


def hearers(*, check_in: CheckIn) -> QuerySet[Membership]:
    """Everybody who hears of it: the A-team, and the programme managers who were asked along."""
    team = TeamMember.objects.filter(initiative=check_in.initiative_id, membership=OuterRef("pk"))
    wanted = Q(Exists(team))
    if check_in.manager_asked:
        wanted |= Q(roles__contains=[Role.PROGRAMME_MANAGER])
    return (
        Membership.objects.filter(
            wanted, organisation=check_in.organisation_id, state=MembershipState.ACTIVE
        )
        .exclude(pk=check_in.membership_id)
        .order_by("pk")
    )


def managers(*, membership: Membership) -> QuerySet[Membership]:
    """The programme managers whom somebody who is alone may ask."""
    return Membership.objects.filter(
        organisation=membership.organisation_id,
        state=MembershipState.ACTIVE,
        roles__contains=[Role.PROGRAMME_MANAGER],
    ).exclude(pk=membership.pk)


def with_alone(initiatives: QuerySet[Initiative], membership: Membership) -> QuerySet[Initiative]:
    """Each with `is_alone` (nobody else in its A-team would hear who is stuck) and `may_ask` (there
    is a programme manager to ask)."""
    others = TeamMember.objects.filter(
        initiative=OuterRef("pk"), membership__state=MembershipState.ACTIVE
    ).exclude(membership=membership)
    return initiatives.annotate(
        is_alone=~Exists(others), may_ask=Exists(managers(membership=membership))
    )


def mark(initiative: Initiative, membership: Membership) -> None:
    """The same for one initiative that was read already."""
    found: Any = with_alone(Initiative.objects.filter(pk=initiative.pk), membership).get()
    initiative.is_alone, initiative.may_ask = found.is_alone, found.may_ask  # type: ignore[attr-defined]
