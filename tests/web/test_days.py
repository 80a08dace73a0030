"""A day of another year says its year, wherever people read it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone, translation
from django.utils.formats import date_format

from backend.board import texts
from backend.initiatives.models import Initiative, Step
from backend.initiatives.sentences import steps_sentence
from backend.successes.models import Success
from tests.conftest import member
from tests.initiatives.factories import log, start
from tests.successes.factories import finished, told

pytestmark = pytest.mark.django_db
LONG = timedelta(days=400)


def long_ago() -> str:
    with translation.override("nl"):
        return date_format(timezone.localdate() - LONG, "j F Y")


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_sentence_says_the_year_where_it_is_another(language):
    today = timezone.localdate()
    with translation.override(language):
        for day, says in ((today, False), (today - LONG, True)):
            assert (f"{day.year}" in texts.since(day, 0, [], 0)) is says
            assert (f"{day.year}" in steps_sentence(2, 0, day)) is says


def test_what_was_planned_or_finished_long_ago_says_of_which_year(samira, browse):
    step, done = log(samira, start(samira), planned_on=timezone.localdate()), finished(samira)
    Step.objects.filter(pk=step.pk).update(planned_on=timezone.localdate() - LONG)
    Initiative.objects.filter(pk=done.pk).update(closed_on=timezone.localdate() - LONG)
    page = browse(samira).get("/o/deplas/").text
    assert f"Gepland voor {long_ago()}" in page
    assert f"Klaar sinds {long_ago()}" in page


def test_a_success_of_another_year_says_so_on_the_board(organisation, unit, samira, petra, browse):
    for letter in "abcde":
        member(organisation, unit, f"Collega{letter} X")
    Success.objects.filter(pk=told(samira).pk).update(told_at=timezone.now() - LONG)
    assert f">{long_ago()}<" in browse(petra).get("/o/deplas/board/").text
