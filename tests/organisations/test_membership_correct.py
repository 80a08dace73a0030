"""A name that was typed wrong is put right, and an invitation that went to a wrong address."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope

from backend.accounts.invitations import _still_invited
from backend.events.models import Event
from backend.organisations import invitations, services
from backend.organisations.models import Membership, MembershipState, Person
from backend.organisations.roles import Role
from backend.outbox.models import Delivery
from backend.tenancy.models import VersionConflict
from backend.web.permissions import Refused
from tests.acting import by


def page(member: Membership) -> str:
    return reverse("organisations:membership_correct", args=["deplas", member.uid])


def detail(member: Membership) -> str:
    return reverse("organisations:membership_change", args=["deplas", member.uid])


def invite(actor: Membership, email: str = "nina@elders.example", **more) -> Membership:
    more = {"name": "Nina Niew", "unit": None, **more}
    return services.membership_invite(act=by(actor), email=email, **more)


def fresh(member: Membership) -> Membership:
    return Membership._base_manager.select_related("person").get(pk=member.pk)


def correct(actor: Membership, member: Membership, **fields) -> Membership:
    version = fresh(member).version
    return services.membership_correct(act=by(actor), membership=member, version=version, **fields)


def test_an_administrator_puts_a_name_right_and_it_stands_in_the_history(anton, omar, browse):
    client = browse(anton)
    sent = {"name": "  Omar\u200b El Tahiri ", "version": omar.version}
    assert client.post(page(omar), sent)["Location"] == detail(omar)
    assert fresh(omar).person.name == "Omar El Tahiri"
    assert fresh(omar).person.sort_key.startswith("tahiri")
    told = client.get(detail(omar)).text
    assert "<s>Omar Tahiri</s> → Omar El Tahiri" in told
    assert "Anton Griffioen" in told


@pytest.mark.parametrize("who", ["omar", "samira", "petra", "mieke"])
def test_nobody_else_does(request, who, anton, joost, browse):
    actor = request.getfixturevalue(who)
    assert browse(actor).get(page(joost)).status_code == 403
    assert browse(actor).post(page(joost), {"name": "Ander"}).status_code == 403
    with pytest.raises(Refused):
        correct(actor, joost, name="Ander")
    assert fresh(joost).person.name == "Joost Wever"


def test_an_administrator_of_yesterday_does_not_either(anton, omar, mieke):
    services.membership_change(
        act=by(anton), membership=mieke, version=1, unit=None, roles=[Role.ADMINISTRATOR]
    )
    as_opened = fresh(mieke)
    services.membership_change(
        act=by(anton), membership=mieke, version=2, unit=None, roles=[Role.STAFF]
    )
    with pytest.raises(Refused):
        correct(as_opened, omar, name="Ander")


@pytest.mark.parametrize("name", ["", "  ", "\u200b", "x" * 121])
def test_what_is_no_name_is_refused_at_its_field(anton, omar, browse, name):
    answer = browse(anton).post(page(omar), {"name": name, "version": omar.version})
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text
    assert fresh(omar).person.name == "Omar Tahiri"


def test_a_second_administrators_choice_is_shown_and_not_overwritten(anton, omar, browse):
    sent = {"name": "Omar T.", "version": omar.version}
    correct(anton, omar, name="Omar El Tahiri")
    assert browse(anton).post(page(omar), sent).status_code in {409, 422}
    assert fresh(omar).person.name == "Omar El Tahiri"
    with pytest.raises(VersionConflict):
        services.membership_correct(act=by(anton), membership=omar, version=1, name="Omar T.")


def test_a_wrong_address_is_put_right_while_invited_and_the_earlier_link_ends(anton, browse):
    invited = invite(anton, "nina@elder.example")
    before = invitations.token(invited)
    sent = {"name": "Nina Nieuw", "email": "nina@elders.example", "version": invited.version}
    client = browse(anton)
    assert client.post(page(invited), sent).status_code == 302
    now = fresh(invited)
    assert (now.person.email, now.own_name, now.state) == (
        "nina@elders.example", "Nina Nieuw", MembershipState.INVITED,
    )  # fmt: skip
    assert now.person.pk == invited.person_id  # no second account is left behind
    assert invitations.opened(before) is None
    assert invitations.opened(invitations.token(now)) == now
    assert "<s>nina@elder.example</s> → nina@elders.example" in client.get(detail(now)).text


def test_what_is_owed_to_the_wrong_address_is_not_sent_any_more(anton):
    invited = invite(anton, "nina@elder.example")
    owed = Delivery(membership=invited, payload={"invited_at": invited.invited_at.isoformat()})
    assert _still_invited(owed)
    correct(anton, invited, name="Nina Nieuw", email="nina@elders.example")
    owed.membership = fresh(invited)
    assert not _still_invited(owed)


def test_an_address_that_has_an_account_already_is_invited_as_that_account(anton, stranger, browse):
    invited = invite(anton)
    correct(anton, invited, name="Nina Nieuw", email="VERA@verweg.example")
    now = fresh(invited)
    assert now.person == stranger.person
    told = browse(anton).get(detail(now)).text
    assert "Nina Nieuw" in told
    assert "Vera Vreemd" not in told  # what somebody is called elsewhere is theirs to tell
    assert fresh(stranger).person.name == "Vera Vreemd"


def _joined(anton: Membership, stranger: Membership) -> Membership:
    return services.membership_accept(membership=invite(anton))


def _signed_in_once(anton: Membership, stranger: Membership) -> Membership:
    invited = invite(anton)
    Person.objects.filter(pk=invited.person_id).update(last_login=timezone.now())
    return invited


def _invited_elsewhere_too(anton: Membership, stranger: Membership) -> Membership:
    invited = invite(anton)
    with scope(organisation=stranger.organisation):
        invite(stranger, name="Nina Anders")
    return invited


def _gone(anton: Membership, stranger: Membership) -> Membership:
    return services.membership_end(act=by(anton), membership=_joined(anton, stranger))


@pytest.mark.parametrize("whose", [_joined, _signed_in_once, _invited_elsewhere_too, _gone])
def test_the_address_of_an_account_is_nobody_elses_to_change(anton, stranger, browse, whose):
    found = whose(anton, stranger)
    assert 'name="email"' not in browse(anton).get(page(found)).text
    with pytest.raises(ValidationError) as refused:
        correct(anton, found, name="Nina Nieuw", email="van-mij@elders.example")
    assert "email" in refused.value.message_dict
    assert fresh(found).person.email == "nina@elders.example"
    # Nor along a form that somebody made themselves.
    sent = {"name": "Nina", "email": "van-mij@elders.example", "version": fresh(found).version}
    browse(anton).post(page(found), sent)
    assert fresh(found).person.email == "nina@elders.example"


@pytest.mark.parametrize("whose", [_signed_in_once, _invited_elsewhere_too])
def test_the_name_of_an_account_that_is_not_in_here_yet_stays_its_own(anton, stranger, whose):
    found = whose(anton, stranger)
    before = fresh(found).person.name
    correct(anton, found, name="Nina Nieuw")
    assert (fresh(found).own_name, fresh(found).person.name) == ("Nina Nieuw", before)


@pytest.mark.parametrize("email", ["samira@deplas.example", "gerda@deplas.example"])
def test_a_colleague_who_is_or_was_here_is_not_invited_twice(anton, samira, omar, email):
    services.membership_end(act=by(anton), membership=omar)
    Person.objects.filter(pk=omar.person_id).update(email="gerda@deplas.example")
    invited = invite(anton)
    with pytest.raises(ValidationError) as refused:
        correct(anton, invited, name="Nina Nieuw", email=email)
    assert "email" in refused.value.message_dict
    assert (fresh(invited).own_name, fresh(invited).person.email) == (
        "Nina Niew", "nina@elders.example",
    )  # fmt: skip


def test_an_address_gets_one_invitation_an_hour_along_this_way_too(anton):
    first, second = invite(anton), invite(anton, "nora@elders.example", name="Nora")
    correct(anton, first, name="Nina", email="elders@elders.example")
    with pytest.raises(ValidationError):  # back to where one went just now
        correct(anton, first, name="Nina", email="nina@elders.example")
    with pytest.raises(ValidationError):
        correct(anton, second, name="Nora", email="nina@elders.example")
    sent = Event.objects.filter(kind="membership_invited")
    assert sent.count() == 3
    Membership.objects.update(invited_at=F("invited_at") - timedelta(hours=2))


def test_a_name_that_is_put_right_stands_in_every_history_without_who_of_elsewhere(
    anton, omar, stranger, browse
):
    with scope(organisation=stranger.organisation):
        there = Membership.objects.create(
            organisation=stranger.organisation, person=omar.person, roles=[Role.STAFF]
        )
    correct(anton, omar, name="Omar El Tahiri")
    client = browse(stranger)
    told = client.get(reverse("organisations:membership_change", args=["verweg", there.uid])).text
    assert "<s>Omar Tahiri</s> → Omar El Tahiri" in told
    assert "Anton" not in told


def test_ones_own_name_is_put_right_by_oneself_and_stands_in_the_history(anton, omar, browse):
    profile = reverse("organisations:profile", args=["deplas"])
    browse(omar).post(profile, {"name": "Omar El Tahiri", "language": "nl"})
    told = browse(anton).get(detail(omar)).text
    assert "<s>Omar Tahiri</s> → Omar El Tahiri" in told


def test_choosing_a_language_needs_no_name(omar, browse):
    Person.objects.filter(pk=omar.person_id).update(name="", sort_key="")
    client = browse(omar)
    assert client.post(reverse("set_language"), {"language": "en"}).status_code == 302
    assert (fresh(omar).person.language, fresh(omar).person.name) == ("en", "")


def test_an_address_alone_tells_nobody_what_its_account_is_called_elsewhere(
    anton, stranger, browse
):
    invited = invite(anton, stranger.person.email, name="")
    people = reverse("organisations:people", args=["deplas"])
    client = browse(anton)
    for query in ({}, {"q": "Vreemd"}, {"q": "vera@"}, {"left": "1"}):
        assert "Vera" not in client.get(people, query).text
    assert not client.get(people, {"q": "Vreemd"}).context["page_obj"]
    assert "Vera" not in client.get(detail(invited)).text
    assert "Vera" not in client.get(page(invited)).text
    services.membership_end(act=by(anton), membership=invited)
    assert "Vera" not in client.get(people, {"left": "1"}).text
    assert "Vera" not in client.get(detail(invited)).text


def test_who_left_keeps_the_name_of_then_and_has_their_own_again_on_return(anton, omar, browse):
    services.membership_end(act=by(anton), membership=omar)
    services.person_change(person=omar.person, name="Omar Elders")
    client = browse(anton)
    left = client.get(reverse("organisations:people", args=["deplas"]), {"left": "1"}).text
    assert "Omar Tahiri" in left
    assert "Omar Elders" not in left
    services.membership_return(act=by(anton), membership=omar)
    assert fresh(omar).own_name == "Omar Elders"
    again = services.membership_end(act=by(anton), membership=fresh(omar)) or fresh(omar)
    invited = invite(anton, omar.person.email, name="")
    assert (again.person, invited.own_name) == (omar.person, "Omar Elders")


def test_whom_another_organisation_invited_first_is_called_what_this_one_typed(anton, stranger):
    with scope(organisation=stranger.organisation):
        invite(stranger, name="")
    joined = services.membership_accept(membership=invite(anton, name="Nina Nieuw"))
    assert fresh(joined).person.name == "Nina Nieuw"
