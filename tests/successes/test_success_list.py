"""The feed: stories of all, of the own department, and what was learned."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from backend.initiatives import services as initiatives
from backend.listening.models import Consent
from tests.acting import by
from tests.initiatives.factories import log
from tests.successes.factories import SECRET, drafted, told

URL = reverse("successes:success_list", args=["deplas"])


def _queries(client, url):
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as found:
        assert client.get(url).status_code == 200
    return len(found)


def test_colleagues_read_the_stories_newest_first(samira, joost, omar, browse):
    told(samira, title="De eerste")
    told(joost, title="De tweede")
    text = browse(omar).get(URL).text
    assert text.index("De tweede") < text.index("De eerste")


def test_a_draft_is_in_nobodys_feed(samira, browse):
    drafted(samira, title="Nog niet af")
    assert "Nog niet af" not in browse(samira).get(URL).text


def test_my_department_is_my_team_and_its_neighbours(samira, joost, petra, browse):
    told(samira, title="Van Facturatie")
    told(joost, title="Van Netbeheer")
    for reader in (samira, petra):
        text = browse(reader).get(URL, {"show": "department"}).text
        assert "Van Facturatie" in text
        assert "Van Netbeheer" not in text


def test_what_stopped_is_told_as_a_lesson(samira, omar, browse):
    initiative = log(samira, text="Een brief getekend").initiative
    initiatives.initiative_stop(act=by(samira), initiative=initiative, lesson="Bellen was beter.")
    for show in ("", "lessons"):
        assert "Bellen was beter." in browse(omar).get(URL, {"show": show}).text


def test_an_empty_feed_says_how_a_success_begins(omar, browse):
    for show in ("", "department", "lessons"):
        answer = browse(omar).get(URL, {"show": show})
        assert answer.status_code == 200
        assert 'class="empty"' in answer.text


@pytest.mark.parametrize("page", ["99", "-1", "x", ""])
def test_a_page_that_is_none_is_the_nearest_one(samira, browse, page):
    told(samira)
    assert browse(samira).get(URL, {"page": page, "show": "<script>"}).status_code == 200


def test_twelve_stories_fill_a_page(samira, browse):
    for number in range(13):
        told(samira, title=f"Verhaal {number:02}")
    client = browse(samira)
    answer = client.get(URL)
    first = answer.text
    second = client.get(URL, {"after": answer.context["page_obj"].next}).text
    assert first.count('<article class="story') == 12
    assert "Verhaal 00" in second
    assert "Verhaal 00" not in first


def test_words_for_the_a_team_stay_out_of_the_feed(samira, omar, browse):
    told(samira, words=SECRET, consent=Consent.A_TEAM)
    assert SECRET[:20] not in browse(omar).get(URL).text


def test_the_number_of_queries_does_not_grow_with_the_stories(samira, omar, browse):
    told(samira)
    few = _queries(browse(omar), URL)
    for _more in range(6):
        told(samira)
        initiatives.initiative_stop(act=by(samira), initiative=log(samira).initiative, lesson="Zo.")
    assert _queries(browse(omar), URL) == few <= 10
    assert _queries(browse(omar), f"{URL}?show=department") <= 10
