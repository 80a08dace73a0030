"""One's own address: a new one is proven first, and only then lets in."""

from __future__ import annotations

import time
from email import message_from_bytes, policy

import pytest
from django.test import Client
from django.urls import reverse
from django_scopes import scope

from backend.accounts import services
from backend.accounts.views import address
from backend.organisations.models import Membership, Person
from backend.organisations.roles import Role
from backend.outbox import crypto
from backend.outbox.models import Delivery
from worker.channels.email import mail

ASK, CONFIRM = reverse("account_change_address"), reverse("account_confirm_address")
CODE_ASK, CODE = reverse("account_request_login_code"), reverse("account_confirm_login_code")
NEW = "samira.haddou@nieuw.example"
PASSWORD = "een korte zin werkt goed"


def address_of(member: Membership) -> str:
    return Person.objects.get(pk=member.person_id).email


def sent_code() -> str:
    secret = crypto.decrypt(Delivery.objects.filter(message="address_code").latest("id").secret)
    return str(secret["code"])


def ask(client: Client, email: str = NEW, **more):
    return client.post(ASK, {"email": email, **more})


def test_nothing_changes_until_the_code_that_went_to_the_new_address_is_typed(samira, browse):
    client = browse(samira)
    assert ask(client, " Samira.Haddou@nieuw.example\u200b")["Location"] == CONFIRM
    assert address_of(samira) == "samira@deplas.example"
    owed = Delivery.objects.get(message="address_code")
    assert crypto.decrypt(owed.secret)["to"] == NEW
    typed = sent_code().replace("-", "\u2011").lower()
    assert client.post(CONFIRM, {"code": f" {typed}"}).status_code == 302
    assert address_of(samira) == NEW
    assert client.get(reverse("pages:my_steps", args=["deplas"])).status_code == 200
    # Whoever had the earlier one is told there, should it not have been them.
    told = Delivery.objects.get(message="address_notice")
    assert crypto.decrypt(told.secret)["to"] == "samira@deplas.example"


def to(delivery: Delivery) -> str:
    made = message_from_bytes(mail.build(delivery, "<1@deplas.example>"), policy=policy.default)
    return str(made["To"].addresses[0].addr_spec)


def test_the_code_goes_to_the_new_address_and_the_word_of_it_to_the_earlier_one(samira):
    services.address_ask(person=samira.person, email=NEW)
    assert to(Delivery.objects.get(message="address_code")) == NEW
    services.address_change(person=samira.person, email=NEW)
    assert to(Delivery.objects.get(message="address_notice")) == "samira@deplas.example"


def test_from_then_on_only_the_new_address_lets_in(samira):
    waiting = Client()
    waiting.post(CODE_ASK, {"email": "samira@deplas.example"})
    old_code = crypto.decrypt(Delivery.objects.get(message="sign_in_code").secret)
    services.address_change(person=samira.person, email=NEW)
    # A code that was asked for before opens nothing any more.
    waiting.post(CODE, {"code": old_code})
    assert "_auth_user_id" not in waiting.session
    for email, count in (("samira@deplas.example", 1), (NEW, 2)):
        Client().post(CODE_ASK, {"email": email})
        assert Delivery.objects.filter(message="sign_in_code").count() == count


def test_the_change_stands_in_the_history_of_every_organisation(samira, stranger, browse, anton):
    with scope(organisation=stranger.organisation):
        there = Membership.objects.create(
            organisation=stranger.organisation, person=samira.person, roles=[Role.STAFF]
        )
    services.address_change(person=samira.person, email=NEW)
    for who, place, slug in ((anton, samira, "deplas"), (stranger, there, "verweg")):
        page = reverse("organisations:membership_change", args=[slug, place.uid])
        assert f"<s>samira@deplas.example</s> → {NEW}" in browse(who).get(page).text


