"""The link of an invitation, and what waits for who signed in without it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db.models import F
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope

from backend.organisations import invitations, services
from backend.organisations.models import Membership, MembershipState, Person
from backend.outbox import crypto
from backend.outbox.models import Delivery
from tests.acting import by
from tests.conftest import member

LIST = reverse("root:invitation_list")
LATER = reverse("root:invitation_later")


def invite(actor: Membership, email: str = "nina@elders.example", **more) -> Membership:
    return services.membership_invite(
        act=by(actor), email=email, name="Nina Nieuw", unit=None, **more
    )


def link(invited: Membership) -> str:
    return reverse("root:invitation", args=[invitations.token(invited)])


def accept(invited: Membership) -> str:
    return reverse("root:invitation_accept", args=[invited.uid])


def state(invited: Membership) -> str:
    return Membership._base_manager.get(pk=invited.pk).state


def sign_in_by_code(email: str) -> Client:
    client = Client(headers={"accept-language": "nl"})
    client.post(reverse("account_request_login_code"), {"email": email})
    code = crypto.decrypt(Delivery.objects.filter(message="sign_in_code").latest("id").secret)
    client.post(reverse("account_confirm_login_code"), {"code": code})
    return client


@pytest.mark.parametrize("used", [True, False], ids=["known account", "new account"])
def test_somebody_elses_invitation_says_whose_it_is_and_leads_out(anton, omar, browse, used):
    invited = invite(anton)
    if used:
        Person.objects.filter(pk=invited.person_id).update(last_login=timezone.now())
    client = browse(omar)
    page = client.get(link(invited), follow=True)
    assert (page.status_code, page.redirect_chain) == (200, [])
    assert "Nina Nieuw" in page.text
    assert "n…@elders.example" in page.text
    assert "nina@elders.example" not in page.text
    assert client.post(link(invited)).status_code == 403
    assert state(invited) == MembershipState.INVITED
    out = client.post(reverse("account_logout"), {"next": link(invited)}, follow=True)
    assert out.status_code == 200
    assert len(out.redirect_chain) <= 2
    assert "Omar" not in out.text


def test_ones_own_invitation_of_another_organisation_opens_while_signed_in(anton, stranger, browse):
    invited = invite(anton, stranger.person.email)
    client = browse(stranger)
    assert client.get(link(invited)).status_code == 200
    assert client.post(link(invited))["Location"] == reverse("pages:my_steps", args=["deplas"])
    assert state(invited) == MembershipState.ACTIVE


def test_ones_own_invitation_that_was_used_leads_to_ones_steps(anton, browse):
    invited = invite(anton)
    services.membership_accept(membership=invited)
    for do in (browse(invited).get, browse(invited).post):
        assert do(link(invited))["Location"] == reverse("pages:my_steps", args=["deplas"])
    elsewhere = browse(None).get(link(invited))
    assert elsewhere.status_code == 410
    assert "al gebruikt" in elsewhere.text
    assert "Nina" not in elsewhere.text


def test_a_link_that_no_longer_works_says_why(anton, omar, browse, monkeypatch):
    invited = invite(anton)
    first = link(invited)
    Membership.objects.filter(pk=invited.pk).update(invited_at=F("invited_at") - timedelta(hours=2))
    renewed = services.membership_remind(act=by(anton), membership=invited)
    for client in (browse(None), browse(omar), browse(invited)):
        assert "nieuwere uitnodiging" in client.get(first).text
        assert client.post(first).status_code == 410
    monkeypatch.setattr(invitations, "VALID_FOR", timedelta(seconds=-1))
    assert "ouder dan twee weken" in browse(None).get(link(renewed)).text
    monkeypatch.undo()
    services.membership_end(act=by(anton), membership=renewed)
    assert "ingetrokken" in browse(None).get(link(renewed)).text
    assert browse(None).get(link(renewed) + "x").status_code in {404, 410}
    assert state(invited) == MembershipState.LEFT


def test_who_signs_in_by_code_without_the_link_is_offered_it_at_once(mieke):
    invited = invite(mieke, why="Jij kent de balie als geen ander.")
    client = sign_in_by_code("nina@elders.example")
    home = client.get(reverse("root:home"))
    assert "Mieke Bos nodigt je uit voor Waterbedrijf De Plas." in home.text
    assert "Jij kent de balie als geen ander." in home.text
    assert state(invited) == MembershipState.INVITED
    into = client.post(accept(invited))
    assert into["Location"] == reverse("pages:my_steps", args=["deplas"])
    assert state(invited) == MembershipState.ACTIVE
    assert client.post(accept(invited)).status_code == 404


def test_who_is_in_elsewhere_already_is_offered_it_too_and_may_put_it_off(mieke, stranger, browse):
    invited = invite(mieke, stranger.person.email)
    client = browse(stranger)
    assert "Mieke Bos nodigt je uit" in client.get(reverse("root:home")).text
    put_off = client.post(LATER, follow=True)
    assert put_off.redirect_chain[-1][0] == reverse("pages:my_steps", args=["verweg"])
    assert "uitgenodigd" in put_off.text  # it still waits, where it is in nobody's way
    assert "Mieke Bos nodigt je uit" in client.get(LIST).text
    assert state(invited) == MembershipState.INVITED
    assert "Mieke Bos nodigt je uit" in browse(stranger).get(reverse("root:home")).text


def test_several_organisations_are_offered_together(mieke, stranger, browse):
    invited = invite(mieke)
    with scope(organisation=stranger.organisation):
        second = services.membership_invite(
            act=by(stranger), email=invited.person.email, name="Nina", unit=None
        )
    client = browse(invited)
    page = client.get(reverse("root:home")).text
    assert "Waterbedrijf De Plas" in page
    assert "Gemeente Verweg" in page
    client.post(accept(second))
    assert (state(invited), state(second)) == (MembershipState.INVITED, MembershipState.ACTIVE)
    assert "Waterbedrijf De Plas" in client.get(reverse("root:home")).text


def test_what_is_over_is_not_offered_and_nobody_takes_what_is_anothers(mieke, omar, browse):
    invited = invite(mieke)
    assert browse(None).post(accept(invited)).status_code == 302
    assert browse(omar).post(accept(invited)).status_code == 404
    assert "Geen uitnodiging" in browse(omar).get(LIST).text
    client = browse(invited)
    Membership.objects.filter(pk=invited.pk).update(invited_at=F("invited_at") - timedelta(days=15))
    assert "Je doet niet mee" in client.get(reverse("root:home")).text
    assert client.post(accept(invited)).status_code == 404
    services.membership_remind(act=by(mieke), membership=invited)
    assert "nodigt je uit" in client.get(reverse("root:home")).text
    services.membership_end(act=by(mieke), membership=invited)
    assert client.post(accept(invited)).status_code == 404
    assert state(invited) == MembershipState.LEFT


def test_nobody_who_only_knows_the_address_is_offered_it(mieke, browse):
    invite(mieke, "gedeeld@elders.example")
    other = member(mieke.organisation, None, "Bert Bij")
    assert "nodigt je uit" not in browse(other).get(reverse("root:home"), follow=True).text


@pytest.mark.parametrize("path", ["/o/deplas/", "/o/deplas/successes/", "/o/deplas/nowhere/"])
def test_a_page_that_a_colleague_passed_on_leads_to_the_open_invitation(
    mieke, samira, browse, path
):
    client = browse(invite(mieke))
    assert "Mieke Bos nodigt je uit" in client.get(path, follow=True).text
    client.post(LATER)
    assert "uitnodiging" in client.get(path, follow=True).text
    assert client.post(path).status_code == 404


def test_an_invitation_that_is_over_leads_nowhere(mieke, browse):
    invited = invite(mieke)
    client = browse(invited)
    services.membership_end(act=by(mieke), membership=invited)
    assert client.get("/o/deplas/").status_code == 404
    assert client.get("/o/verweg/").status_code == 404
