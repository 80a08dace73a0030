"""The page with customers' words, and what one may do with them there."""

from __future__ import annotations

import pytest
from django.urls import reverse

from backend.listening import services
from backend.listening.models import Consent, Words
from tests.acting import by
from tests.initiatives.factories import start

PAGE = reverse("pages:listening", args=["deplas"])
NOTE = reverse("listening:words_note", args=["deplas"])


def url(name: str, words: Words) -> str:
    return reverse(f"listening:{name}", args=["deplas", words.uid])


@pytest.fixture
def words(samira) -> Words:
    return services.words_note(act=by(samira), text="Ik snap de brief niet.", unit=samira.unit)


def test_nothing_yet_teaches(samira, browse):
    page = browse(samira).get(PAGE)
    assert NOTE in page.text
    assert "Begin met één gesprek" in page.text


def test_words_are_read_as_far_as_consent_goes(samira, omar, words, browse):
    assert words.text in browse(samira).get(PAGE).text
    assert words.text not in browse(omar).get(PAGE).text


def test_words_are_noted_as_said(samira, browse, organisation):
    sent = {
        "text": "Ik werd drie keer\ndoorverbonden.",
        "said_by": "een klant van 71",
        "heard_on": organisation.today().isoformat(),
        "consent": "organisation",
    }
    client = browse(samira)
    assert client.get(NOTE).status_code == 200
    assert client.post(NOTE, sent)["Location"] == PAGE
    noted = Words.objects.get()
    assert (noted.text, noted.consent, noted.unit) == (sent["text"], "organisation", samira.unit)


@pytest.mark.parametrize(
    ("change", "faulty"),
    [
        ({"text": ""}, "text"),
        ({"text": "a" * 10_000}, "text"),
        ({"heard_on": "2999-01-01"}, "heard_on"),
        ({"heard_on": "1900-01-01"}, "heard_on"),
        ({"consent": "world"}, "consent"),
    ],
)
def test_what_is_refused_is_told_at_its_field(samira, browse, organisation, change, faulty):
    day = organisation.today().isoformat()
    sent = {"text": "Fijn.", "said_by": "iemand", "heard_on": day, "consent": "a_team", **change}
    answer = browse(samira).post(NOTE, sent)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [faulty]
    assert "iemand" in answer.text
    assert not Words.objects.exists()


def test_a_change_of_consent_can_be_undone(samira, words, browse):
    client, address = browse(samira), url("words_consent_change", words)
    before = words.consent
    other = next(value for value in Consent.values if value != before)
    page = client.post(address, {"consent": other}, follow=True)
    undo = f"{address}?consent={before}&instead_of={other}"
    assert undo.replace("&", "&amp;") in page.text
    client.post(undo)
    words.refresh_from_db()
    assert words.consent == before
    assert client.post(f"{address}?consent=world").status_code == 422


@pytest.mark.parametrize("query", ["consent=public&instead_of=organisation", "consent=public"])
def test_an_undo_never_overrules_what_the_customer_wished_since(samira, words, browse, query):
    client, address = browse(samira), url("words_consent_change", words)
    for consent in ("public", "organisation", "a_team"):
        client.post(address, {"consent": consent})
    page = client.post(f"{address}?{query}", follow=True)
    words.refresh_from_db()
    assert words.consent == "a_team"
    assert "Iemand heeft het daarna nog veranderd: kijk er eerst naar." in page.text


def test_consent_grows_and_shrinks(samira, omar, words, browse):
    client = browse(samira)
    assert client.get(url("words_consent_change", words)).status_code == 200
    client.post(url("words_consent_change", words), {"consent": "organisation"})
    assert words.text in browse(omar).get(PAGE).text
    client.post(url("words_consent_change", words), {"consent": "a_team"})
    assert words.text not in browse(omar).get(PAGE).text
    assert client.post(url("words_consent_change", words), {"consent": "x"}).status_code == 422


def test_words_are_taken_back_and_a_wrong_press_is_undone(samira, words, browse):
    client = browse(samira)
    answer = client.post(url("words_withdraw", words), follow=True)
    assert words.text not in answer.text
    assert url("words_restore", words) in answer.text
    assert words.text in client.post(url("words_restore", words), follow=True).text


def test_a_colleague_who_did_not_hear_them_may_not_change_them(omar, petra, words, browse):
    for consent in (Consent.A_TEAM, Consent.ORGANISATION):
        Words.objects.update(consent=consent)
        for member in (omar, petra):
            for name in ("words_consent_change", "words_withdraw", "words_restore"):
                assert browse(member).post(url(name, words)).status_code == 403


def test_it_shows_what_grew_from_them(samira, words, browse):
    initiative = start(samira, words=words)
    assert str(initiative.uid) in browse(samira).get(PAGE).text


def test_its_queries_do_not_grow_with_the_data(samira, browse, django_assert_max_num_queries):
    client = browse(samira)
    for number in range(14):
        words = services.words_note(act=by(samira), text=f"Woorden {number}", unit=samira.unit)
        start(samira, words=words)
    with django_assert_max_num_queries(10):
        client.get(PAGE)
