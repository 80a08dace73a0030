"""What the board, home, the feed and logging a step cost, each against a bare page beside it.

Times are ratios of medians measured in turn in one run, so a slow machine says the same as a fast
one. The board is measured as most readers meet it, kept since the last step; `board_cold` is the
first reader after the cache was emptied. The last line printed is one JSON object.
"""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from tests.acting import by
from tests.benchmarks.servers import ready_django

ROUNDS = 30
SIZES = (1_000, 10_000, 100_000)
HTMX = {"HX-Request": "true", "HX-Target": "form#step-form", "HX-Current-URL": "http://localhost/"}


class Visitor:
    """One ambassador's browser, through the whole stack from middleware to database."""

    def __init__(self, organisation: Any) -> None:
        from django.test import Client
        from django_scopes import scope

        from backend.initiatives import services
        from backend.initiatives.models import Programme
        from backend.organisations.models import Membership

        self.client = Client(
            SERVER_NAME="localhost", headers={"accept-language": "nl", "accept-encoding": "gzip"}
        )
        self.root, self.organisation = f"/o/{organisation.slug}", organisation
        with scope(organisation=organisation):
            me = Membership.objects.select_related("person").order_by("id")[0]
            self.programme = Programme.objects.latest("id").pk
            mine = services.initiative_start(act=by(me), title="Brief in gewone taal", unit=me.unit)
        self.initiative = str(mine.uid)
        self.client.force_login(me.person, backend="django.contrib.auth.backends.ModelBackend")

    def get(self, path: str) -> bytes:
        """The body of a page below the organisation, or of any page that begins with two slashes."""
        url = path[1:] if path.startswith("//") else self.root + path
        answer = self.client.get(url)
        if answer.status_code != 200:
            raise RuntimeError(f"{url} answered {answer.status_code}")
        return bytes(answer.content)

    def log_step(self) -> None:
        """Send the step form, as htmx does from home."""
        typed = {
            "text": "Met een klant de brief gelezen", "kind": "listened", "key": str(uuid4()),
            "day": self.organisation.today().isoformat(), "initiative": self.initiative,
            "place": "home", "words_text": "", "said_by": "", "consent": "a_team", "photo_alt": "",
        }  # fmt: skip
        self._post("/steps/", typed)

    def insert(self) -> None:
        """Let the bare view write one row."""
        self._post("/bench/insert/", {"programme": self.programme})

    def _post(self, path: str, typed: dict[str, Any]) -> None:
        answer = self.client.post(self.root + path, typed, headers=HTMX)
        if answer.status_code != 200:
            raise RuntimeError(f"{path} answered {answer.status_code}")


def _seconds(action: Callable[[], Any]) -> float:
    begun = time.perf_counter()
    action()
    return time.perf_counter() - begun


def _medians(visitor: Visitor) -> dict[str, float]:
    """Every action once a round, in turn; the median of the rounds in seconds."""
    from django.core.cache import cache

    from tests.benchmarks import world

    pages = {
        "frame": "/bench/frame/", "board": "/board/", "home": "/", "feed": "/successes/",
        "line": "//bench/line/",
    }  # fmt: skip
    times: dict[str, list[float]] = {}
    for number in range(ROUNDS + 3):
        found = {
            "log_step": _seconds(visitor.log_step),
            "insert": _seconds(visitor.insert),
        }
        world.fold(visitor.organisation)
        cache.clear()
        found["board_cold"] = _seconds(lambda: visitor.get("/board/"))
        for name, path in pages.items():
            found[name] = _seconds(lambda path=path: visitor.get(path))
        if number >= 3:  # the first ones load templates and connections
            for name, seconds in found.items():
                times.setdefault(name, []).append(seconds)
    return {name: statistics.median(each) for name, each in times.items()}


def _size(visitor: Visitor) -> tuple[dict[str, float], dict[str, float]]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    took = _medians(visitor)
    with CaptureQueriesContext(connection) as queries:
        body = visitor.get("/board/")  # compressed, as a browser gets it
    row = {name: round(took[name] / took["frame"], 2) for name in ("board", "home", "feed")}
    row["log_step"] = round(took["log_step"] / took["insert"], 2)
    row["board_cold"] = round(took["board_cold"] / took["frame"], 2)
    row["queries"], row["bytes"] = len(queries), len(body)
    return row, took


def measure() -> dict[str, Any]:
    """All sizes, one after another in the same organisation as it grows."""
    from django.test import override_settings

    from tests.benchmarks import world

    organisation = world.company()
    steps, took = {}, {}
    with override_settings(ROOT_URLCONF="tests.benchmarks.urls"):
        world.grow(organisation, SIZES[0])
        visitor = Visitor(organisation)
        for size in SIZES:
            world.grow(organisation, size)
            steps[str(size)], took[size] = _size(visitor)
            each = ", ".join(f"{name} {1000 * t:.1f} ms" for name, t in took[size].items())
            print(f"{size:>7} steps: {each}", flush=True)  # noqa: T201
    small, large = took[SIZES[0]], took[SIZES[-1]]
    growth = (large["board"] / large["frame"]) / (small["board"] / small["frame"])
    board_bare = large["board"] / large["line"]
    return {"steps": steps, "growth": round(growth, 2), "board_bare": round(board_bare, 2)}


def main() -> None:
    """Measure with servers of our own, and print the figures."""
    with ready_django():
        print(json.dumps(measure()))  # noqa: T201


if __name__ == "__main__":
    main()
