"""The numbers behind the crossing, a year of weeks a page, the newest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from backend.pictures.crossing import TableRow
from backend.web.cursors import WrongCursor

YEAR = 52  # weeks with a step on a page


@dataclass(frozen=True)
class Weeks:
    """One page of the table. `earlier` is the `before` of the next page, None on the last one."""

    rows: Sequence[TableRow]
    earlier: date | None
    newest: bool


def weeks_before(rows: Sequence[TableRow], before: str) -> Weeks:
    """The page of weeks before that day, or the newest. `rows` are all weeks, the newest first.

    Raises `WrongCursor` for what is no day, and for one before which there is no week.
    """
    found = [row for row in rows if row.monday < _day(before)] if before else rows
    if before and not found:
        raise WrongCursor
    shown = found[:YEAR]
    earlier = shown[-1].monday if len(found) > YEAR else None
    return Weeks(shown, earlier, newest=len(found) == len(rows))


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError as error:
        raise WrongCursor from error
