"""The crossing: the roll-ups and the told successes as the picture wants them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from django.urls import reverse
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _

from backend.board.projection.steps import monday
from backend.board.reading.board import Board
from backend.board.reading.snapshot import Row
from backend.board.reading.sums import WeekSum
from backend.board.showing import texts
from backend.board.showing.words import words_of
from backend.organisations.models import Organisation
from backend.pictures.crossing import Bank, CrossingData, CrossingWeek, SuccessStone

# Successes of about a year are named in the picture; older ones keep their golden stone.
TITLED = timedelta(days=400)


def crossing_data(*, organisation: Organisation, board: Board) -> CrossingData:
    """From the near bank, where it began, to the far one, where the programme wants to be.

    Without stones while so few take part that each would be a figure about them.
    """
    programme, today = board.programme, organisation.today()
    titles = _titles(organisation, board.told, today)
    weeks = () if board.few else _weeks(board.weeks, titles)
    first = min((week.monday for week in weeks), default=monday(today))
    start, end = first, first + timedelta(days=365)
    # Steps are counted by week: a week is of the month that most of its days are in.
    month = (first + timedelta(days=3)).month
    if programme:
        begins = date.fromisoformat(programme["starts_on"])
        # Its first step may have been taken later in the week in which it began.
        start = begins if begins <= today and begins < first + timedelta(days=7) else first
        month = start.month if start == begins else month
        end = date.fromisoformat(programme["ends_on"])
    words = words_of(programme)
    return CrossingData(
        weeks=weeks,
        start=start,
        today=today,
        end=max(end, today + timedelta(days=7)),
        near=Bank(
            texts.sentence(str(MONTHS[month])),
            f"“{words}”" if words else "",
            programme["words_language"] if programme and words else "",
        ),
        far=Bank(_("Our vision"), programme["vision"] if programme else "", organisation.language),
    )


def _weeks(
    weeks: Sequence[WeekSum], titles: dict[date, list[SuccessStone]]
) -> tuple[CrossingWeek, ...]:
    return tuple(
        CrossingWeek(
            monday=week.monday,
            listened=week.listened,
            tried=week.tried,
            changed=week.changed,
            golden=week.golden,
            successes=tuple(titles.get(week.monday, ())),
        )
        for week in weeks
    )


def _titles(
    organisation: Organisation, told: Iterable[Row], today: date
) -> dict[date, list[SuccessStone]]:
    """By week; a success has the one title that its story has."""
    found: dict[date, list[SuccessStone]] = {}
    for place, row in enumerate(told):
        done_on = date.fromisoformat(row["done_on"])
        if done_on >= today - TITLED:
            url = reverse("successes:success_detail", args=[organisation.slug, row["uid"]])
            found.setdefault(monday(done_on), []).append(
                SuccessStone(row["title"], url, row["kind"], row["language"], place)
            )
    return found
