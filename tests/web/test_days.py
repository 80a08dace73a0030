"""A day of another year says its year, wherever people read it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone, translation
from django.utils.formats import date_format

from backend.board.showing import texts
from backend.initiatives.models import Initiative, Step
from backend.initiatives.sentences import steps_sentence
from backend.successes.models import Success
from tests.conftest import member
from tests.initiatives.factories import log, start
from tests.successes.factories import finished, told

pytestmark = pytest.mark.django_db
LONG = timedelta(days=400)


def long_before(day: date) -> str:
    with translation.override("nl"):
        return date_format(day - LONG, "j F Y")


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_sentence_says_the_year_where_it_is_another(organisation, language):
    today = organisation.today()
    with translation.override(language):
        for day, says in ((today, False), (today - LONG, True)):
            assert (f"{day.year}" in texts.since(day, 0, [], 0)) is says
            assert (f"{day.year}" in steps_sentence(2, 0, day)) is says


def test_what_was_planned_or_finished_long_ago_says_of_which_year(samira, browse):
    today = samira.organisation.today()
    step, done = log(samira, start(samira), planned_on=today), finished(samira)
    Step.objects.filter(pk=step.pk).update(planned_on=today - LONG)
    Initiative.objects.filter(pk=done.pk).update(closed_on=today - LONG)
    page = browse(samira).get("/o/deplas/").text
    assert f"Gepland voor {long_before(today)}" in page
    assert f"Klaar sinds {long_before(today)}" in page


def test_a_success_of_another_year_says_so_on_the_board(organisation, unit, samira, petra, browse):
    for letter in "abcde":
        member(organisation, unit, f"Collega{letter} X")
    Success.objects.filter(pk=told(samira).pk).update(told_at=timezone.now() - LONG)
    assert f">{long_before(organisation.today())}<" in browse(petra).get("/o/deplas/board/").text
