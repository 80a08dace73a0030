"""Who is to hear of a success."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from backend.initiatives.models import TeamMember
from backend.messaging.models import Preference, SuccessMail
from backend.organisations import branches
from backend.organisations.models import Membership, MembershipState, Organisation
from backend.organisations.selectors import FEWEST
from backend.organisations.tree import top
from backend.outbox.models import Delivery
from backend.outbox.states import NOT_ARRIVED
from backend.successes.models import Announcement, AnnouncementUnit, Audience, Success

# The name of the message in the outbox.
MESSAGE = "announcement"


def units_with_below(*, organisation: Organisation, unit_ids: Iterable[int]) -> list[int]:
    """These units and all units below them, in one query; ids of elsewhere are left out."""
    return branches.ids_below(organisation=organisation, ids=unit_ids)


def units_of_department(*, membership: Membership) -> list[int]:
    """The units of the department that somebody works in: the top of their branch and all below."""
    own, organisation = membership.unit_id, membership.organisation
    if own is None:
        return []
    parents = branches.parents_above(organisation=organisation, ids=[own])
    return branches.ids_below(organisation=organisation, ids=[top(parents, own)])


def audience(
    *, success: Success, chosen: str, unit_ids: Sequence[int], actor: Membership
) -> QuerySet[Membership]:
    """Everybody a success is told to: `unit_ids` (with all below them), or the organisation.

    Not whoever asks, and not the A-team: nobody is told what they did themselves.
    """
    team = TeamMember.objects.filter(initiative=success.initiative_id, membership=OuterRef("pk"))
    found = Membership.objects.filter(
        ~Exists(team), organisation=success.organisation_id, state=MembershipState.ACTIVE
    ).exclude(pk=actor.pk)
    return found if chosen == Audience.ORGANISATION else found.filter(unit__in=unit_ids)


def hearers(
    *, success: Success, chosen: str, unit_ids: Sequence[int], actor: Membership
) -> QuerySet[Membership]:
    """Of that audience, who has not heard of it by an announcement that stands, or still waits.

    Whether they want mail is not read: the number of a small team would tell it of a colleague.
    """
    everybody = audience(success=success, chosen=chosen, unit_ids=unit_ids, actor=actor)
    return _without(everybody, Announcement.objects.filter(success=success))


def announcement_hearers(*, announcement: Announcement) -> QuerySet[Membership]:
    """Who hears of a success by this announcement, and had not by an earlier one."""
    earlier = Announcement.objects.filter(success=announcement.success_id, pk__lt=announcement.pk)
    return _without(announcement_audience(announcement=announcement), earlier)


def _without(
    found: QuerySet[Membership], announcements: QuerySet[Announcement]
) -> QuerySet[Membership]:
    heard = Q(audience=Audience.ORGANISATION) | Q(unit_links__unit=OuterRef("unit"))
    return found.filter(~Exists(announcements.filter(heard, called_back_at=None)))


def recipients(
    *, success: Success, chosen: str, unit_ids: Sequence[int], actor: Membership
) -> QuerySet[Membership]:
    """Of that audience, who will be mailed: who wants to be, and was not yet for this success.

    Whose mail did not arrive through no fault of theirs is mailed again.
    """
    silent = Preference.objects.filter(membership=OuterRef("pk"), success_mail=SuccessMail.NONE)
    reached = Delivery.objects.filter(
        membership=OuterRef("pk"), message=MESSAGE, subject_id=success.pk
    ).exclude(state__in=NOT_ARRIVED)
    everybody = audience(success=success, chosen=chosen, unit_ids=unit_ids, actor=actor)
    return everybody.filter(~Exists(silent), ~Exists(reached))


def mail_did_not_arrive(*, success: Success) -> bool:
    """Whether mail about it did not arrive, through no fault of the recipients, with many of them.

    Asked of all its announcements and answered from `FEWEST` on: of fewer it would tell who of
    them wants mail.
    """
    lost = Delivery.objects.filter(
        organisation=success.organisation_id, message=MESSAGE, subject_id=success.pk,
        state__in=NOT_ARRIVED,
    )  # fmt: skip
    return lost[:FEWEST].count() >= FEWEST


def announcement_audience(*, announcement: Announcement) -> QuerySet[Membership]:
    """Everybody that an announcement is for."""
    return audience(
        success=announcement.success,
        chosen=announcement.audience,
        unit_ids=list(announcement.unit_links.values_list("unit_id", flat=True)),
        actor=announcement.requested_by,
    )


def announcements_standing(*, success: Success) -> QuerySet[Announcement]:
    """The announcements of a success that were not called back, the latest first.

    Each with `team_name`: the team, as it is called now, that one to somebody's own team went to,
    wherever that colleague works by now.
    """
    above = AnnouncementUnit.objects.filter(
        announcement=OuterRef("announcement"), unit=OuterRef("unit__parent")
    )
    team = AnnouncementUnit.objects.filter(~Exists(above), announcement=OuterRef("pk"))
    return (
        Announcement.objects.filter(success=success, called_back_at=None)
        .annotate(team_name=Subquery(team.order_by("id").values("unit__name")[:1]))
        .order_by("-requested_at", "-id")
    )
