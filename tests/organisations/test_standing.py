"""Every way to a role or a state is judged by what results, against who acts at that moment."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from backend.events.models import Event
from backend.organisations import invitations, services
from backend.organisations.events import MembershipEnded, MembershipInvited
from backend.organisations.models import Membership, MembershipState
from backend.organisations.roles import Role
from tests.acting import by
from tests.conftest import member

ADDRESS = "nieuw@elders.example"
ROLES = [role for role in Role if role != Role.STAFF]


def invite(actor: Membership, *roles: str, email: str = ADDRESS) -> Membership:
    return services.membership_invite(
        act=by(actor), email=email, name="Nina Nieuw", unit=None, roles=roles
    )


def later(*members: Membership) -> None:
    """The pause between two mails is over."""
    for one in members:
        Membership.objects.filter(pk=one.pk).update(invited_at=F("invited_at") - timedelta(hours=2))
        one.refresh_from_db()


def mails() -> int:
    return Event.objects.filter(kind=MembershipInvited.KIND).count()


def again(found: Membership) -> Membership:
    return Membership.objects.get(pk=found.pk)


def administers(found: Membership) -> bool:
    now = again(found)
    return now.state != MembershipState.LEFT and Role.ADMINISTRATOR in now.roles


def _by_invitation(actor, gone, role):
    return services.membership_invite(
        act=by(actor), email=gone.person.email, name="", unit=None, roles=[role]
    )


def _by_return(actor, gone, role):
    Membership.objects.filter(pk=gone.pk).update(roles=[role])
    return services.membership_return(act=by(actor), membership=gone)


def _by_return_of_an_invitation(actor, gone, role):
    Membership.objects.filter(pk=gone.pk).update(roles=[role], invited_at=timezone.now())
    return services.membership_return(act=by(actor), membership=gone)


def _by_change(actor, gone, role):
    Membership.objects.filter(pk=gone.pk).update(state=MembershipState.ACTIVE)
    return services.membership_change(
        act=by(actor), membership=gone, version=1, unit=None, roles=[role]
    )


def _by_reminding(actor, gone, role):
    Membership.objects.filter(pk=gone.pk).update(
        state=MembershipState.INVITED, roles=[role], invited_at=timezone.now() - timedelta(days=20)
    )
    return services.membership_remind(act=by(actor), membership=gone)


def _by_change_of_an_invitation(actor, gone, role):
    Membership.objects.filter(pk=gone.pk).update(
        state=MembershipState.INVITED, invited_at=timezone.now()
    )
    return services.membership_change(
        act=by(actor), membership=gone, version=1, unit=None, roles=[role]
    )


def _by_acceptance(actor, gone, role):
    invited = services.membership_invite(
        act=by(actor), email=gone.person.email, name="", unit=None, roles=[role]
    )
    return services.membership_accept(membership=invited)


WAYS = [
    _by_invitation, _by_return, _by_return_of_an_invitation, _by_change, _by_reminding,
    _by_change_of_an_invitation, _by_acceptance,
]  # fmt: skip


@pytest.fixture
def gone(anton, organisation) -> Membership:
    """Somebody who took part, and was taken off."""
    left = member(organisation, None, "Gerda Gegaan")
    services.membership_end(act=by(anton), membership=left)
    return left


@pytest.mark.parametrize("way", WAYS)
def test_a_manager_makes_nobody_administrator(mieke, gone, way):
    with pytest.raises(ValidationError):
        way(mieke, gone, Role.ADMINISTRATOR)


@pytest.mark.parametrize("role", [role for role in ROLES if role != Role.ADMINISTRATOR])
@pytest.mark.parametrize("way", WAYS)
def test_a_manager_brings_somebody_to_every_other_role(mieke, gone, way, role):
    way(mieke, gone, role)
    found = again(gone)
    assert found.state != MembershipState.LEFT
    assert found.roles == [role]


@pytest.mark.parametrize("way", WAYS)
def test_an_administrator_makes_one_along_every_way(anton, gone, way):
    way(anton, gone, Role.ADMINISTRATOR)
    assert administers(gone)


@pytest.mark.parametrize("actor", ["omar", "samira", "petra"])
@pytest.mark.parametrize("way", WAYS)
def test_others_bring_nobody_anywhere(request, gone, way, actor):
    with pytest.raises(PermissionDenied):
        way(request.getfixturevalue(actor), gone, Role.AMBASSADOR)


@pytest.mark.parametrize("how", ["ended", "demoted"])
@pytest.mark.parametrize("way", WAYS)
def test_who_may_not_any_more_does_nothing_from_a_page_that_was_still_open(
    mieke, anton, gone, way, how
):
    if how == "ended":
        services.membership_end(act=by(anton), membership=mieke)
    else:
        services.membership_change(
            act=by(anton), membership=mieke, version=1, unit=None, roles=[Role.AMBASSADOR]
        )
    assert mieke.state == MembershipState.ACTIVE  # as her page still has it
    with pytest.raises((PermissionDenied, ValidationError)):
        way(mieke, gone, Role.AMBASSADOR)


def test_an_invitation_to_an_administrator_is_no_managers_to_take_back_or_send_again(mieke, anton):
    invited = invite(anton, Role.ADMINISTRATOR)
    later(invited)
    with pytest.raises(ValidationError):
        services.membership_end(act=by(mieke), membership=invited)
    with pytest.raises(ValidationError):
        services.membership_remind(act=by(mieke), membership=invited)
    assert mails() == 1


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.PROGRAMME_MANAGER])
@pytest.mark.parametrize("how", ["ended", "demoted"])
def test_who_lost_a_managing_role_gives_none_by_what_they_sent_before(
    anton, organisation, browse, role, how
):
    bea = member(organisation, None, "Bea Tweede", Role.ADMINISTRATOR)
    invited = invite(bea, role)
    link = reverse("root:invitation", args=[invitations.token(invited)])
    if how == "ended":
        services.membership_end(act=by(anton), membership=bea)
    else:
        services.membership_change(act=by(anton), membership=bea, version=1, unit=None, roles=[])
    answer = browse(None).post(link)
    assert answer.status_code == 410
    assert "sessionid" not in answer.cookies
    assert again(invited).state == MembershipState.INVITED
    later(invited)
    renewed = services.membership_remind(act=by(anton), membership=invited)
    assert services.membership_accept(membership=renewed).state == MembershipState.ACTIVE


def test_colleagues_stay_welcome_when_who_invited_them_leaves(mieke, anton):
    invited = invite(mieke, Role.AMBASSADOR)
    services.membership_end(act=by(anton), membership=mieke)
    assert services.membership_accept(membership=invited).state == MembershipState.ACTIVE


def test_who_was_taken_off_does_not_come_back_by_themselves(mieke, anton, browse):
    """By an old invitation, an undo of their own ending, or a page that was opened before."""
    invited = invite(mieke, Role.PROGRAMME_MANAGER)
    link = reverse("root:invitation", args=[invitations.token(invited)])
    browse(None).post(link)
    services.membership_end(act=by(mieke), membership=again(invited))
    nina = browse(invited)
    undo = reverse("organisations:membership_return", args=["deplas", invited.uid])
    assert nina.post(undo).status_code == 404
    assert nina.post(link).status_code == 410
    with pytest.raises(ValidationError):
        services.membership_accept(membership=invited)
    with pytest.raises(ValidationError):
        services.membership_return(act=by(again(invited)), membership=invited)
    assert again(invited).state == MembershipState.LEFT


def test_an_invitation_that_was_taken_back_while_its_page_was_open_lets_nobody_in(
    mieke, browse, monkeypatch
):
    invited = invite(mieke)
    url = reverse("root:invitation", args=[invitations.token(invited)])
    services.membership_end(act=by(mieke), membership=invited)
    monkeypatch.setattr(
        invitations, "opened", lambda _token: Membership(pk=invited.pk, **_as_opened(invited))
    )
    answer = browse(None).post(url)
    assert answer.status_code == 410
    assert "sessionid" not in answer.cookies


def _as_opened(invited: Membership) -> dict:
    return {
        "organisation": invited.organisation, "person": invited.person, "uid": invited.uid,
        "state": MembershipState.INVITED, "invited_at": invited.invited_at,
    }  # fmt: skip


def _end_and_return(actor, invited):
    services.membership_end(act=by(actor), membership=invited)
    services.membership_return(act=by(actor), membership=invited)


def _end_and_invite(actor, invited):
    services.membership_end(act=by(actor), membership=invited)
    invite(actor, Role.AMBASSADOR)


def _end_and_invite_several(actor, invited):
    from backend.text.people import read

    services.membership_end(act=by(actor), membership=invited)
    services.memberships_invite(act=by(actor), people=read(f"Nina <{ADDRESS}>"), unit=None)


def _remind(actor, invited):
    services.membership_remind(act=by(actor), membership=invited)


def _invite_in_capitals(actor, invited):
    invite(actor, Role.LEADERSHIP, email=ADDRESS.upper())


def _change(actor, invited):
    version = again(invited).version
    for roles in ([Role.LEADERSHIP], [Role.TEAM_LEADER]):
        services.membership_change(
            act=by(actor), membership=invited, version=version, unit=None, roles=roles
        )
        version += 1


ROUTES = [
    _end_and_return, _end_and_invite, _end_and_invite_several, _remind, _invite_in_capitals, _change,
]  # fmt: skip


@pytest.mark.parametrize("route", ROUTES)
def test_an_address_gets_one_invitation_an_hour_along_every_way(mieke, route):
    invited = invite(mieke)
    for _time in range(3):
        try:
            route(mieke, invited)
        except ValidationError:
            assert again(invited).state == MembershipState.INVITED
    assert mails() == 1
    assert invitations.opened(invitations.token(again(invited))) is not None


@pytest.mark.parametrize("route", [_end_and_return, _end_and_invite, _remind])
def test_after_the_hour_there_is_one_more(mieke, route):
    invited = invite(mieke)
    later(invited)
    route(mieke, invited)
    assert mails() == 2


def test_what_was_ended_twice_has_ended_once(mieke, omar):
    for _time in range(2):
        services.membership_end(act=by(mieke), membership=omar)
    assert Event.objects.filter(kind=MembershipEnded.KIND).count() == 1


def test_only_one_place_gives_a_state_or_a_role() -> None:
    """What writes them elsewhere is not judged: the founding of an organisation, and the example."""
    import re
    from pathlib import Path

    writes = re.compile(
        r"(?<!self)\.(?:roles|state) = (?:MembershipState|\[?Role|roles)|Membership\.objects\.(?:bulk_)?create"
        r"|(?:^|[^\w])Membership\(\w+=(?!actor)|roles=\[Role"
    )
    found = {
        str(path)
        for path in Path("backend").rglob("*.py")
        if "migrations" not in path.parts and writes.search(path.read_text())
    }
    assert found == {
        "backend/organisations/services/organisations.py",  # founding an organisation
        "backend/organisations/services/people.py",  # the row that `stand` is given
        "backend/example/cast.py",
    }
