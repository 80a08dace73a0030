"""A form that is sent twice has one effect, and the second one is told what the first one was."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from copy import deepcopy
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.utils import timezone
from django_scopes import scopes_disabled

from backend.api.models import Token
from backend.initiatives.models import Initiative, Step
from backend.listening.models import Words
from backend.organisations.models import Membership
from backend.web import replay, services
from backend.web.models import Sent
from tests.architecture.addresses import Address, addresses
from tests.architecture.rows import row_for
from tests.at_once import at_once
from tests.web.creating import CHANGES, CREATES, HTMX, Case, counted

ROLES = ["omar", "samira", "joost", "petra", "mieke", "anton"]
OURS = [a for a in addresses() if not a.name.startswith(("account_", "api:"))]
UNKNOWN = [a for a in OURS if a.name not in CREATES.keys() | CHANGES]
WORDS = "/o/deplas/listening/new/"


@pytest.fixture
def cast(request: pytest.FixtureRequest) -> dict[str, Membership]:
    return {name: request.getfixturevalue(name) for name in ROLES}


@pytest.fixture
def typed(organisation) -> dict[str, str]:
    text, day = "Ik werd drie keer doorverbonden", organisation.today().isoformat()
    return {"text": text, "heard_on": day, "consent": "a_team", "key": str(uuid4())}


def _sent(case: Case, cast: dict[str, Membership]) -> tuple[str, dict[str, Any]]:
    # First the page, then what is typed in it: rows of the one may be needed by the other.
    path = case.path(cast)
    return path, {**case.typed(cast), "key": str(uuid4())}


def _like(client: Client) -> Client:
    """The same browser, in another of its windows."""
    other = Client(headers={"accept-language": "nl"})
    other.cookies = deepcopy(client.cookies)
    return other


def _told(answer: Any) -> tuple[Any, ...]:
    headers = ("Location", "HX-Trigger", "HX-Redirect", "HX-Reswap")
    return answer.status_code, answer.content, [answer.headers.get(name) for name in headers]


def _says(answer: Any) -> list[tuple[str, str]]:
    """What the next page will say, with its undo."""
    return [
        (str(one), one.extra_tags) for one in get_messages(answer.wsgi_request)._queued_messages
    ]


@pytest.mark.parametrize("address", UNKNOWN, ids=lambda a: a.name)
def test_every_address_that_takes_a_form_is_known_here(address: Address, cast, browse) -> None:
    kwargs = {
        one: "deplas" if one == "organisation" else row_for(address.name, one, cast)
        for one in address.parameters
    }
    from django.urls import reverse

    assert browse(cast["anton"]).post(reverse(address.name, kwargs=kwargs)).status_code == 405


def test_what_is_known_here_is_there() -> None:
    assert not (CREATES.keys() | CHANGES) - {a.name for a in OURS}
    assert not CREATES.keys() & CHANGES


@pytest.mark.parametrize("name", CREATES)
def test_two_presses_one_after_the_other_have_one_effect(name, cast, browse) -> None:
    case = CREATES[name]
    path, typed = _sent(case, cast)
    client = browse(cast[case.who] if case.who else None)
    # Before it heard the first answer: neither its message nor its session.
    impatient = _like(client)
    with scopes_disabled():
        before = counted()
        first = client.post(path, typed, headers=case.headers)
        assert first.status_code < 400, first.text
        after = counted()
        assert after[case.row._meta.label] == before[case.row._meta.label] + case.new
        second = impatient.post(path, typed, headers=case.headers)
        assert counted() == after
    assert _told(second) == _told(first)
    assert _says(second) == _says(first)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", CREATES)
def test_two_presses_at_the_same_moment_have_one_effect(name, cast, browse) -> None:
    case = CREATES[name]
    path, typed = _sent(case, cast)
    first = browse(cast[case.who] if case.who else None)
    second = _like(first)
    before = counted()

    def press(client: Client) -> Callable[[], Any]:
        return lambda: client.post(path, typed, headers=case.headers)

    answers = at_once(press(first), press(second))
    assert _told(answers[0]) == _told(answers[1])
    assert _says(answers[0]) == _says(answers[1])
    assert answers[0].status_code < 400
    with scopes_disabled():
        assert counted()[case.row._meta.label] == before[case.row._meta.label] + case.new


def test_every_form_of_a_page_brings_its_key(samira, browse) -> None:
    page = browse(samira).get("/o/deplas/").text
    keys = re.findall(r'name="key" value="([0-9a-f-]{36})"', page)
    assert len(keys) == page.count('method="post"') > 1
    assert len(set(keys)) == len(keys)


def test_another_text_under_an_old_key_is_another_thing(samira, typed, browse) -> None:
    client = browse(samira)
    client.post(WORDS, typed)
    client.post(WORDS, {**typed, "text": "Niemand belde terug"})
    assert Words.objects.count() == 2


def test_the_same_text_on_a_fresh_page_is_another_thing(samira, typed, browse) -> None:
    client = browse(samira)
    client.post(WORDS, typed)
    client.post(WORDS, {**typed, "key": str(uuid4())})
    assert Words.objects.count() == 2


def test_what_was_refused_is_looked_at_anew(samira, typed, browse) -> None:
    client, refused = browse(samira), {**typed, "text": ""}
    assert [client.post(WORDS, refused).status_code for _press in range(2)] == [422, 422]
    assert client.post(WORDS, typed).status_code == 302
    assert Words.objects.count() == 1


def test_a_key_is_of_the_person_it_was_given_to(samira, omar, typed, browse) -> None:
    browse(samira).post(WORDS, typed)
    browse(omar).post(WORDS, typed)
    assert set(Words.objects.values_list("noted_by", flat=True)) == {samira.pk, omar.pk}


@pytest.mark.parametrize("key", ["", "x", "0" * 40, "\x00"])
def test_a_key_that_is_none_is_no_hindrance(samira, typed, browse, key) -> None:
    assert browse(samira).post(WORDS, {**typed, "key": key}).status_code == 302
    assert Words.objects.count() == 1


def test_who_sent_it_by_script_and_again_without_is_told_the_same(samira, cast, browse) -> None:
    path, typed = _sent(CREATES["initiatives:step_create"], cast)
    client = browse(samira)
    first = client.post(path, typed, headers=HTMX)
    second = client.post(path, typed)
    assert second.status_code == 302
    assert Step.objects.count() == Initiative.objects.count() == 1
    page = client.get(second["Location"]).text
    undo = re.search(r'hx-post="([^"]+/remove/)"', first.text)
    assert undo is not None
    assert undo[1] in page


def test_who_sent_it_without_script_and_again_by_script_is_led_to_the_same_page(
    samira, cast, browse
) -> None:
    path, typed = _sent(CREATES["initiatives:step_create"], cast)
    client = browse(samira)
    first = client.post(path, typed)
    second = client.post(path, typed, headers=HTMX)
    assert second["HX-Redirect"] == first["Location"]
    assert Step.objects.count() == 1


def test_a_message_that_was_not_read_yet_is_not_said_twice(samira, typed, browse) -> None:
    client = browse(samira)
    for _press in range(2):
        answer = client.post(WORDS, typed)
    assert client.get(answer["Location"]).text.count('class="toast__text">Genoteerd') == 1


def test_a_form_that_stays_on_the_page_gets_a_new_key(samira, cast, browse) -> None:
    path, typed = _sent(CREATES["initiatives:step_create"], cast)
    client = browse(samira)
    first = client.post(path, typed, headers=HTMX)
    client.post(path, {**typed, "key": first["Next-Key"]}, headers=HTMX)
    assert Step.objects.count() == 2


def test_what_is_shown_once_is_kept_unreadable(anton, cast, browse) -> None:
    path, typed = _sent(CREATES["tokens:token_issue"], cast)
    page = browse(anton).post(path, typed).text
    plain = re.search(r"stap_[\w-]{20,}", page)
    assert plain is not None
    assert plain[0].encode() not in bytes(Sent.objects.get().answer)
    assert Token.objects.count() == 1


@pytest.mark.parametrize(("days", "kept"), [(6, 1), (8, 0)])
def test_answers_are_forgotten_in_time(samira, typed, browse, days, kept) -> None:
    browse(samira).post(WORDS, typed)
    Sent.objects.update(sent_at=timezone.now() - timedelta(days=days))
    services.forget_old()
    assert Sent.objects.count() == kept


def test_an_old_press_signs_nobody_in(cast, browse) -> None:
    path, typed = _sent(CREATES["root:invitation"], cast)
    assert "sessionid" in browse(None).post(path, typed).cookies
    assert "sessionid" in browse(None).post(path, typed).cookies
    Sent.objects.update(sent_at=timezone.now() - timedelta(minutes=2))
    late = browse(None).post(path, typed)
    assert (late.status_code, "sessionid" in late.cookies) == (410, False)


@pytest.mark.parametrize(("signed_in", "words"), [(None, 1), (1, 2)])
def test_what_an_earlier_version_kept_is_known_too(samira, typed, browse, signed_in, words) -> None:
    client = browse(samira)
    client.post(WORDS, typed)
    sent = Sent.objects.get()
    (key,) = replay._keys()._fernets[:1]
    as_it_was = json.loads(replay._keys().decrypt(bytes(sent.answer)))
    del as_it_was["session"]
    sent.answer = key.encrypt(json.dumps({**as_it_was, "signed_in": signed_in}).encode())
    sent.save()
    for _ in range(2):  # what had to be done anew is known from then on
        assert client.post(WORDS, typed).status_code == 302
        assert Words.objects.count() == words


def test_a_form_without_its_empty_file_is_the_same_one(samira, browse):
    """A browser sends the place of a photo along, empty; from what it keeps of a form it can't."""
    day = samira.organisation.today().isoformat()
    fields = {"text": "Aan klanten gevraagd", "kind": "tried", "day": day, "key": str(uuid4())}
    edge = "grens"
    parts = [f'name="{name}"\r\n\r\n{value}' for name, value in fields.items()]
    parts.append('name="photo"; filename=""\r\nContent-Type: application/octet-stream\r\n\r\n')
    parts.append('name="photo_alt"\r\n\r\n')
    body = "".join(f"--{edge}\r\nContent-Disposition: form-data; {part}\r\n" for part in parts)
    client, path = browse(samira), "/o/deplas/steps/"
    multipart = f"multipart/form-data; boundary={edge}"
    client.post(path, f"{body}--{edge}--\r\n".encode(), content_type=multipart, headers=HTMX)
    kept = {**fields, "photo_alt": ""}
    assert client.post(path, kept, headers={"Sent-By": "kept"}).headers["Typed"] == "taken"
    assert Step.objects.count() == 1
