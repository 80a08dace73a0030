"""The crossing on the board: its picture, and what can be taken along."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from backend.board.projection.steps import monday
from backend.board.reading import board as reading
from backend.board.showing.crossing import crossing_data
from backend.initiatives.models import Programme
from backend.initiatives.services import programme_start
from backend.listening.services import words_note
from tests.acting import by, of
from tests.initiatives.factories import log
from tests.successes.factories import told


def test_an_english_reader_hears_dutch_texts_of_the_crossing_in_dutch(
    samira, petra, team, browse, board_url, weeks_url
):
    beginning = words_note(
        act=by(samira), text="Drie keer verbonden.", unit=samira.unit, consent="organisation"
    )
    today = samira.organisation.today()
    programme_start(
        act=of(samira.organisation), name="Dichtbij", vision="Wij zijn dichtbij.",
        starts_on=today - timedelta(days=90), ends_on=today + timedelta(days=90),
        beginning=beginning,
    )  # fmt: skip
    title = told(samira).initiative.title
    petra.person.language = "en"
    petra.person.save()
    client = browse(petra)
    page, table = client.get(board_url).text, client.get(weeks_url).text
    assert '<html lang="en">' in page
    for picture in page.split('class="crossing-picture"')[1:3]:
        for said in ("Drie keer", "Wij zijn"):
            assert re.search(rf' lang="nl">“?{said}', picture), said
        assert re.search(r"<text [^>]*>Our vision<", picture)
        assert not re.search(r"<text [^>]*lang=[^>]*>Our vision<", picture)
    named = rf' lang="nl"(?: dir="auto")?>{title}<'
    assert len(re.findall(named, page)) >= 2, "in the picture and beside it"
    assert len(re.findall(named, table)) == 1


def test_a_programme_that_begins_in_some_days_puts_today_on_the_water_and_not_before_it(
    samira, team, board_url
):
    today = samira.organisation.today()
    for days in (1, 6, 7, 40):
        begins, ends = today + timedelta(days=days), today + timedelta(days=400)
        Programme.objects.all().delete()
        programme_start(
            act=of(samira.organisation), name="Dichtbij",
            vision="Wij zijn dichtbij.", starts_on=begins, ends_on=ends,
        )  # fmt: skip
        board = reading.whole(organisation=samira.organisation)
        assert board.programme is not None
        data = crossing_data(organisation=samira.organisation, board=board)
        assert (data.start, data.end) == (monday(today), ends)
        assert data.near.title == f"{monday(today) + timedelta(days=3):%B}"


def test_pictures_and_weeks_can_be_taken_along(samira, petra, browse):
    log(samira)
    client = browse(petra)
    for name, first in (("crossing_svg", b"<svg"), ("weeks_csv", "\ufeff".encode())):
        answer = client.get(reverse(f"board:{name}", args=["deplas"]))
        assert answer.content.startswith(first)
        assert "attachment" in answer["Content-Disposition"]


@pytest.mark.parametrize(("language", "parted"), [("nl", ";"), ("en", ",")])
def test_the_weeks_are_whole_and_read_by_the_readers_own_spreadsheet(
    samira, petra, team, browse, organisation, language, parted
):
    today = organisation.today()
    first = log(samira, done_on=today - timedelta(weeks=4))
    log(samira, first.initiative, kind="changed", done_on=today - timedelta(weeks=1))
    petra.person.language = language
    petra.person.save()
    url = reverse("board:weeks_csv", args=["deplas"])
    text = browse(petra).get(url).content.decode("utf-8-sig")
    head, *weeks = [line.split(parted) for line in text.splitlines()]
    assert len(head) == 5
    start = monday(today) - timedelta(weeks=4)
    assert [week[0] for week in weeks] == [str(start + timedelta(weeks=n)) for n in range(5)]
    assert [sum(map(int, week[1:])) for week in weeks] == [1, 0, 0, 1, 0]
