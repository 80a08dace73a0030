"""The embedded servers: real ones, for this machine only, that survive crashes and die with us."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import redis

from deploy.local import postgres as postgres_programs
from deploy.local import servers
from tests.deploy.copies import ROOT, alive, family, wait_until


@pytest.fixture
def postgres(tmp_path: Path) -> Iterator[servers.Postgres]:
    """In a folder that nobody but its owner may enter."""
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    server = servers.start_postgres(closed / "postgres")
    yield server
    server.stop()


@pytest.fixture
def valkey(tmp_path: Path) -> Iterator[servers.Valkey]:
    server = servers.start_valkey(tmp_path / "valkey")
    yield server
    server.stop()


def test_postgresql_keeps_what_was_committed_through_a_crash(postgres: servers.Postgres) -> None:
    with psycopg.connect(postgres.url) as connection:
        connection.execute("CREATE TABLE stone (week int)")
        connection.execute("INSERT INTO stone VALUES (1)")
    postgres.kill()
    postgres.restart()
    with psycopg.connect(postgres.url) as connection:
        assert connection.execute("SELECT week FROM stone").fetchall() == [(1,)]


def test_postgresql_lets_nobody_in_without_its_password(postgres: servers.Postgres) -> None:
    address = postgres.url.replace(postgres.url.split(":")[2].split("@")[0], "onzin")
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(address)


def test_a_closed_folder_stays_closed(postgres: servers.Postgres, tmp_path: Path) -> None:
    assert (tmp_path / "closed").stat().st_mode & 0o777 == 0o700


def test_valkey_keeps_what_was_queued_through_a_crash(valkey: servers.Valkey) -> None:
    with redis.Redis.from_url(valkey.url) as client:
        client.set("stone", "1")
        client.execute_command("WAITAOF", 1, 0, 5000)
    valkey.kill()
    valkey.restart()
    with redis.Redis.from_url(valkey.url) as client:
        assert client.get("stone") == b"1"
        assert client.config_get("maxmemory-policy") == {"maxmemory-policy": "noeviction"}


def test_valkey_lets_nobody_in_without_its_password(valkey: servers.Valkey) -> None:
    port = valkey.url.rsplit(":", 1)[1]
    with (
        redis.Redis.from_url(f"redis://127.0.0.1:{port}") as client,
        pytest.raises(redis.AuthenticationError),
    ):
        client.ping()


def test_a_frozen_server_answers_once_thawed(valkey: servers.Valkey) -> None:
    with redis.Redis.from_url(valkey.url, socket_timeout=0.2, retry=None) as client:
        assert client.ping()
        valkey.freeze()
        with pytest.raises(redis.TimeoutError):
            client.ping()
        valkey.thaw()
        assert client.ping()


def test_a_start_cut_short_leaves_nothing_half(tmp_path: Path) -> None:
    half = tmp_path / "postgres" / "fresh"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n")
    server = servers.start_postgres(tmp_path / "postgres")
    server.stop()
    assert not half.exists()


def test_a_server_that_cannot_start_says_why(tmp_path: Path, valkey: servers.Valkey) -> None:
    port = int(valkey.url.rsplit(":", 1)[1].split("/")[0])
    with pytest.raises(servers.ServerError, match=r"(?i)address already in use"):
        servers.start_valkey(tmp_path / "second", port=port)


@pytest.mark.parametrize("number", [1, os.getpid(), 2**22 - 1])
def test_the_number_of_a_server_that_was_killed_may_be_somebody_elses_by_now(
    postgres: servers.Postgres, tmp_path: Path, number: int
) -> None:
    postgres.kill()
    note = tmp_path / "closed" / "postgres" / "data" / "postmaster.pid"
    first, *rest = note.read_text().split("\n")
    assert int(first) == postgres.process.pid
    note.write_text("\n".join([str(number), *rest]))
    postgres.restart()
    with psycopg.connect(postgres.url) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_two_servers_never_share_a_folder(
    valkey: servers.Valkey, tmp_path: Path, monkeypatch
) -> None:
    monkeypatch.setattr(servers, "_START_SECONDS", 0.2)
    with pytest.raises(servers.ServerError, match="Another Valkey still runs"):
        servers.start_valkey(tmp_path / "valkey")


def test_the_newest_server_begins_a_folder_and_whoever_wrote_one_goes_on_with_it(tmp_path) -> None:
    package = tmp_path / "wheel"
    for name, version in {"pginstall": "9.6.24", "pginstall18": "18.4", "a": "16.14"}.items():
        program = package / name / "bin" / "postgres"
        program.parent.mkdir(parents=True)
        program.write_text(f"#!/bin/sh\necho 'postgres (PostgreSQL) {version}'\n")
        program.chmod(0o755)
    data = tmp_path / "data"
    assert postgres_programs._installed(package, data).name == "pginstall18"
    data.mkdir()
    (data / "PG_VERSION").write_text("16\n")
    assert postgres_programs._installed(package, data).name == "a"
    (data / "PG_VERSION").write_text("17\n")
    with pytest.raises(LookupError, match="PostgreSQL 17 wrote"):
        postgres_programs._installed(package, data)


def test_the_servers_die_with_whoever_started_them(tmp_path: Path) -> None:
    program = (
        "import sys, pathlib; from deploy.local import servers; folder = pathlib.Path(sys.argv[1]);"
        "servers.start_postgres(folder / 'p'); servers.start_valkey(folder / 'v');"
        "print('up', flush=True); sys.stdin.read()"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", program, str(tmp_path)], cwd=ROOT, env=dict(os.environ),
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"up\n"
        members = family(process.pid)
        process.kill()
    wait_until(lambda: not alive(members), 10)
