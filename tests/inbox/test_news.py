"""What is new for somebody, counted on every page, read with a press."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from backend.inbox import selectors as inbox
from backend.initiatives import services as initiatives
from backend.organisations.models import Membership
from backend.successes import services
from backend.successes.models import Audience
from tests.acting import by
from tests.successes.factories import announced, told

URL = reverse("inbox:news", args=["deplas"])
READ = reverse("inbox:news_read", args=["deplas"])


@pytest.fixture(autouse=True)
def _read_long_ago(samira, omar, joost):
    Membership.objects.update(news_read_at=timezone.now() - timedelta(days=2))
    for member in (samira, omar, joost):
        member.refresh_from_db()


def _count(member: Membership) -> int:
    member.refresh_from_db()
    return inbox.news_count(membership=member)


def _sent(samira, **fields):
    return announced(by(samira, at=timezone.now() - timedelta(minutes=2)), **fields)


def test_an_announcement_to_all_is_news_for_all_but_its_own_team(samira, omar, joost, browse):
    _sent(samira)
    assert (_count(omar), _count(joost), _count(samira)) == (1, 1, 0)
    assert "Meterstand via foto" in browse(joost).get(URL).text


def test_an_announcement_to_a_team_is_news_in_that_team_only(samira, omar, joost):
    _sent(samira, audience=Audience.OWN_UNIT)
    assert (_count(omar), _count(joost)) == (1, 0)


def test_one_success_announced_twice_is_news_once(samira, omar):
    success = told(samira)
    _sent(samira, success=success, audience=Audience.OWN_UNIT)
    _sent(samira, success=success)
    assert _count(omar) == 1 == len(inbox.news(membership=omar))


def test_what_still_waits_or_was_called_back_is_no_news(samira, omar):
    waiting = announced(samira)
    assert _count(omar) == 0
    services.announcement_call_back(act=by(samira), announcement=waiting)
    assert _count(omar) == 0


def test_applause_and_a_new_companion_are_news_for_the_a_team(samira, omar, joost, browse):
    success = told(samira)
    for member in (omar, joost):
        services.applaud(act=by(member), success=success)
    initiatives.team_join(act=by(joost), initiative=success.initiative, membership=joost)
    assert (_count(samira), _count(omar)) == (2, 0)
    text = browse(samira).get(URL).text
    assert "2 collega" in text
    assert "Joost Wever" in text


def test_what_goes_while_the_news_is_read_is_left_out_of_it(samira, joost):
    success = told(samira)
    services.applaud(act=by(joost), success=success)
    place = initiatives.team_join(act=by(joost), initiative=success.initiative, membership=joost)

    def once_it_was_found(execute, sql, params, many, context):
        answer = execute(sql, params, many, context)
        if "joined" in sql and context["connection"].in_atomic_block:
            with connection.cursor() as cursor:
                cursor.cursor.execute(
                    "DELETE FROM initiatives_teammember WHERE id = %s", [place.pk]
                )
        return answer

    with connection.execute_wrapper(once_it_was_found):
        items = inbox.news(membership=samira)
    assert [item.kind for item in items] == ["applause"]


def test_looking_marks_nothing_and_the_button_marks_all(samira, omar, browse):
    _sent(samira)
    client = browse(omar)
    assert "menu__dot" in client.get(URL).text
    assert _count(omar) == 1
    assert client.get(READ).status_code == 302
    assert client.post(READ)["Location"] == URL
    assert _count(omar) == 0
    assert "menu__dot" not in client.get(URL).text


def test_htmx_takes_the_count_off_the_header(samira, omar, browse):
    _sent(samira)
    piece = browse(omar).post(READ, headers={"hx-request": "true"}).text
    assert 'id="news-dot"' in piece
    assert "<html" not in piece


def test_the_count_is_one_query(samira, omar):
    _sent(samira)
    with CaptureQueriesContext(connection) as found:
        inbox.news_count(membership=omar)
    assert len(found) == 1


def test_another_organisation_reads_none_of_it(samira, stranger, browse):
    _sent(samira)
    assert browse(stranger).get(URL).status_code == 404
    own = URL.replace("/deplas/", "/verweg/")
    assert "Meterstand" not in browse(stranger).get(own).text


def test_nothing_new_says_what_will_come_here(omar, browse):
    assert 'class="empty"' in browse(omar).get(URL).text


def test_reading_the_story_or_clapping_is_reading_the_news(samira, omar, joost, browse):
    success = _sent(samira).success
    assert (_count(omar), _count(joost)) == (1, 1)
    page = reverse("successes:success_detail", args=["deplas", success.uid])
    assert "news-count" not in browse(omar).get(page).text
    assert _count(omar) == 0
    services.applaud(act=by(joost), success=success)
    assert _count(joost) == 0
    assert "Je bent helemaal bij" in browse(omar).get(URL).text


def test_what_happens_after_it_was_read_is_new_again(samira, omar, joost, browse):
    success = told(samira)
    services.applaud(act=by(omar), success=success)
    assert _count(samira) == 1
    browse(samira).get(reverse("successes:success_detail", args=["deplas", success.uid]))
    assert _count(samira) == 0
    services.applaud(act=by(joost), success=success)
    assert _count(samira) == 1


def test_read_with_one_press_heading_rows_and_counts_tell_the_same(samira, omar, browse):
    _sent(samira)
    client = browse(omar)
    assert client.get(URL).text.count('id="news-count"') == 1
    part = client.post(READ, headers={"hx-request": "true"}).text
    assert "nieuw" not in part.split("<h1", 1)[1].split("</h1>", 1)[0]
    assert "Eerder" in part
    for name in ("news-dot", "news-count", "news-words"):
        assert f'id="{name}" hx-swap-oob="delete"' in part
    assert _count(omar) == 0


def test_heading_and_badge_count_all_that_is_new_however_much_it_is(samira, omar, browse):
    for _ in range(33):
        _sent(samira)
    page = browse(omar).get(URL)
    assert _count(omar) == 33 == len(page.context["fresh"])


def test_words_with_applause_are_for_the_makers_alone(samira, omar, joost, petra, browse):
    success = told(samira)
    url = reverse("successes:applaud", args=["deplas", success.uid])
    browse(omar).post(url, {"sentence": "Wat fijn voor de klant."})
    page = reverse("successes:success_detail", args=["deplas", success.uid])
    assert "Wat fijn voor de klant." in browse(samira).get(page).text
    assert "Wat fijn voor de klant." in browse(samira).get(URL).text
    assert "Wat fijn voor de klant." in browse(omar).get(page).text  # one's own, to change
    for other in (joost, petra):
        assert "Wat fijn" not in browse(other).get(page).text
