"""How long initiatives take, with those that still run. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction


def median_weeks(finished: Mapping[int, int], running: Mapping[int, int]) -> int | None:
    """In how many weeks half of all is finished; None where that is not so yet.

    Kaplan and Meier's estimate. What still runs counts as long as it has run: leaving it out
    would make the slow ones look as if they did not exist.
    """
    at_risk = sum(finished.values()) + sum(running.values())
    # Exact: half of ten is half, whatever way it is come by.
    going_on = Fraction(1)
    for week in sorted({*finished, *running}):
        done = finished.get(week, 0)
        if done:
            going_on *= 1 - Fraction(done, at_risk)
            if going_on <= Fraction(1, 2):
                return max(1, week)
        at_risk -= done + running.get(week, 0)
    return None


def within_share(finished: Mapping[int, int], running: Mapping[int, int], weeks: int) -> float:
    """Finished in at most so many weeks ÷ all that is finished or has run longer; 0 for none."""
    quick = sum(number for week, number in finished.items() if week <= weeks)
    slow = sum(finished.values()) - quick
    slow += sum(number for week, number in running.items() if week > weeks)
    return quick / (quick + slow) if quick + slow else 0.0
