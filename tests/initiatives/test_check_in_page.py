"""Answering 'how is it going?' where it is asked."""

from __future__ import annotations

import pytest
from django.urls import reverse

from backend.initiatives.models import CheckIn, Initiative
from tests.initiatives.factories import start

HTMX = {"HX-Request": "true"}


@pytest.fixture
def initiative(samira) -> Initiative:
    return start(samira)


@pytest.fixture
def url(initiative) -> str:
    return reverse("initiatives:check_in", args=["deplas", initiative.uid])


@pytest.mark.parametrize("answer", ["going_well", "later"])
def test_one_tap_answers_and_can_be_taken_back(samira, url, browse, answer):
    client = browse(samira)
    said = client.post(url, {"answer": answer}, headers=HTMX)
    given = CheckIn.objects.get()
    undo = reverse("initiatives:check_in_undo", args=["deplas", given.uid])
    assert undo in said.text
    client.post(undo, headers=HTMX)
    assert CheckIn.objects.get().undone_at is not None


def test_who_is_stuck_says_what_holds_them_up(samira, url, browse):
    client = browse(samira)
    refused = client.post(url, {"answer": "stuck", "sentence": " "}, headers=HTMX)
    assert refused.status_code == 422
    assert 'aria-invalid="true"' in refused.text
    assert "<html" not in refused.text
    client.post(url, {"answer": "stuck", "sentence": "Juridisch zegt nee"}, headers=HTMX)
    assert CheckIn.objects.get().sentence == "Juridisch zegt nee"


def test_without_script_the_sentence_is_asked_on_a_page(samira, url, browse):
    client = browse(samira)
    assert client.get(url).status_code == 200
    refused = client.post(url, {"answer": "stuck", "sentence": ""})
    assert refused.status_code == 422
    assert "<html" in refused.text
    assert client.post(url, {"answer": "going_well"}).status_code == 302


def test_only_the_a_team_is_asked(omar, mieke, petra, url, browse):
    for member in (omar, mieke, petra):
        assert browse(member).post(url, {"answer": "going_well"}).status_code == 403
    assert not CheckIn.objects.exists()


def test_nonsense_changes_nothing(samira, url, browse):
    assert browse(samira).post(url, {"answer": "perhaps"}).status_code == 422
    assert browse(samira).post(url, {}).status_code in {200, 422}
    assert not CheckIn.objects.exists()
