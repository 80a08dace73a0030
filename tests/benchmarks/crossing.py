"""What drawing both crossings of a page costs: from nothing, and after one more step.

    .venv/bin/python -m tests.benchmarks.crossing

Prints a line for each size of organisation: milliseconds of processor time, and what that is beside
a fixed piece of work in the same run (`×`), so that machines compare. Last, the memory that all
pieces take which are kept for 300 organisations.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date, timedelta
from itertools import accumulate
from math import sin
from pathlib import Path
from statistics import median

from backend.pictures import kept
from backend.pictures.crossing import (
    Bank,
    CrossingData,
    CrossingWeek,
    Size,
    SuccessStone,
    crossing,
)
from tests.pictures.factories import TEXTS, TITLES

MONDAY = date(2026, 11, 23)
SIZES = [(steps, weeks) for steps in (1_000, 100_000, 1_000_000) for weeks in (52, 260)]
TITLED = 57  # weeks in which successes are named
STEPS = 12
ORGANISATIONS = 300
PAGE = 4096


def spread(total: int, weeks: int) -> list[int]:
    """More and more a week, with busy and quiet times and an open summer."""
    weights = [
        0 if weeks // 3 < i < weeks // 3 + 4 else max(0, 1 + i / weeks + 0.9 * sin(i / 5))
        for i in range(weeks)
    ]
    sums = [round(total * reached / sum(weights)) for reached in accumulate(weights)]
    return [after - before for before, after in zip([0, *sums], sums, strict=False)]


def data(steps: int, weeks: int, name: str = "") -> CrossingData:
    """One in 25 steps is golden."""
    golden = spread(steps // 25, weeks)
    first = MONDAY - timedelta(weeks=weeks - 1)
    titled = [min(golden[i], 3) if i >= weeks - TITLED else 0 for i in range(weeks)]
    return CrossingData(
        weeks=tuple(
            CrossingWeek(
                first + timedelta(weeks=i), week // 3, week // 2, week - week // 3 - week // 2,
                golden[i],
                tuple(
                    SuccessStone(f"{TITLES[(i + n) % len(TITLES)]}{name}", f"/{i}/{n}/")
                    for n in range(titled[i])
                ),
            )
            for i, week in enumerate(spread(steps, weeks))
        ),
        start=first,
        today=MONDAY + timedelta(days=4),
        end=first + timedelta(weeks=weeks + 26),
        near=Bank("Maart", f"“Ik werd drie keer doorverbonden voor één vraag{name}.”", "nl"),
        far=Bank("Onze visie", "Juist omdat u niet weg kunt, zorgen wij extra goed voor u.", "nl"),
    )  # fmt: skip


def one_more(before: CrossingData) -> CrossingData:
    last = before.weeks[-1]
    weeks = (*before.weeks[:-1], last._replace(tried=last.tried + 1))
    return CrossingData(weeks, before.start, before.today, before.end, before.near, before.far)


def draw(of: CrossingData) -> None:
    for size in Size:
        crossing(of, TEXTS, size=size)


def took(work: Callable[[], object]) -> float:
    """Milliseconds of this process's own: others on the machine don't count."""
    began = time.process_time()
    work()
    return (time.process_time() - began) * 1000


def reference() -> int:
    """The fixed piece of work."""
    state = 0
    for number in range(200_000):
        state = (state * 31 + number) & 0xFFFFFFFF
    return state


def from_nothing(of: CrossingData) -> None:
    kept.forget()
    draw(of)


def resident() -> float:
    return int(Path("/proc/self/statm").read_text().split()[1]) * PAGE / 1e6


def memory() -> float:
    """Megabytes that the process grows by when many organisations, none like another, are drawn."""
    kept.forget()
    before = resident()
    for number in range(ORGANISATIONS):
        draw(data(400 + number * 37, (30, 52, 104, 260)[number % 4], f" {number}"))
    return resident() - before


def main() -> None:
    work = min(took(reference) for _ in range(20))
    print(f"fixed work {work:.1f} ms")  # noqa: T201
    for steps, weeks in SIZES:
        now = data(steps, weeks)
        nothing = median(took(lambda of=now: from_nothing(of)) for _ in range(9))
        after = []
        for _ in range(STEPS):
            now = one_more(now)
            after.append(took(lambda of=now: draw(of)))
        step, most = median(after), max(after)
        print(  # noqa: T201
            f"{steps:>9,} steps, {weeks:>3} weeks: from nothing {nothing:5.1f} ms"
            f" ({nothing / work:.2f} ×), after a step {step:4.1f} ms ({step / work:.2f} ×),"
            f" at most {most:4.1f} ms"
        )
    print(f"kept for {ORGANISATIONS} organisations: {memory():.0f} MB")  # noqa: T201


if __name__ == "__main__":
    main()
