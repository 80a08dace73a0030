"""Look at a large organisation in a browser, or profile one of its pages.

    python -m tests.benchmarks.serve 1000000                     # serve it until Ctrl-C
    python -m tests.benchmarks.serve 1000000 --folder /tmp/large # keep the data for the next time
    python -m tests.benchmarks.serve 1000 --profile /board/ --after step

`--profile` asks one page (below the organisation) in this process, prints its queries and where the
time goes, and ends.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import signal
import time
from collections import Counter
from pathlib import Path
from typing import Any

from tests.benchmarks.board import say
from tests.benchmarks.servers import ready_django
from tests.benchmarks.sizes import SIZES, Size
from tests.benchmarks.web import web

AFTER = ("nothing", "step", "tail", "cold")


def main() -> None:
    """Load the organisation unless it is there, and show it."""
    given = _arguments()
    size = next(size for size in SIZES if size.steps == given.size)
    settings = {"DJANGO_SETTINGS_MODULE": "tests.benchmarks.settings"}
    with ready_django(keep=given.folder, **settings):
        from tests.benchmarks import world

        member = world.reader(_organisation(size))
        if given.profile:
            _profile(member, given.profile, given.after)
        else:
            _serve(member, given.port)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks.serve",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("size", type=int, choices=[size.steps for size in SIZES])
    parser.add_argument("--port", type=int, default=0, help="a free one, unless given")
    parser.add_argument("--folder", type=Path, help="where the database stays")
    parser.add_argument("--profile", metavar="PATH", help="such as /board/")
    parser.add_argument(
        "--after", choices=AFTER, default="nothing",
        help="what happened since the page was last asked: a step that is folded, one that is not "
        "yet (tail), or all that was kept is gone (cold)",
    )  # fmt: skip
    return parser.parse_args()


def _organisation(size: Size) -> Any:
    from backend.organisations.models import Organisation
    from tests.benchmarks import world

    known = Organisation.objects.filter(slug=size.slug).first()
    if known is not None:
        world.fold(known)
        return known
    began = time.monotonic()
    organisation = world.load(size, trusted=True)
    world.fold(organisation)
    world.tidy()
    say(f"{size.steps} steps loaded in {time.monotonic() - began:.0f} s")
    return organisation


def _serve(member: Any, port: int) -> None:
    for number in (signal.SIGINT, signal.SIGTERM):  # also where a shell started us behind it
        signal.signal(number, signal.default_int_handler)
    with web(port=port) as site:
        say(f"Sign in as {member.name}, {member.unit}: "
            f"http://localhost:{site.port}/bench/enter/{member.person.email}/\n"
            "Somebody with all rights: "
            f"http://localhost:{site.port}/bench/enter/p0@{member.organisation.slug}.example/\n"
            "Ctrl-C ends it.")  # fmt: skip
        try:
            site.process.wait()
        except KeyboardInterrupt:
            say("")


def _profile(member: Any, path: str, after: str) -> None:
    from django.core.cache import cache
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from tests.benchmarks import world
    from tests.benchmarks.in_process import InProcess
    from tests.benchmarks.visitor import Visitor

    visitor = Visitor(member, InProcess())

    def change() -> None:
        if after in {"step", "tail"}:
            visitor.log_step()
        if after == "step":
            world.fold(member.organisation)
        if after == "cold":
            cache.clear()

    for _warm in range(2):
        visitor.get(path)
    change()
    with CaptureQueriesContext(connection) as queries:
        began = time.perf_counter()
        answer = visitor.get(path)
        took = time.perf_counter() - began
        asked = list(queries.captured_queries)
    change()
    profile = cProfile.Profile()
    profile.runcall(visitor.get, path)
    for (sql, number), seconds in _told(asked):
        say(f"{1000 * seconds:8.1f} ms  {number} × {sql}")
    pstats.Stats(profile).sort_stats("cumulative").print_stats(45)
    say(f"{path}: {1000 * took:.1f} ms, {len(asked)} queries, {len(answer.body)} bytes")


def _told(queries: list[dict[str, str]]) -> list[tuple[tuple[str, int], float]]:
    """Each statement as it begins, how often it was asked, and for how long in all."""
    times: Counter[str] = Counter()
    numbers: Counter[str] = Counter()
    for one in queries:
        sql = " ".join(one["sql"].split())[:400]
        times[sql] += float(one["time"])
        numbers[sql] += 1
    return [((sql, numbers[sql]), seconds) for sql, seconds in times.most_common()]


if __name__ == "__main__":
    main()
