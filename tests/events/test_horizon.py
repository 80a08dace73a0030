"""What holds the log back, and what does not: open transactions of this database and of others."""

from __future__ import annotations

import os
from collections.abc import Iterator

import psycopg
import pytest
from django.conf import settings
from django.db import connection, transaction

from backend.events import selectors
from backend.events.models import Event
from backend.jobs import selectors as jobs
from backend.outbox import dispatch
from backend.outbox.models import DispatchCursor
from tests.initiatives.factories import log

pytestmark = pytest.mark.django_db(transaction=True)


def _url(database: str) -> str:
    return f"{os.environ['DATABASE_URL'].rsplit('/', 1)[0]}/{database}"


def _told() -> bool:
    while dispatch.events_dispatch().more:
        continue
    place = DispatchCursor.objects.get(name="events")
    return bool(place.event_id == Event._base_manager.order_by("transaction", "id").last().pk)


def test_an_open_write_in_another_database_of_the_server_stops_nothing(samira):
    elsewhere = settings.DATABASE_URL.rsplit("/", 1)[1]
    assert elsewhere != connection.settings_dict["NAME"]
    with psycopg.connect(_url(elsewhere), autocommit=False) as other:
        other.execute("SELECT pg_current_xact_id()")
        log(samira)
        assert _told()
        assert not selectors.holders(seconds=0)


def test_an_open_write_in_this_database_holds_back_what_comes_after_and_is_named(samira):
    with psycopg.connect(
        _url(connection.settings_dict["NAME"]), application_name="nachtelijk"
    ) as other:
        other.execute("SELECT pg_current_xact_id()")
        log(samira)
        assert not _told()
        (holder,) = selectors.holders(seconds=0)
        assert (holder.program, holder.pid) == ("nachtelijk", other.info.backend_pid)
        assert holder.held is not None
        assert not selectors.holders(seconds=600)
        other.rollback()
        assert _told()


def test_an_open_transaction_that_only_reads_holds_nothing_back(samira):
    with psycopg.connect(_url(connection.settings_dict["NAME"])) as other:
        other.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        other.execute("SELECT count(*) FROM events_event")
        log(samira)
        assert _told()


def test_the_horizon_never_passes_a_write_that_is_still_open(samira):
    with transaction.atomic():
        log(samira)
        mine = Event._base_manager.order_by("transaction", "id").last().transaction
        assert selectors.horizon() <= mine
    assert selectors.horizon() > mine


def test_an_administrator_reads_who_holds_it_and_since_when_and_nobody_else(
    anton, mieke, browse, monkeypatch
):
    page = "/o/deplas/settings/"
    monkeypatch.setattr(selectors, "HELD_SECONDS", 0.0)
    assert "held-back" not in browse(anton).get(page).content.decode()
    with psycopg.connect(
        _url(connection.settings_dict["NAME"]), application_name="nachtelijk"
    ) as other:
        other.execute("SELECT pg_current_xact_id()")
        said = browse(anton).get(page).content.decode()
        assert "nachtelijk" in said
        assert str(other.info.backend_pid) in said
        assert "nachtelijk" not in browse(mieke).get(page).content.decode()


@pytest.fixture
def open_write(transactional_db) -> Iterator[psycopg.Connection]:
    with psycopg.connect(
        _url(connection.settings_dict["NAME"]), application_name="nachtelijk"
    ) as other:
        other.execute("SELECT pg_current_xact_id()")
        yield other
        other.rollback()


def test_the_public_reads_that_the_log_is_held_back_and_nobody_s_name(
    samira, client, monkeypatch, open_write
):
    monkeypatch.setattr(jobs, "HELD_BACK_SECONDS", 0.0)
    assert client.get("/healthz").json()["parts"]["log"] is True  # nothing waits behind it
    log(samira)
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert "log" in answer.json()["missing"]
    assert "nachtelijk" not in answer.content.decode()
    assert client.get("/readyz").status_code == 200
    open_write.rollback()
    assert client.get("/healthz").json()["parts"]["log"] is True


def test_what_waits_behind_another_roles_write_is_seen_too(samira, open_write):
    """The database does not let us see since when that write stands open."""
    log(samira)
    assert not selectors.held_back(seconds=300)
    assert selectors.held_back(seconds=0)
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE plain")
        try:
            cursor.execute("GRANT SELECT ON ALL TABLES IN SCHEMA public TO plain")
            cursor.execute("SET ROLE plain")
            assert [one.held for one in selectors.holders(seconds=0)] == [None]
            assert selectors.held_back(seconds=0)
        finally:
            cursor.execute("RESET ROLE")
            cursor.execute("DROP OWNED BY plain")
            cursor.execute("DROP ROLE plain")
