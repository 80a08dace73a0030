"""What every process looks at before it does anything; `python -m backend.config.start` by itself.

Wrong settings end it with status 2 and a sentence for each of them, all at once. Servers that do
not answer, or do not let us in, are named: `reachable` for what is done once (`prepare`, `make run`),
with status 75 where nothing else is wrong; the processes that stay say so in their log and wait for
them. A wrong password counts among those: it may be put right on either side.
"""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NoReturn

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backend.config.settings")

OLDEST_POSTGRES = 16
SERVERS = ("DATABASE_URL", "DATABASE_DIRECT_URL", "REDIS_URL")
# As in sysexits.h: it may pass by itself, and whoever started this may do so again.
TEMPORARY = 75
_SECONDS = 5
_PATIENCE = 60
_LONGEST = 300


class Away(str):
    """What is said of a server that does not answer or let us in: a little later it may."""


def refuse_wrong_settings() -> None:
    """Ends the process with status 2 where any setting is wrong, after naming all that are."""
    from backend.config import settings

    if settings.env.problems:
        refuse(settings.env.problems)


def refuse(problems: Sequence[str]) -> NoReturn:
    """Say what is wrong, and end with status 2; with 75 where servers are away and that is all."""
    number, away = len(problems), _may_pass(problems)
    if away:
        who = "a server is" if number == 1 else "servers are"
        says = f"Stapsteen does not start yet: {who} not ready for it."
    else:
        what = "one setting is wrong" if number == 1 else f"{number} settings are wrong"
        says = f"Stapsteen does not start: {what}."
    lines = [says, *(f"  · {one}" for one in problems)]
    print("\n".join(lines), file=sys.stderr, flush=True)  # noqa: T201 - before there is a log
    raise SystemExit(TEMPORARY if away else 2)


def _may_pass(problems: Sequence[str]) -> bool:
    return all(isinstance(one, Away) for one in problems)


def reachable(names: Sequence[str] = SERVERS) -> list[str]:
    """A sentence for each server that does not answer as it should, within a few seconds."""
    with ThreadPoolExecutor(len(SERVERS)) as pool:
        asked = [
            pool.submit(_broker) if name == "REDIS_URL" else pool.submit(_database, name)
            for name in names
            if name != "DATABASE_DIRECT_URL" or _is_of_its_own()
        ]
        return [said for one in asked if (said := one.result())]


def awaited(names: Sequence[str], seconds: float = _PATIENCE) -> list[str]:
    """The same, of servers that are being started: asked again until they answer, or time is up."""
    until, before = time.monotonic() + seconds, list[str]()
    while (said := reachable(names)) and _may_pass(said) and time.monotonic() < until:
        if said != before:
            print("\n".join(["Waiting.", *said]), file=sys.stderr, flush=True)  # noqa: T201 - as above
        before = said
        time.sleep(1)
    return said


def begin(process: str) -> bool:
    """Look at the database, and open the log's next epoch where it was restored; False if it is away.

    Ends with status 2 where the database is too old, of another encoding, or without our tables.
    Safe before a fork.
    """
    import structlog
    from django.db import NotSupportedError, OperationalError, ProgrammingError, connections

    from backend.config.settings import env

    log = structlog.get_logger()
    for doubt in env.doubts:
        log.warning("setting", says=doubt, process=process)
    try:
        unfit = _ours(connections["default"])
        if unfit:
            refuse([unfit])
        if log_begun():
            log.warning("the database was restored: a new epoch of the log begins", process=process)
    except OperationalError as error:
        does = _does(_first_line(error))
        log.warning(f"the database of DATABASE_URL {does} yet", process=process)
        return False
    except NotSupportedError:
        refuse([_OLD])
    except ProgrammingError as error:
        if getattr(error.__cause__, "sqlstate", "") not in {"42P01", "42883"}:
            raise
        refuse(["The database has not the tables of this version: run `python manage.py migrate`."])
    finally:
        connections.close_all()
    return True