@pytest.mark.parametrize("tries", [address.TRIES, address.TRIES + 3])
def test_a_code_that_is_guessed_wrong_too_often_is_worth_nothing(samira, browse, tries):
    client = browse(samira)
    ask(client)
    for _each in range(tries):
        client.post(CONFIRM, {"code": "AAAAAA"})
    assert client.post(CONFIRM, {"code": sent_code()})["Location"] == ASK
    assert address_of(samira) == "samira@deplas.example"


def test_a_wrong_code_says_so_and_the_right_one_still_works(samira, browse):
    client = browse(samira)
    ask(client)
    wrong = client.post(CONFIRM, {"code": "AAAAAA"})
    assert wrong.status_code == 422
    assert 'aria-invalid="true"' in wrong.text
    client.post(CONFIRM, {"code": sent_code()})
    assert address_of(samira) == NEW


def test_a_code_of_a_quarter_of_an_hour_ago_is_told_to_be_too_old(samira, browse, monkeypatch):
    client = browse(samira)
    ask(client)
    later = time.time() + address.KEEPS + 1
    monkeypatch.setattr(address.time, "time", lambda: later)
    answer = client.post(CONFIRM, {"code": sent_code()}, follow=True)
    assert "te oud" in answer.text
    assert address_of(samira) == "samira@deplas.example"


def test_somebody_elses_address_gets_nothing_and_nobody_can_tell(samira, omar, browse):
    client = browse(samira)
    taken = ask(client, "OMAR@deplas.example")
    assert (taken.status_code, taken["Location"]) == (302, CONFIRM)
    assert not Delivery.objects.filter(message="address_code").exists()
    shown = client.get(CONFIRM).text.replace("omar@deplas.example", "…")
    ask(client, NEW)
    assert client.get(CONFIRM).text.replace(NEW, "…").count("…") == shown.count("…")
    assert address_of(omar) == "omar@deplas.example"


def test_of_two_who_prove_one_address_the_second_keeps_the_one_they_had(samira, omar, browse):
    first, second = browse(samira), browse(omar)
    ask(first)
    code = sent_code()
    ask(second)
    second.post(CONFIRM, {"code": sent_code()})
    assert first.post(CONFIRM, {"code": code}).status_code == 422
    assert (address_of(samira), address_of(omar)) == ("samira@deplas.example", NEW)


@pytest.mark.parametrize(
    ("email", "says"),
    [("samira@deplas.example", "al je adres"), ("SAMIRA@deplas.example", "al je adres"),
     ("geen adres", ""), ("", ""), ("a@b@c.example", "")],
)  # fmt: skip
def test_what_is_no_new_address_is_refused_at_its_field(samira, browse, email, says):
    answer = ask(browse(samira), email)
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text
    assert says in answer.text
    assert not Delivery.objects.exists()


def test_who_has_a_password_types_it_so_that_a_screen_left_open_gives_no_account_away(
    samira, browse
):
    samira.person.set_password(PASSWORD)
    samira.person.save()
    client = browse(samira)
    assert ask(client).status_code == 422
    assert ask(client, password="iets anders").status_code == 422
    assert not Delivery.objects.exists()
    assert ask(client, password=PASSWORD)["Location"] == CONFIRM


def test_nobody_asks_for_codes_without_end(samira, browse):
    client = browse(samira)
    status = [ask(client, f"samira{n}@nieuw.example").status_code for n in range(5)]
    assert status == [302, 302, 302, 422, 422]
    assert "Too many" not in ask(client).text  # in their own language


def test_the_pages_are_for_who_is_signed_in(samira):
    for path in (ASK, CONFIRM):
        assert "/accounts/login/" in Client().get(path)["Location"]
        assert "/accounts/login/" in Client().post(path, {"code": "x"})["Location"]


def test_a_code_is_worth_nothing_in_another_browser(samira, browse):
    ask(browse(samira))
    other = browse(samira)
    assert other.post(CONFIRM, {"code": sent_code()})["Location"] == ASK
    assert address_of(samira) == "samira@deplas.example"
