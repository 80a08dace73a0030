"""The page of weeks: the numbers behind the crossing, a year of them at a time."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from backend.board.drilldown import weeks
from backend.board.projection.steps import monday
from backend.initiatives.services import programme_start
from tests.acting import of
from tests.initiatives.factories import log
from tests.successes.factories import told


@pytest.fixture
def two_years(samira, team, organisation):
    """A step a week for longer than a page holds, and the Mondays, the newest first."""
    mondays = [monday(organisation.today()) - timedelta(weeks=n) for n in range(weeks.YEAR + 3)]
    programme_start(
        act=of(organisation), name="Dichtbij", vision="Wij zijn dichtbij.",
        starts_on=mondays[-1], ends_on=organisation.today() + timedelta(days=90),
    )  # fmt: skip
    first = log(samira, done_on=mondays[-1])
    for day in mondays[:-1]:
        log(samira, first.initiative, done_on=day)
    return mondays


def _shown(page) -> list[str]:
    return re.findall(r'<th scope="row"><time datetime="([^"]+)">', page.text)


def test_the_crossing_leads_to_its_weeks_and_they_lead_back(
    samira, petra, team, browse, board_url, weeks_url
):
    log(samira)
    client = browse(petra)
    assert f'href="{weeks_url}"' in client.get(board_url).text
    page = client.get(weeks_url)
    assert f'href="{board_url}"' in page.text
    assert _shown(page) == [str(monday(samira.organisation.today()))]


def test_each_week_is_on_one_page_the_newest_first(two_years, petra, browse, weeks_url):
    client = browse(petra)
    first = client.get(weeks_url)
    earlier = re.search(r'rel="next" href="([^"]+)"', first.text)
    assert earlier
    second = client.get(weeks_url + earlier[1])
    assert [*_shown(first), *_shown(second)] == [str(day) for day in two_years]
    assert len(_shown(first)) == weeks.YEAR
    assert 'rel="next"' not in second.text
    assert f'href="{weeks_url}"' in second.text, "the way back to the newest weeks"


def test_a_page_of_weeks_stays_where_it_is_when_a_new_week_comes(
    two_years, samira, petra, browse, weeks_url, organisation
):
    client = browse(petra)
    address = f"{weeks_url}?before={two_years[weeks.YEAR - 1]}"
    before = _shown(client.get(address))
    log(samira, done_on=organisation.today())
    assert _shown(client.get(address)) == before == [str(day) for day in two_years[weeks.YEAR :]]


@pytest.mark.parametrize("place", ["x", "2026-99-99", "0001-01-01", "gisteren"])
def test_a_place_that_is_none_shows_the_newest_weeks_and_says_so(
    samira, petra, team, browse, weeks_url, place
):
    log(samira)
    page = browse(petra).get(weeks_url, {"before": place}, follow=True)
    assert len(_shown(page)) == 1
    assert "Die plek in de lijst" in page.text


def test_a_week_without_steps_of_a_kind_leaves_its_cell_empty_to_the_eye(
    samira, petra, team, browse, weeks_url
):
    log(samira)
    text = browse(petra).get(weeks_url).text
    assert (
        text.count('<td class="number"><span class="visually-hidden" data-figure="0">0</span></td>')
        == 3
    )
    assert ">Geprobeerd</th>" in text


def test_a_success_stands_in_its_week_and_leads_to_its_story(
    samira, petra, team, browse, weeks_url
):
    success = told(samira)
    text = browse(petra).get(weeks_url).text
    assert re.search(rf'<td><a href="[^"]*{success.uid}/"[^>]*>{success.title}</a></td>', text)


def test_before_the_first_step_it_invites(petra, team, browse, weeks_url):
    page = browse(petra).get(weeks_url)
    assert _shown(page) == []
    assert "Hier komt de eerste steen" in page.text


def test_fewer_than_five_people_read_when_the_figures_come(samira, petra, browse, weeks_url):
    log(samira)
    page = browse(petra).get(weeks_url)
    assert "zodra vijf collega’s meedoen" in page.text
    assert "data-figure" not in page.text


def test_nobody_of_another_organisation_reads_them(weeks_url, client):
    answer = client.get(weeks_url)
    assert (answer.status_code, answer["Location"].startswith("/accounts/login/")) == (302, True)
