"""Reading the log: a subject's history, and the window that a reader may take in for good."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import DatabaseError, connection, models, transaction
from django.db.models import QuerySet
from django.utils import timezone

from backend.events.models import Epoch, Event


def history(*, subject: models.Model) -> QuerySet[Event]:
    """What happened to one row, newest first, with its changes."""
    return (
        Event.objects.filter(subject_type=subject._meta.model_name, subject_id=subject.pk)
        .select_related("actor__person")
        .prefetch_related("changes")
        .order_by("-happened_at", "-id")
    )


# Which transactions run in other databases of the server: they cannot write our events. Every
# transaction that writes holds a lock on its own number, and whoever may see nothing else sees that
# lock, and in which database its holder works.
_ELSEWHERE = """
    SELECT l.transactionid AS xid FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
    WHERE l.locktype = 'transactionid' AND l.mode = 'ExclusiveLock' AND l.granted
      AND a.datname <> current_database()
    UNION ALL
    SELECT transaction FROM pg_prepared_xacts WHERE database <> current_database()
"""
_HORIZON = f"""
    WITH running AS MATERIALIZED (SELECT pg_snapshot_xip(pg_current_snapshot()) AS id),
    elsewhere AS MATERIALIZED ({_ELSEWHERE})
    SELECT coalesce((SELECT max(number) FROM events_epoch), 0)::bigint * {Epoch.SIZE} + least(
        (SELECT min(id::text::bigint) FROM running
         WHERE id::xid::text NOT IN (SELECT xid::text FROM elsewhere)),
        pg_current_xact_id_if_assigned()::text::bigint,
        pg_snapshot_xmax(pg_current_snapshot())::text::bigint)
"""  # noqa: S608 - made of its own parts only
_HOLDERS = """
    SELECT a.usename, a.application_name, a.pid, a.xact_start, now() - a.xact_start
    FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
    WHERE l.locktype = 'transactionid' AND l.mode = 'ExclusiveLock' AND l.granted
      AND a.datname = current_database() AND a.pid <> pg_backend_pid()
      AND (a.xact_start IS NULL OR a.xact_start < now() - make_interval(secs => %s))
    UNION ALL
    SELECT owner, 'prepared: ' || gid, 0, prepared, now() - prepared FROM pg_prepared_xacts
    WHERE database = current_database() AND prepared < now() - make_interval(secs => %s)
    ORDER BY 4
"""


@dataclass(frozen=True)
class Holder:
    """An open transaction that writes, and holds back what comes after it.

    `since` and `held` are None where the database does not let us see them: another role's.
    """

    user: str
    program: str
    pid: int
    since: datetime | None
    held: timedelta | None


# Shorter than this is nobody's business: a step is written in a moment, an import in seconds.
HELD_SECONDS = 30.0


def horizon() -> int:
    """The first position that may still be written; every one below it is over, for everybody.

    Like `pg_snapshot_xmin`, but for transactions of other databases on the same server, which
    number theirs together with ours and may stay open for days. One that can't be placed counts.
    """
    with connection.cursor() as cursor:
        cursor.execute(_HORIZON)
        return int(cursor.fetchone()[0])


def holders(*, seconds: float) -> list[Holder]:
    """Who has been holding the log back for longer than this: open writes in this database."""
    with connection.cursor() as cursor:
        cursor.execute(_HOLDERS, [seconds, seconds])
        return [
            Holder(str(user or ""), str(program or ""), pid, since, held)
            for user, program, pid, since, held in cursor.fetchall()
        ]


def held_back(*, seconds: float) -> bool:
    """Whether something that happened longer ago than this can't be told yet, because of an open write.

    Judged by what waits as well as by who holds it: since when another role's write stands open, the
    database may not let us see.
    """
    since = timezone.now() - timedelta(seconds=seconds)
    waiting = Event._base_manager.filter(
        transaction__gte=horizon(), happened_at__lt=since, silent=False
    )
    return bool(holders(seconds=seconds)) and waiting.exists()


def epoch() -> Epoch | None:
    """The stretch of the log that is being written; None before the first start."""
    return Epoch.objects.order_by("-number").first()


def system() -> str:
    """The identity of this PostgreSQL cluster; empty where it does not tell."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT system_identifier::text FROM pg_control_system()")
            return str(cursor.fetchone()[0])
    except DatabaseError:
        return ""


def counts_anew(*, reached: int = 0) -> bool:
    """Whether this database was loaded into a cluster that numbers its transactions otherwise.

    `reached` is the greatest position that any reader stands at. Told by the cluster's identity;
    and, where that is not known, by a position that this cluster has not come to yet.
    """
    known = epoch()
    if known is not None and known.system and (here := system()) and here != known.system:
        return True
    last = Event._base_manager.aggregate(last=models.Max("transaction"))["last"] or 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint")
        upcoming = (known.number if known else 0) * Epoch.SIZE + cursor.fetchone()[0]
    return max(last, reached - 1) >= upcoming
