"""The drill: an installation with photos and half an announcement, kept while it works, brought
back in another cluster, and going on there.
"""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import time
from collections import Counter

import psycopg
from django.conf import settings
from django.db import connection

from backend.board import services as board
from backend.board.reading import board as reading
from backend.config.start import log_begun
from backend.events import selectors as events
from backend.events.models import Epoch, Event
from backend.outbox import dispatch
from backend.outbox.models import DispatchCursor
from backend.photos import services as photos
from backend.photos.models import Photo
from deploy.backup import restore, write
from tests.acting import by
from tests.faults.stage import ROOT, Stage
from tests.initiatives.factories import log, start
from tests.photos.factories import picture

MANY = 60
log_of_the_drill = logging.getLogger(__name__)


def _query(url: str, text: str) -> list[tuple]:
    with psycopg.connect(url) as asked:
        return asked.execute(text).fetchall()


def _other_side(stage: Stage, email: str) -> dict:
    done = subprocess.run(
        [sys.executable, "-m", "tests.backup.on_the_other_side", email], cwd=ROOT,
        env=stage.environment(), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def _half_sent(stage: Stage, announce) -> None:
    """The worker stands still in the middle, the dispatcher has ended, and more has happened."""
    stage.sink.drip_seconds = 0.02
    stage.start("worker", "dispatcher")
    announce()
    stage.sink.wait_for(MANY // 3)
    stage.freeze("worker")
    stage.kill("dispatcher")


def _age(number: int) -> None:
    """Let this cluster count on, so that its transactions are far ahead of a fresh one's."""
    with psycopg.connect(settings.DATABASE_DIRECT_URL, autocommit=True) as other:
        for _ in range(number):
            other.execute("SELECT pg_current_xact_id()")


def test_the_drill(stage: Stage, here, elsewhere, samira, unit, colleagues, announce, tmp_path):
    colleagues(MANY)
    initiative = start(samira)
    kept = [photos.photo_store(act=by(samira), file=picture(), alt=f"Foto {n}") for n in range(3)]
    for n in range(20):
        log(samira, initiative, photo=kept[n] if n < 3 else None)
    _age(2000)
    _half_sent(stage, announce)
    board.fold_pending(organisation=samira.organisation)
    log(samira, initiative)  # neither told nor folded when the backup is made
    late = Event.objects.latest("id").pk
    shown = reading.whole(organisation=samira.organisation).steps
    rows = {"events": Event.objects.count(), "photos": Photo.objects.count()}
    accepted = len(stage.sink.received)

    def meanwhile() -> None:
        """After the snapshot the work goes on: this is not in the backup, and breaks nothing."""
        log(samira, initiative)
        photos.photo_store(act=by(samira), file=picture(), alt="Later")
        photos.photo_discard(photo=kept[0])  # its files are gone from here before the dump is made

    began = time.monotonic()
    made = write.backup(here, tmp_path / "kept", meanwhile)
    wrote = time.monotonic() - began
    stage.kill("worker")

    there = elsewhere()
    began = time.monotonic()
    done = restore.restore(there, tmp_path / "kept")
    seconds = time.monotonic() - began

    assert done.same_secret
    assert done.rows == made.rows
    assert made.rows["events_event"] == rows["events"]
    assert made.rows["photos_photo"] == rows["photos"]
    assert made.photos == {"files": 6, "missing": 0}
    names = {
        name for row in _query(there.url, "SELECT file, small FROM photos_photo") for name in row
    }
    assert {str(p.relative_to(there.media)) for p in there.media.rglob("*.webp")} == names
    (told,) = _query(there.url, "SELECT event_id FROM outbox_dispatchcursor")
    assert told[0] < late  # so it has yet to be told

    stage.told = {
        "DATABASE_URL": there.url, "DATABASE_DIRECT_URL": there.url,
        "STAPSTEEN_DATA": str(there.data),
    }  # fmt: skip
    first = _other_side(stage, samira.person.email)
    assert (first["before"], first["after"]) == (shown, shown + 1)
    assert first["equal"]
    assert first["last"] == first["epochs"][-1] == 1

    stage.sink.drip_seconds = 0.0
    stage.start("worker", "dispatcher", "beat")
    open_rows = "SELECT count(*) FROM outbox_delivery WHERE settled_at IS NULL"
    stage.until(lambda: _query(there.url, open_rows) == [(0,)])
    behind = (
        "SELECT count(*) FROM events_event e, outbox_dispatchcursor c"
        " WHERE (e.transaction, e.id) > (c.transaction, c.event_id)"
    )
    stage.until(lambda: _query(there.url, behind) == [(0,)])
    states = dict(_query(there.url, "SELECT state, count(*) FROM outbox_delivery GROUP BY 1"))
    assert sum(states.values()) == MANY
    assert states["accepted"] >= MANY - 2 - 2  # what two children had on the wire is uncertain
    twice = [a for a, n in Counter(r.recipient for r in stage.sink.received).items() if n > 1]
    assert not twice
    assert len(stage.sink.received) > accepted
    log_of_the_drill.info(
        "%s rows kept in %.1f s, %s back in %.1f s, the first step after it in %.2f s",
        sum(made.rows.values()), wrote, sum(done.rows.values()), seconds,
        first["first_step_seconds"],
    )  # fmt: skip


def test_what_was_written_before_anybody_noticed_the_restore_is_told_and_counted(
    stage: Stage, here, elsewhere, samira, tmp_path
):
    """A page that was started without `prepare` writes with the low numbers of the new cluster."""
    initiative = start(samira)
    _age(3000)
    log(samira, initiative)
    board.fold_pending(organisation=samira.organisation)
    dispatch.events_dispatch()
    made = write.backup(here, tmp_path / "kept", lambda: None)
    there = elsewhere()
    restore.places.run(
        [restore.places.program("pg_restore", made.postgres), "--single-transaction", "--no-owner",
         "--no-privileges", str(tmp_path / "kept" / "database.dump")], there.url,
    )  # fmt: skip
    copy = (
        "INSERT INTO events_event (uid, organisation_id, kind, actor_id, subject_type, subject_id,"
        " payload, silent, happened_at) SELECT gen_random_uuid(), organisation_id, kind, actor_id,"
        " subject_type, subject_id, payload, silent, now() FROM events_event"
        " WHERE kind = 'step_logged' ORDER BY id DESC LIMIT 1 RETURNING transaction"
    )
    (written,) = _query(there.url, copy)
    (before,) = _query(there.url, "SELECT transaction FROM outbox_dispatchcursor")
    assert written[0] < before[0]
    stage.told = {"DATABASE_URL": there.url, "DATABASE_DIRECT_URL": there.url}
    stage.start("dispatcher")
    moved = f"SELECT count(*) FROM events_event WHERE transaction >= {2**48}"
    stage.until(lambda: _query(there.url, moved) == [(1,)])
    told = "SELECT transaction FROM outbox_dispatchcursor"
    stage.until(lambda: _query(there.url, told)[0][0] == 2**48 + written[0])
    tally = "SELECT value FROM board_tally WHERE node = 0 AND name = 'steps'"
    stage.until(lambda: _query(there.url, tally) == [(2,)])


def test_a_start_on_the_same_cluster_opens_nothing(db):
    assert not log_begun()
    assert not log_begun()
    assert [(one.number, bool(one.system)) for one in Epoch.objects.all()] == [(0, True)]


def test_a_cluster_that_does_not_tell_its_name_is_known_by_its_numbers(samira, monkeypatch):
    monkeypatch.setattr(events, "system", lambda: "")
    assert not log_begun()
    log(samira)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE events_event SET transaction = transaction + 1000000")
        cursor.execute("SET LOCAL session_replication_role = origin")
    assert log_begun()
    assert not log_begun()
    assert Epoch.objects.latest("number").number == 1
    before = Event.objects.latest("id").transaction
    log(samira)
    assert Event.objects.latest("id").transaction > before


def test_a_reader_that_stands_beyond_what_is_left_of_the_log_is_noticed_too(db, monkeypatch):
    monkeypatch.setattr(events, "system", lambda: "")
    DispatchCursor.objects.create(name="events", transaction=10**9)
    assert log_begun()
    assert not log_begun()