def log_begun() -> bool:
    """Whether a new epoch had to be opened; the roll-ups are then folded from nothing."""
    from django.db import models, transaction

    from backend.board import services as board
    from backend.events import services as events
    from backend.outbox.models import DispatchCursor

    with transaction.atomic():
        reached = DispatchCursor.objects.aggregate(most=models.Max("transaction"))["most"] or 0
        opened = events.epoch_open_if_due(reached=reached)
        if opened:
            board.unfold_all()
    return opened


_OLD = (
    f"DATABASE_URL leads to a PostgreSQL older than {OLDEST_POSTGRES}; Stapsteen needs"
    f" {OLDEST_POSTGRES} or newer."
)


_ENCODED = (
    "The database named by DATABASE_URL keeps texts as {encoding}; Stapsteen needs one made with"
    " ENCODING 'UTF8'."
)


def _unfit(version: int, encoding: str) -> str:
    """Why this database won't do, in a sentence; "" where it will."""
    if version < OLDEST_POSTGRES:
        return f"{_OLD} This one is {version}."
    return "" if encoding == "UTF8" else _ENCODED.format(encoding=encoding)


def _ours(connection: Any) -> str:
    version = int(connection.pg_version) // 10_000
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_encoding")
        return _unfit(version, cursor.fetchone()[0])


def _is_of_its_own() -> bool:
    from backend.config.settings import DATABASE_DIRECT_URL, DATABASE_URL

    return DATABASE_DIRECT_URL != DATABASE_URL


def _database(name: str) -> str:
    import psycopg

    from backend.config import settings

    try:
        with psycopg.connect(getattr(settings, name), connect_timeout=_SECONDS) as found:
            version = found.info.server_version // 10_000
            # Asked in words: a pooler may not pass on what the server says when one connects. As
            # bytes, because texts of a database without letters come so anyhow.
            cursor = found.cursor(binary=True)
            cursor.execute("SELECT current_setting('server_encoding')::bytea")
            return _unfit(version, bytes((cursor.fetchone() or [b""])[0]).decode("ascii"))
    except (psycopg.OperationalError, psycopg.ProgrammingError) as error:
        said = _first_line(error)
        return Away(f"The database named by {name} {_does(said)}: {said}")


def _does(said: str) -> str:
    """Of a PostgreSQL that could not be reached: whether it was there, from what the library says."""
    answered = re.search(r"FATAL|does not support SSL|certificate", said)
    return "does not let us in" if answered else "does not answer"


def _broker() -> str:
    import redis
    from redis.backoff import NoBackoff
    from redis.retry import Retry

    from backend.config.settings import REDIS_URL

    client = redis.Redis.from_url(
        REDIS_URL, socket_timeout=_SECONDS, socket_connect_timeout=_SECONDS,
        retry=Retry(NoBackoff(), 0),
    )  # fmt: skip
    try:
        client.ping()
    except (redis.RedisError, OSError) as error:
        is_no = isinstance(error, redis.ResponseError | redis.AuthenticationError)
        does = "does not let us in" if is_no else "does not answer"
        return Away(f"The Valkey or Redis named by REDIS_URL {does}: {_first_line(error)}")
    finally:
        client.close()
    return ""


def _first_line(error: Exception) -> str:
    said = str(error).strip().splitlines()
    return said[0][:_LONGEST] if said else type(error).__name__


def main(words: Sequence[str]) -> int:
    """Status 0 where everything is right.

    `values` asks no server but those whose settings are named behind it; `wait` gives them a minute
    to answer; `begin` opens the log's next epoch where one is due.
    """
    from backend.config.settings import env

    named = [word for word in words if word in SERVERS]
    if not {"values", "begin"} & set(words):
        named = list(SERVERS)
    # A server whose address is wrong was not asked for: its default is not what was meant.
    asked = [name for name in named if not any(one.startswith(name) for one in env.problems)]
    ask = awaited if "wait" in words and not env.problems else reachable
    problems = [*env.problems, *ask(asked)]
    if problems:
        refuse(problems)
    if "begin" in words:
        import django

        django.setup()
        return 0 if begin("prepare") else TEMPORARY
    for doubt in env.doubts:
        print(f"Note: {doubt}", file=sys.stderr)  # noqa: T201
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
