"""`make run`: real supervisors with all their processes, started, stopped and killed."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import signal
import smtplib
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from email.message import EmailMessage
from functools import partial
from pathlib import Path

import psutil
import pytest

from deploy.local.servers import free_port
from tests.deploy.copies import (
    ROOT,
    Copy,
    alive,
    command_of,
    environment,
    family,
    member,
    start,
    wait_until,
)

pytestmark = pytest.mark.xdist_group("run")


def read(port: int, path: str) -> tuple[int, str]:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
        return answer.status, answer.read().decode()


# What their commands say.
PARTS = {
    "web": "deploy.web",
    "worker-bulk": "-Q bulk",
    "dispatcher": "worker.dispatcher",
    "beat": "worker.celery beat",
    "valkey": "valkey-server",
    "postgres": "/bin/postgres -D",
}


def is_whole(copy: Copy) -> bool:
    """Whether every part is alive."""
    try:
        return read(copy.port, "/healthz")[0] == 200
    except OSError:
        return False


def member_lives(copy: Copy, name: str, not_before: psutil.Process) -> bool:
    """Whether another one is there than the one that ended."""
    found = {one for one in family(copy.process.pid) if PARTS[name] in command_of(one)}
    return bool(found - {not_before})


def mail_something(copy: Copy) -> None:
    message = EmailMessage()
    message["Subject"] = "Een stap is gezet"
    message.set_content("Dag")
    with smtplib.SMTP("127.0.0.1", copy.smtp_port, timeout=10) as client:
        client.send_message(message, "wij@deplas.example", ["samira@deplas.example"])


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copy]:
    """The first start on an empty folder; it is only looked at."""
    copy = start(tmp_path_factory.mktemp("run") / "a")
    copy.wait_until_ready()
    yield copy
    copy.kill()


@pytest.fixture(scope="module")
def ended(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that was started on and ended kindly, with a mail in it."""
    copy = start(tmp_path_factory.mktemp("ended") / "a")
    try:
        copy.wait_until_ready()
        mail_something(copy)
        assert copy.end() == 0
    finally:
        copy.kill()
    return copy.data


@pytest.fixture
def again(ended: Path, tmp_path: Path) -> Callable[..., Copy]:
    """`again()` is a second start, on a copy of that folder: a test may end it as it likes."""

    def begin(name: str = "a", command: list[str] | None = None, **env: str) -> Copy:
        data = tmp_path / name
        if not data.exists():
            shutil.copytree(ended, data)
            if os.geteuid() == 0:
                owner = (ended / "postgres" / "data").stat().st_uid
                for path in [data / "postgres" / "data", *(data / "postgres" / "data").rglob("*")]:
                    os.chown(path, owner, owner)
        return start(data, command, **env)

    return begin


def test_it_tells_the_address_when_every_part_is_alive(first: Copy) -> None:
    assert f"http://localhost:{first.port}" in first.said
    assert f"http://localhost:{first.mailbox_port}" in first.said
    wait_until(partial(is_whole, first), 60)
    assert json.loads(read(first.port, "/healthz")[1])["alive"] is True


def test_its_secret_is_kept_from_others(first: Copy) -> None:
    assert (first.data / "secret").stat().st_mode & 0o777 == 0o600


def test_a_busy_port_is_named_with_the_way_out(first: Copy, tmp_path: Path) -> None:
    for name in ("PORT", "MAILBOX_PORT"):
        late = start(tmp_path / name, **{name: str(first.port)})
        assert late.process.wait(120) == 1
        assert f"Port {first.port} is in use" in late.said
        assert f"{name}=" in late.said
        assert "Traceback" not in late.said


def test_a_folder_serves_one_copy_at_a_time(first: Copy) -> None:
    late = start(first.data)
    assert late.process.wait(120) == 1
    assert "already runs" in late.said


def test_reset_refuses_while_it_runs(first: Copy) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "deploy.local.reset"], cwd=ROOT, capture_output=True, text=True,
        env=environment() | {"STAPSTEEN_DATA": str(first.data), "YES": "1"}, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "still runs" in done.stderr
    assert (first.data / "postgres" / "data").exists()


def test_asked_to_stop_it_ends_everything_it_started(again: Callable[..., Copy]) -> None:
    copy = again()
    copy.wait_until_ready()
    members = family(copy.process.pid)
    assert len(members) > 10
    for _ in range(20):  # make and a terminal each pass it on
        copy.process.send_signal(signal.SIGTERM)
    assert copy.end(signal.SIGINT) == 0
    assert alive(members) == set()
    assert "Traceback" not in copy.said


