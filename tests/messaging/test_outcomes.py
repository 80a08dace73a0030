"""What became of a test, an invitation, a code: told where somebody waits for it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from backend.messaging import services
from backend.organisations import services as organisations
from backend.organisations.models import Membership
from backend.outbox import attending, claims, pauses
from backend.outbox.models import Delivery, Priority
from backend.outbox.pauses import EVERYWHERE, Reply
from backend.outbox.states import State
from tests.acting import by
from tests.outbox.factories import owe

BLOCKED = Reply("RCPT", "554", "5.7.1 blocked using zen.spamhaus.org")


def _rest(domain: str = EVERYWHERE, reply: Reply = BLOCKED) -> None:
    pauses.pause(channel="email", domain=domain, reply=reply)


# The test of the mail settings


@pytest.fixture
def page(anton, browse) -> str:
    """Where the button of the test leads to."""
    answer = browse(anton).post(reverse("messaging:smtp_test", args=["deplas"]))
    assert answer.status_code == 302
    return answer["Location"]


def _says(browse, anton, page: str) -> str:
    return browse(anton).get(page).text


def test_the_test_waits_for_its_outcome_and_tells_it(anton, browse, page):
    said = _says(browse, anton, page)
    assert "De test is onderweg" in said
    assert "every 1s" in said
    _ended(State.ACCEPTED)
    said = _says(browse, anton, page)
    assert "Onze mail werkt" in said
    assert "every 1s" not in said


def test_a_way_out_that_rests_is_told_with_what_the_server_said(anton, browse, page):
    _rest(reply=Reply("CONNECT", "", "ConnectionRefusedError"))
    said = _says(browse, anton, page)
    assert "Onze mail werkt nu niet" in said
    assert "We kunnen hem niet bereiken." in said
    assert "ConnectionRefusedError" in said
    assert "onderweg" not in said


@pytest.mark.parametrize(
    ("state", "fault", "sentence"),
    [
        (State.BOUNCED, "recipient", "Het adres bestaat niet"),
        (State.DEAD, "message", "weigerde de mail zelf"),
        (State.DEAD, "making", "De fout zit bij ons"),
        (State.EXPIRED, "service", "zo lang geen mail aan"),
        (State.RETRY, "later", "vraagt om het later nog eens te proberen"),
        (State.PENDING, "service", "neemt nu geen mail aan voor dit adres"),
    ],
)
def test_whose_fault_it_was_is_told_with_the_reply(anton, browse, page, state, fault, sentence):
    Delivery.objects.update(state=State.LEASED)
    if state not in {State.PENDING, State.RETRY, State.DEAD, State.EXPIRED}:
        Delivery.objects.update(state=State.SENDING)
    Delivery.objects.update(state=state, fault=fault, last_code="550", last_error="5.1.1 Nee")
    said = _says(browse, anton, page)
    assert sentence in said
    assert "550 5.1.1 Nee" in said


def test_a_test_that_nobody_picks_up_says_whom_to_ask(anton, browse, page):
    Delivery.objects.update(created_at=timezone.now() - timedelta(seconds=30))
    assert "De test wordt niet opgehaald" in _says(browse, anton, page)


def test_no_other_message_is_shown_there(anton, omar, browse, organisation):
    row = owe(omar, message="invitation")
    url = reverse("messaging:smtp_test_detail", args=["deplas", row.uid])
    assert browse(anton).get(url).status_code == 404


# Invitations


@pytest.fixture
def nina(mieke) -> Membership:
    """Invited; her mail is owed."""
    invited = organisations.membership_invite(
        act=by(mieke), email="nina@deplas.example", name="Nina Nieuw", unit=None
    )
    services.delivery_request(message="invitation", membership=invited)
    return invited


def _people(browse, mieke) -> str:
    return browse(mieke).get(reverse("organisations:people", args=["deplas"])).text


def _ended(state: State, **fields: str) -> None:
    Delivery.objects.update(state=State.LEASED)
    if state in {State.BOUNCED, State.ACCEPTED, State.UNCERTAIN}:
        Delivery.objects.update(state=State.SENDING)
    Delivery.objects.update(state=state, settled_at=timezone.now(), **fields)


def test_an_invitation_that_did_not_arrive_says_so_and_is_sent_again(nina, mieke, browse):
    assert "Onderweg" in _people(browse, mieke)
    _ended(State.BOUNCED, fault="recipient", last_code="550", last_error="5.1.1 unknown")
    people = _people(browse, mieke)
    assert "De uitnodiging kwam niet aan." in people
    assert "550 5.1.1 unknown" in people
    assert "Stuur opnieuw" in people
    again = reverse("accounts:invitation_again", args=["deplas", nina.uid])
    assert "De uitnodiging staat klaar" in browse(mieke).post(again, follow=True).text
    assert [
        row.membership_id for row in claims.claim(priority=Priority.TRANSACTIONAL, limit=5)
    ] == [nina.pk]
    assert "Die staat al klaar en gaat weg" in browse(mieke).post(again, follow=True).text


def test_an_invitation_that_was_cancelled_before_it_left_says_so_and_goes_again(
    nina, anton, mieke, browse
):
    attending.mail_cancel(act=by(anton), kind="invitation", fanout=None)
    people = _people(browse, mieke)
    assert "Niet verstuurd" in people
    assert "tegengehouden voordat die wegging" in people
    again = reverse("accounts:invitation_again", args=["deplas", nina.uid])
    assert "De uitnodiging staat klaar" in browse(mieke).post(again, follow=True).text
    assert Delivery.objects.get().state == State.PENDING


def test_where_all_mail_is_held_an_invitation_and_a_test_say_so(nina, anton, mieke, browse):
    attending.mail_hold(act=by(anton))
    people = _people(browse, mieke)
    assert "Alle mail wordt vastgehouden" in people
    assert "Vastgehouden" in people
    test = reverse("messaging:smtp_test", args=["deplas"])
    assert "dus ook deze test" in browse(anton).post(test, follow=True).text


def _invites(name: str) -> dict[str, str]:
    return {"email": f"{name}@deplas.example", "name": name.title()}


@pytest.mark.parametrize(
    ("way", "given"),
    [
        ("organisations:membership_invite", _invites("sanne")),
        ("organisations:memberships_invite", {"people": "a@deplas.example\nb@deplas.example"}),
        ("organisations:membership_remind", None),
        ("accounts:invitation_again", None),
    ],
)
def test_while_all_mail_is_held_no_message_says_that_an_invitation_is_on_its_way(
    nina, anton, mieke, browse, way, given
):
    attending.mail_cancel(act=by(anton), kind="invitation", fanout=None)
    Membership.objects.filter(pk=nina.pk).update(invited_at=timezone.now() - timedelta(hours=2))
    attending.mail_hold(act=by(anton))
    to = reverse(way, args=["deplas"] if given else ["deplas", nina.uid])
    said = browse(mieke).post(to, given or {}, follow=True).text
    assert "klaar en ga" in said
    assert "nderweg" not in said


def test_an_invitation_that_arrived_is_not_sent_again_by_that_button(nina, mieke, browse):
    _ended(State.ACCEPTED)
    assert "Niet aangekomen" not in _people(browse, mieke)
    again = reverse("accounts:invitation_again", args=["deplas", nina.uid])
    assert "is wel aangekomen" in browse(mieke).post(again, follow=True).text
    assert Delivery.objects.get().state == State.ACCEPTED


def test_an_invitation_that_waits_for_the_service_says_so(nina, mieke, browse):
    Delivery.objects.update(fault="service", last_code="554", last_error="blocked")
    assert "De uitnodiging wacht." in _people(browse, mieke)


def test_who_takes_part_already_gets_no_invitation_again(omar, mieke, browse):
    again = reverse("accounts:invitation_again", args=["deplas", omar.uid])
    assert "niet meer uitgenodigd" in browse(mieke).post(again, follow=True).text


def test_all_invitations_of_a_page_take_one_question(mieke, django_assert_num_queries):
    from backend.accounts.invitations import invitation_outcomes

    invited = [
        organisations.membership_invite(
            act=by(mieke), email=f"n{n}@deplas.example", name=f"Nina {n}", unit=None
        )
        for n in range(4)
    ]
    for one in invited:
        services.delivery_request(message="invitation", membership=one)
    with django_assert_num_queries(1):
        assert len(invitation_outcomes(invited)) == 4


# Codes


def test_a_code_that_did_not_arrive_is_told_to_who_looks_after_people(omar, mieke, browse):
    url = reverse("organisations:membership_change", args=["deplas", omar.uid])
    services.delivery_request(message="sign_in_code", person=omar.person, secret="123456")
    assert "kwam niet aan" not in browse(mieke).get(url).text
    _ended(State.BOUNCED, fault="recipient", last_code="550", last_error="5.1.1 unknown")
    page = browse(mieke).get(url).text
    assert "De laatste mail naar dit adres kwam niet aan" in page
    assert "Het adres bestaat niet" in page


def test_that_somebody_signed_in_is_told_to_nobody(omar, mieke, browse):
    services.delivery_request(message="sign_in_code", person=omar.person, secret="123456")
    _ended(State.ACCEPTED)
    url = reverse("organisations:membership_change", args=["deplas", omar.uid])
    assert "laatste mail" not in browse(mieke).get(url).text


def test_mail_that_people_may_do_without_tells_nothing_by_not_arriving(omar, mieke, browse):
    owe(omar, message="stuck", state=State.DEAD, fault="message", settled_at=timezone.now())
    url = reverse("organisations:membership_change", args=["deplas", omar.uid])
    assert "laatste mail" not in browse(mieke).get(url).text


@pytest.mark.parametrize("known", [True, False])
@pytest.mark.parametrize("domain", [EVERYWHERE, "deplas.example"])
def test_who_waits_for_a_code_reads_that_the_mail_server_takes_none_known_or_not(
    omar, known, domain
):
    _rest(domain)
    client = Client(headers={"accept-language": "nl"})
    email = omar.person.email if known else "niemand@deplas.example"
    page = client.post(reverse("account_request_login_code"), {"email": email}, follow=True).text
    assert "De mailserver neemt nu geen mail aan." in page


def test_a_domain_that_rests_says_nothing_to_others(omar):
    _rest("elders.example")
    page = Client(headers={"accept-language": "nl"}).post(
        reverse("account_request_login_code"), {"email": omar.person.email}, follow=True
    )
    assert "neemt nu geen mail aan" not in page.text
