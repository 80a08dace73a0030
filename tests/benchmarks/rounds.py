"""What is measured of one organisation: every page in turn, round after round."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from datetime import timedelta
from itertools import cycle
from typing import Any

from django.core.cache import cache
from django.db import connection
from django_scopes import scope

from backend.initiatives.models import Initiative
from backend.successes.models import Success
from tests.benchmarks import world
from tests.benchmarks.counting import ASK, QUERIES
from tests.benchmarks.visitor import Visitor
from tests.benchmarks.web import Answer

MOST_ROUNDS, LEAST_ROUNDS, ENOUGH_SECONDS = 30, 5, 45.0
PAGES_READ = 200
STEP_EVERY = 20  # of the pages that are read before the memory is measured
DRILL_DOWNS = ("steps", "steps_of_unit", "steps_of_week")

Times = dict[str, list[float]]


class Rounds:
    """The pages of one visitor, and how long each took."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor
        self.times: Times = {}
        self.pages = {
            "home": "/", "feed": "/successes/", "initiatives": "/initiatives/",
            "steps": "/board/steps/",
            "steps_of_unit": f"/board/steps/?unit={visitor.member.unit.uid}",
            "steps_of_week": f"/board/steps/?week={_a_monday(visitor)}", "line": "//bench/line/",
        }  # fmt: skip

    def run(self) -> int:
        """As many rounds as there is time for; how many that were."""
        ends = time.monotonic() + ENOUGH_SECONDS
        for number in range(MOST_ROUNDS):
            if number >= LEAST_ROUNDS and time.monotonic() > ends:
                return number
            self._round()
        return MOST_ROUNDS

    def median(self, name: str) -> float:
        """In seconds."""
        return statistics.median(self.times[name])

    def ratio(self, name: str, to: str = "frame") -> float | None:
        """Of two medians; None for what was not there to be measured."""
        if name not in self.times:
            return None
        return round(self.median(name) / self.median(to), 2)

    def _round(self) -> None:
        """Steps are logged and folded before the pages that meet them; each is the first reader."""
        visitor, unit_board = self.visitor, self.visitor.unit_board()
        self._frame()
        self._take("log_step", visitor.log_step)
        self._take("insert", visitor.insert)
        world.fold(visitor.organisation)
        self._get("board_after_step", "/board/")
        self._get("board", "/board/")
        self._frame()
        if unit_board:
            visitor.log_step()
            world.fold(visitor.organisation)
            self._get("unit_board", unit_board)
        visitor.log_step()
        self._get("board_in_tail", "/board/")
        world.fold(visitor.organisation)
        for name, path in self.pages.items():
            self._get(name, path)
        self._frame()
        cache.clear()
        self._get("board_cold", "/board/")

    def _frame(self) -> None:
        self._get("frame", "/bench/frame/")

    def _get(self, name: str, path: str) -> None:
        self._take(name, lambda: self.visitor.get(path))

    def _take(self, name: str, action: Callable[[], Answer]) -> None:
        self.times.setdefault(name, []).append(action().seconds)


def kept_board(visitor: Visitor) -> dict[str, int]:
    """How many queries the kept board asks, and its bytes as a browser gets them."""
    visitor.get("/board/")
    answer = visitor.get("/board/", **{ASK: "1"})
    return {"queries": int(answer.headers[QUERIES]), "bytes": len(answer.body)}


def read_pages(visitor: Visitor, lines: list[Any]) -> None:
    """A fixed list of pages, over each of the lines in turn; now and then a step is logged."""
    pages = _pages(visitor)
    for number, (path, line) in enumerate(zip(cycle(pages), cycle(lines), strict=False)):
        if number == PAGES_READ:
            return
        visitor.wire = line
        if number % STEP_EVERY == 0:
            visitor.log_step()
            world.fold(visitor.organisation)
        visitor.get(path)


def _pages(visitor: Visitor) -> list[str]:
    """An odd number of them, so that each comes over each of two lines."""
    with scope(organisation=visitor.organisation):
        initiatives = Initiative.objects.order_by("-id").values_list("uid", flat=True)[:10]
        stories = (
            Success.objects.exclude(told_at=None).order_by("-id").values_list("uid", flat=True)
        )
        details = [f"/initiatives/{uid}/" for uid in initiatives]
        details += [f"/successes/{uid}/" for uid in stories[:10]]
    same = ["/board/", "/", "/successes/", "/initiatives/", "/board/steps/",
            f"/board/steps/?unit={visitor.member.unit.uid}",
            f"/board/steps/?week={_a_monday(visitor)}"]  # fmt: skip
    if own := visitor.unit_board():
        same.append(own)
    found = [path for one in details for path in (*same, one)]
    return found if len(found) % 2 else found[:-1]


def _a_monday(visitor: Visitor) -> str:
    """Of a full week, three weeks ago."""
    today = visitor.organisation.today()
    return str(today - timedelta(days=today.weekday() + 21))


def people_and_units(visitor: Visitor) -> dict[str, int]:
    """How large the organisation is: all its units, and who works in it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT count(*) FROM organisations_unit WHERE organisation_id = %(org)s),"
            " (SELECT count(*) FROM organisations_membership WHERE organisation_id = %(org)s"
            "  AND state = 'active')",
            {"org": visitor.organisation.pk},
        )
        units, people = cursor.fetchone()
    return {"units": units, "people": people}
