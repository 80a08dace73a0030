"""The plan's weeks on a real calendar, whatever day it is today."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from backend.example.days import Days, pick
from backend.example.texts import LAST_WEEK, example

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
MONDAY = date(2026, 11, 23)


@pytest.fixture(params=range(7), ids=["mon", "tue", "wed", "thu", "fri", "sat", "sun"])
def days(request: pytest.FixtureRequest) -> Days:
    today = MONDAY + timedelta(days=request.param)
    return Days(datetime(today.year, today.month, today.day, 0, 30, tzinfo=UTC), AMSTERDAM)


def test_steps_are_taken_on_working_days_up_to_today_in_the_plans_order(days: Days) -> None:
    initiatives = example("nl").initiatives
    assert initiatives
    for initiative in initiatives:
        found = days.step_days(initiative)
        assert found == sorted(found)
        assert all(day.weekday() < 5 for day in found)
        for day, step in zip(found, initiative.steps, strict=True):
            assert step.planned or days.start <= day <= days.today, initiative.key


def test_a_planned_step_of_a_week_to_come_lies_after_today(days: Days) -> None:
    for number in range(50):
        assert days.day(LAST_WEEK + 1, number) > days.today
        assert days.day(LAST_WEEK, number) <= days.today


def test_the_history_reaches_into_this_week(days: Days) -> None:
    latest = max(
        day
        for initiative in example("nl").initiatives
        for day, step in zip(days.step_days(initiative), initiative.steps, strict=True)
        if not step.planned
    )
    assert days.today - latest < timedelta(days=4)


def test_no_moment_lies_in_the_future(days: Days) -> None:
    assert all(days.moment(days.today, number) < days.now for number in range(100))


def test_the_same_seed_picks_the_same_number_on_every_machine() -> None:
    assert [pick(100, "samira", number) for number in range(4)] == [61, 79, 69, 48]
