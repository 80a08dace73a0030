"""Where the days lie on a laptop's water."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from backend.pictures.crossing.data import CrossingData
from backend.pictures.crossing.rows import Row

NEAR, FAR = 196.0, 1248.0  # where the banks' edges lie, on average
_FURTHEST = 15 * 365  # days: a programme's end beyond that is a slip of the pen


class TimeLine(NamedTuple):
    """Where a day lies on the water, from `first` at `left`, `per_day` pixels a day."""

    first: date
    last: date
    left: float
    per_day: float

    def x(self, day: date) -> float:
        return self.left + (day - self.first).days * self.per_day


def time_line(data: CrossingData, rows: Sequence[Row]) -> TimeLine:
    """From the first week to the programme's end; today never touches the far bank."""
    first = rows[0].monday
    seen = max((data.today - first).days + 7, (rows[-1].monday - first).days + 7)
    planned = min((data.end - first).days + 1, _FURTHEST)
    days = max(planned, int(seen * 1.04) + 7, 84)
    left, right = NEAR + 30, FAR - 30
    return TimeLine(first, first + timedelta(days=days - 1), left, (right - left) / days)
