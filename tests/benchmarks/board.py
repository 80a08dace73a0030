"""What the board, home, the feed, lists and logging a step cost, each against a bare page beside it.

Times are ratios of medians measured in turn in one run, so a slow machine says the same as a fast
one; of the real web process, over a connection that is kept alive. `board` is as most readers meet
it, `board_after_step` for the first one after a step was folded, `board_in_tail` for one who comes
before that, `board_cold` after the cache was emptied. `rss_mb` is what all web processes hold after
two hundred pages. The last line printed is one JSON object.

    make bench-board                             # all sizes
    SIZES=1000 make bench-board                  # one of them
    python -m tests.benchmarks.board 1000 100000
"""

from __future__ import annotations

import json
import os
import sys
import time
from typing import Any

from tests.benchmarks import folding
from tests.benchmarks.servers import ready_django
from tests.benchmarks.sizes import SIZES, Size
from tests.benchmarks.web import web

PAGES = ("board", "board_after_step", "board_in_tail", "board_cold", "unit_board", "home", "feed",
         "initiatives")  # fmt: skip


def say(text: str) -> None:
    """One line, at once."""
    print(text, flush=True)  # noqa: T201


def _row(size: Size) -> tuple[dict[str, Any], dict[str, Any], float]:
    """The figures of one size, of folding it, and of the kept board against the barest page."""
    from tests.benchmarks import rounds, world
    from tests.benchmarks.visitor import Visitor

    began = time.monotonic()
    organisation = world.load(size, trusted=True)
    folded = folding.measured(organisation.slug)
    world.tidy()
    say(f"{size.steps:>7} steps: loaded and folded in {time.monotonic() - began:.0f} s, {folded}")
    with web() as site:
        lines = site.line_to_each()
        visitor = Visitor(world.reader(organisation), lines[0])
        visitor.was_here_last_week()
        rounds.read_pages(visitor, lines)
        memory = site.resident_mb()
        say(f"{size.steps:>7} steps: {rounds.PAGES_READ} pages read, {memory} MB")
        visitor.wire = lines[0]
        measured = rounds.Rounds(visitor)
        number = measured.run()
        row: dict[str, Any] = {
            **rounds.people_and_units(visitor), "teams": size.teams,
            **{name: measured.ratio(name) for name in PAGES},
            "drill_down": max(measured.ratio(name) or 0 for name in rounds.DRILL_DOWNS),
            "log_step": measured.ratio("log_step", to="insert"),
            **rounds.kept_board(visitor), "rss_mb": memory, "rounds": number,
            "frame_ms": round(1000 * measured.median("frame"), 2),
        }  # fmt: skip
    each = ", ".join(f"{name} {1000 * measured.median(name):.1f} ms" for name in measured.times)
    say(f"{size.steps:>7} steps: {each}")
    return row, folded, measured.ratio("board", to="line") or 0


def measure(sizes: list[Size]) -> dict[str, Any]:
    """Each size as an organisation of its own beside the others, with a web process of its own."""
    rows: dict[str, Any] = {}
    for size in sizes:
        rows[str(size.steps)], folded, bare = _row(size)
    small, large = rows[str(sizes[0].steps)], rows[str(sizes[-1].steps)]
    return {
        "steps": rows,
        "growth": round(large["board_after_step"] / small["board_after_step"], 2),
        "memory_growth": round(large["rss_mb"] / small["rss_mb"], 2),
        "fold_per_s": round(folded["events"] / folded["seconds"]),
        "fold_rss_mb": folded["rss_mb"],
        "board_bare": bare,
    }


def _wanted() -> list[Size]:
    asked = sys.argv[1:] or os.environ.get("SIZES", "").replace(",", " ").split()
    found = [size for size in SIZES if not asked or str(size.steps) in asked]
    if not found:
        raise SystemExit(f"There are: {', '.join(str(size.steps) for size in SIZES)}")
    return found


def main() -> None:
    """Measure with servers of our own, and print the figures."""
    sizes = _wanted()
    with ready_django(DJANGO_SETTINGS_MODULE="tests.benchmarks.settings"):
        say(json.dumps(measure(sizes)))


if __name__ == "__main__":
    main()
