"""`make run`: real supervisors with all their processes, started, stopped and killed."""

from __future__ import annotations

import json
import os
import shutil
import signal
import smtplib
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest

from deploy.local.servers import free_port
from tests.deploy.copies import ROOT, Copy, alive, environment, family, start, wait_until

pytestmark = pytest.mark.xdist_group("run")


def read(port: int, path: str) -> tuple[int, str]:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
        return answer.status, answer.read().decode()


def mail_something(copy: Copy) -> None:
    message = EmailMessage()
    message["Subject"] = "Een stap is gezet"
    message.set_content("Dag")
    with smtplib.SMTP("127.0.0.1", copy.smtp_port, timeout=10) as client:
        client.send_message(message, "wij@deplas.example", ["samira@deplas.example"])


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copy]:
    """The first start on an empty folder, ended kindly by whoever asks for `pair`."""
    copy = start(tmp_path_factory.mktemp("run") / "a")
    copy.wait_until_ready()
    yield copy
    copy.kill()


@pytest.fixture(scope="module")
def pair(first: Copy) -> Iterator[tuple[Copy, Copy]]:
    """Two second starts, side by side: one on the first folder, one on a copy of it."""
    if first.process.poll() is None:
        first.end()
    other = first.data.with_name("b")
    shutil.copytree(first.data, other)
    if os.geteuid() == 0:
        owner = (first.data / "postgres" / "data").stat().st_uid
        for path in [other / "postgres" / "data", *(other / "postgres" / "data").rglob("*")]:
            os.chown(path, owner, owner)
    copies = start(first.data), start(other)
    for copy in copies:
        copy.wait_until_ready()
    yield copies
    for copy in copies:
        copy.kill()


def test_it_tells_the_address_when_every_part_is_alive(first: Copy) -> None:
    assert f"http://localhost:{first.port}" in first.said
    assert f"http://localhost:{first.mailbox_port}" in first.said
    status, body = read(first.port, "/healthz")
    assert status == 200
    assert json.loads(body)["alive"] is True


def test_its_secret_is_kept_from_others(first: Copy) -> None:
    assert (first.data / "secret").stat().st_mode & 0o777 == 0o600


def test_a_busy_port_is_named_with_the_way_out(first: Copy, tmp_path: Path) -> None:
    for name in ("PORT", "MAILBOX_PORT"):
        late = start(tmp_path / name, **{name: str(first.port)})
        assert late.process.wait(30) == 1
        assert f"Port {first.port} is in use" in late.said
        assert f"{name}={first.port + 1}" in late.said or f"{name}=" in late.said
        assert "Traceback" not in late.said


def test_a_folder_serves_one_copy_at_a_time(first: Copy) -> None:
    late = start(first.data)
    assert late.process.wait(30) == 1
    assert "already runs" in late.said


def test_reset_refuses_while_it_runs(first: Copy) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "deploy.local.reset"], cwd=ROOT, capture_output=True, text=True,
        env=environment() | {"STAPSTEEN_DATA": str(first.data), "YES": "1"}, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "still runs" in done.stderr
    assert (first.data / "postgres" / "data").exists()


def test_asked_to_stop_it_ends_everything_it_started(first: Copy) -> None:
    mail_something(first)
    members = family(first.process.pid)
    assert len(members) > 10
    for _ in range(20):  # make and a terminal each pass it on
        first.process.send_signal(signal.SIGTERM)
    assert first.end(signal.SIGINT) == 0
    assert alive(members) == set()
    assert "Traceback" not in first.said


def test_two_copies_run_side_by_side(pair: tuple[Copy, Copy]) -> None:
    for copy in pair:
        assert read(copy.port, "/healthz")[0] == 200


def test_a_second_start_keeps_what_was_there(pair: tuple[Copy, Copy]) -> None:
    for copy in pair:
        assert "Een stap is gezet" in read(copy.mailbox_port, "/")[1]


def test_killed_by_force_it_leaves_no_orphan(pair: tuple[Copy, Copy]) -> None:
    copy = pair[0]
    members = family(copy.process.pid)
    copy.kill()
    wait_until(lambda: not alive(members), 10)


def test_when_one_ends_by_itself_all_end_and_it_is_named(pair: tuple[Copy, Copy]) -> None:
    copy = pair[1]
    members = family(copy.process.pid)
    commands = subprocess.run(
        ["ps", "-A", "-o", "pid=,args="], capture_output=True, text=True, check=True
    ).stdout.splitlines()
    numbers = {number for number, _ in members}
    victim = next(
        int(line.split(None, 1)[0]) for line in commands
        if "worker.dispatcher" in line and int(line.split(None, 1)[0]) in numbers
    )  # fmt: skip
    os.kill(victim, signal.SIGKILL)
    assert copy.process.wait(60) == 1
    assert "“dispatcher” ended by itself" in copy.said
    wait_until(lambda: not alive(members), 10)


def test_when_make_is_killed_it_ends_too(pair: tuple[Copy, Copy]) -> None:
    shell = ["sh", "-c", f"{sys.executable} -m deploy.local.run; true"]
    copy = start(pair[1].data, shell, MAKELEVEL="1")
    wait_until(lambda: "Starting web" in copy.said, 60)
    members = family(copy.process.pid)
    copy.kill()
    wait_until(lambda: not alive(members), 30)


def test_a_database_that_does_not_answer_is_named(tmp_path: Path) -> None:
    lost = start(tmp_path / "d", DATABASE_URL=f"postgresql://x@127.0.0.1:{free_port()}/x")
    assert lost.process.wait(30) == 1
    assert "DATABASE_URL does not answer" in lost.said
    assert "Traceback" not in lost.said