def test_two_copies_run_side_by_side_and_keep_what_was_there(again: Callable[..., Copy]) -> None:
    copies = again("a"), again("b")
    for copy in copies:
        copy.wait_until_ready()
    for copy in copies:
        wait_until(partial(is_whole, copy), 60)
        assert "Een stap is gezet" in read(copy.mailbox_port, "/")[1]


def test_killed_by_force_it_leaves_no_orphan_and_starts_again_at_once(
    again: Callable[..., Copy],
) -> None:
    """The servers of before are still dying then: the new ones wait for them."""
    copy = again()
    copy.wait_until_ready()
    members = family(copy.process.pid)
    copy.kill()
    anew = again()
    wait_until(lambda: not alive(members), 30)
    anew.wait_until_ready()
    assert "Een stap is gezet" in read(anew.mailbox_port, "/")[1]
    assert anew.end() == 0


@pytest.mark.parametrize("name", PARTS)
def test_one_that_ends_by_itself_is_started_again_and_it_is_said(
    again: Callable[..., Copy], name: str
) -> None:
    copy = again()
    copy.wait_until_ready()
    wait_until(partial(is_whole, copy), 60)
    victim = member(copy.process.pid, PARTS[name])
    victim.kill()
    wait_until(lambda: f"“{name}” ended by itself and is started again (1 of 5)" in copy.said, 30)
    wait_until(lambda: member_lives(copy, name, not_before=victim), 60)
    wait_until(partial(is_whole, copy), 120)
    assert copy.end() == 0
    assert f"“{name}” ended" in (copy.data / "logs" / "supervisor.log").read_text()


def test_one_that_goes_on_ending_ends_all_and_is_named(again: Callable[..., Copy]) -> None:
    copy = again()
    copy.wait_until_ready()
    members = family(copy.process.pid)

    def is_ended() -> bool:
        """Kill it wherever it comes back, until nothing does."""
        if copy.process.poll() is not None:
            return True
        with suppress(AssertionError, psutil.NoSuchProcess):
            member(copy.process.pid, PARTS["dispatcher"]).kill()
        return False

    wait_until(is_ended, 120)
    assert copy.process.wait(60) == 1
    assert "“dispatcher” goes on ending by itself, so everything ends" in copy.said
    wait_until(lambda: not alive(members), 30)


def test_when_make_is_killed_it_ends_too(again: Callable[..., Copy]) -> None:
    shell = ["sh", "-c", f"{shlex.quote(sys.executable)} -m deploy.local.run; true"]
    copy = again("a", shell, MAKELEVEL="1")
    wait_until(lambda: "Starting web" in copy.said, 120)
    members = family(copy.process.pid)
    copy.kill()
    wait_until(lambda: not alive(members), 60)


def test_nothing_is_left_in_the_temporary_folder_of_the_machine(
    again: Callable[..., Copy], tmp_path: Path
) -> None:
    machines = tmp_path / "machine"
    machines.mkdir()
    copy = again("a", TMPDIR=str(machines))
    (copy.data / "tmp").mkdir(exist_ok=True)
    copy.wait_until_ready()
    assert copy.end() == 0
    assert not list(machines.iterdir())


def test_a_database_that_does_not_answer_is_named(tmp_path: Path) -> None:
    lost = start(tmp_path / "d", DATABASE_URL=f"postgresql://x@127.0.0.1:{free_port()}/x")
    assert lost.process.wait(120) == 2
    assert "DATABASE_URL does not answer" in lost.said
    assert "Traceback" not in lost.said


def test_reset_says_what_it_does_not_touch(tmp_path: Path) -> None:
    data = tmp_path / "r"
    for name in ("media", "logs", "beat.db", "beaten", "aantekeningen.txt"):
        (data / name).mkdir(parents=True)
    secret = f"postgresql://stapsteen:geheim@127.0.0.1:{free_port()}/stapsteen"
    done = subprocess.run(
        [sys.executable, "-m", "deploy.local.reset"], cwd=ROOT, capture_output=True, text=True,
        env=environment() | {"STAPSTEEN_DATA": str(data), "YES": "1", "DATABASE_URL": secret},
        check=False,
    )  # fmt: skip
    assert done.returncode == 0
    assert "Not touched: the database that DATABASE_URL names" in done.stdout
    assert "is empty" not in done.stdout
    assert "REDIS_URL" not in done.stdout
    assert "geheim" not in done.stdout + done.stderr
    assert sorted(path.name for path in data.iterdir()) == ["aantekeningen.txt", "beaten"]
    assert "aantekeningen.txt, beaten" in done.stdout
