"""The page about a server without Docker: what it names is there, and what its units start runs."""

from __future__ import annotations

import configparser
import re
import shlex
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml

from deploy.local import servers
from deploy.local.servers import free_port
from tests.deploy.copies import ROOT, environment, wait_until

PAGE = (ROOT / "docs" / "server.md").read_text()
UNITS = sorted((ROOT / "deploy" / "systemd").glob("*.service"))
HOME = "/opt/stapsteen/"
# What does its work and ends; a timer starts the second one.
PREPARE = "stapsteen-prepare.service"
ONCE = {PREPARE, "stapsteen-backup.service"}
# systemd's words that the units use and a reader of ini files needs told: none may be misspelled.
KNOWN = {
    "Unit": {"description", "documentation", "wants", "after", "requires", "partof",
             "startlimitintervalsec"},
    "Service": {"type", "remainafterexit", "execstart", "user", "workingdirectory",
                "environmentfile", "environment", "statedirectory", "statedirectorymode", "umask",
                "restart", "restartmode", "restartpreventexitstatus", "restartsec", "timeoutstopsec", "timeoutstartsec", "killmode", "limitnofile",
                "memorymax", "nonewprivileges", "privatetmp", "privatedevices", "protectsystem",
                "protecthome", "protectkerneltunables", "protectcontrolgroups",
                "restrictsuidsgid", "capabilityboundingset"},
    "Install": {"wantedby"},
}  # fmt: skip


def unit(path: Path) -> configparser.ConfigParser:
    found = configparser.ConfigParser(interpolation=None)
    found.read_string(path.read_text())
    return found


def command(path: Path) -> list[str]:
    """What a unit starts, with the programs of this checkout."""
    words = shlex.split(unit(path)["Service"]["ExecStart"].replace("%%", "%"))
    assert words[0].startswith(f"{HOME}.venv/bin/"), path.name
    program = Path(sys.executable).parent / Path(words[0]).name
    assert program.exists()
    return [str(program), *words[1:]]


def shell() -> list[str]:
    """Every line of the page that is typed into a shell."""
    return [line for block in re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)
            for line in block.splitlines()]  # fmt: skip


def test_the_files_that_the_page_names_are_there() -> None:
    named = set(re.findall(r"\b(deploy/[\w./-]+)", PAGE))
    assert len(named) >= 5
    assert not [path for path in named if not (ROOT / path).exists()]


def test_the_page_copies_every_unit_and_each_is_wanted() -> None:
    assert "cp deploy/systemd/* /etc/systemd/system/" in shell()
    wanted = (ROOT / "deploy" / "systemd" / "stapsteen.target").read_text()
    for path in UNITS:
        assert path.name in wanted or path.name in ONCE
        for section, words in unit(path).items():
            assert words.keys() <= KNOWN.get(section, set()), (path.name, section)


def test_what_may_end_by_itself_is_started_again_by_all_who_start_it() -> None:
    compose = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
    for name, service in compose.items():
        assert service.get("restart") == (
            "no" if name in {"prepare", "backup"} else "unless-stopped"
        ), name
    for path in UNITS:
        if path.name not in ONCE:
            assert unit(path)["Service"]["Restart"] == "always", path.name


def test_memory_that_looks_like_a_disk_has_its_size() -> None:
    compose = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
    assert any(service.get("read_only") for service in compose.values())
    for name, service in compose.items():
        assert all(":size=" in folder for folder in service.get("tmpfs", [])), name
        assert service.get("tmpfs") or not service.get("read_only"), name


def test_both_proxies_have_the_same_limits_and_ours_are_within() -> None:
    limit = re.compile(r"(client_\w+|send_timeout|keepalive_timeout|limit_conn) (.*?);")
    found = [dict(limit.findall((ROOT / "deploy" / "nginx" / name).read_text()))
             for name in ("stapsteen.conf", "compose.conf")]  # fmt: skip
    assert found[0] == found[1]
    from backend.web.limits import WITH_PHOTO
    from deploy.web.receiving import HEAD_SECONDS, QUIET_SECONDS

    assert int(found[0]["client_max_body_size"].rstrip("m")) * 1024**2 > WITH_PHOTO
    assert found[0]["client_header_timeout"] == f"{HEAD_SECONDS:.0f}s"
    assert found[0]["client_body_timeout"] == f"{QUIET_SECONDS:.0f}s"


def test_no_process_is_left_alone_and_all_wait_for_the_tables() -> None:
    for path in UNITS:
        found = unit(path)
        if path.name == "stapsteen-backup.service":
            continue
        assert found["Unit"]["StartLimitIntervalSec"] == "0", path.name
        assert found["Unit"]["PartOf"] == "stapsteen.target", path.name
        if path.name != PREPARE:
            assert found["Unit"]["Requires"] == PREPARE, path.name
            assert PREPARE in found["Unit"]["After"].split(), path.name
    # Made ready once, it is not made ready again for each process that is started anew.
    once = unit(ROOT / "deploy" / "systemd" / PREPARE)["Service"]
    assert (once["RemainAfterExit"], once["Restart"]) == ("yes", "on-failure")
    assert once["RestartMode"] == "direct"
    assert once["RestartPreventExitStatus"] == "2"


def test_settings_are_read_by_systemd_and_by_no_shell_that_takes_their_signs_for_its_own() -> None:
    assert not [line for line in shell() if re.search(r"\. /etc/|source |set -a", line)]
    assert PAGE.count("--property EnvironmentFile=/etc/stapsteen/stapsteen.env") == 2


@dataclass
class Told:
    """The settings file of the page, filled in for servers of a test."""

    settings: dict[str, str]
    valkey: servers.Valkey
    folder: Path


@pytest.fixture
def told(tmp_path: Path) -> Iterator[Told]:
    postgres = servers.start_postgres(tmp_path / "postgres", durable=False)
    valkey = servers.start_valkey(tmp_path / "valkey", durable=False)
    settings: dict[str, str] = {}
    for name in ("stapsteen", "mail"):
        for line in (ROOT / "deploy" / "env" / f"{name}.env.example").read_text().splitlines():
            if line and not line.startswith("#"):
                key, _, value = line.partition("=")
                settings[key] = value
    for key, value in re.findall(r"^([A-Z_]+)=(.*)$", PAGE, re.MULTILINE):
        assert key in settings or key == "STAPSTEEN_DATA", key
        settings[key] = value
    settings |= {"DATABASE_URL": postgres.url, "REDIS_URL": valkey.url, "SMTP_HOST": "127.0.0.1",
                 "STAPSTEEN_SECRET": "a-secret-for-this-test-only-and-long-enough-to-be-one",
                 "STAPSTEEN_DATA": str(tmp_path / "state"), "SETUP_CODE": "een-begin"}  # fmt: skip
    (tmp_path / "state").mkdir()
    found = Told(settings, valkey, tmp_path / "valkey")
    yield found
    found.valkey.stop()
    postgres.stop()


def test_a_server_that_is_started_later_is_waited_for(told: Told) -> None:
    env, port = environment() | told.settings, urlsplit(told.valkey.url).port
    told.valkey.stop()
    prepare = subprocess.Popen(
        command(ROOT / "deploy" / "systemd" / PREPARE), cwd=ROOT, env=env,
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert prepare.stderr is not None
        assert prepare.stderr.readline() == "Waiting.\n"
        assert "named by REDIS_URL does not answer" in prepare.stderr.readline()
        told.valkey = servers.start_valkey(told.folder, port=port, durable=False)
        assert prepare.wait(60) == 0
    finally:
        prepare.kill()
        prepare.communicate()


def test_the_units_start_a_product_that_is_whole(told: Told, tmp_path: Path) -> None:
    env, port = environment() | told.settings, free_port()
    prepare = ROOT / "deploy" / "systemd" / PREPARE
    subprocess.run(command(prepare), cwd=ROOT, env=env, check=True, capture_output=True)
    running = []
    try:
        for path in UNITS:
            if path.name in ONCE:
                continue
            words = [word.replace("127.0.0.1:8000", f"127.0.0.1:{port}")
                     .replace("/var/lib/stapsteen", told.settings["STAPSTEEN_DATA"])
                     for word in command(path)]  # fmt: skip
            with (tmp_path / f"{path.stem}.log").open("wb") as log:
                running.append(subprocess.Popen(words, cwd=ROOT, env=env, stdout=log, stderr=log))
        asked = re.search(r"^curl .*$", PAGE, re.MULTILINE)
        assert asked is not None
        words = shlex.split(asked[0])
        heads = dict(words[i + 1].split(": ", 1) for i, w in enumerate(words) if w == "--header")
        address = words[-1].replace(":8000", f":{port}")

        def is_whole() -> bool:
            try:
                with urllib.request.urlopen(
                    urllib.request.Request(address, headers=heads)
                ) as answer:
                    return answer.status == 200
            except OSError:
                return False

        wait_until(is_whole, 120)
        _backs_up(env, tmp_path)
        for process in running:
            process.terminate()
        for process in running:
            assert process.wait(60) is not None
    finally:
        for process in running:
            process.kill()
            process.wait(10)


def _backs_up(env: dict[str, str], tmp_path: Path) -> None:
    """The unit of the timer, on what runs."""
    assert "systemctl enable --now stapsteen-backup.timer" in shell()
    words = command(ROOT / "deploy" / "systemd" / "stapsteen-backup.service")
    into = tmp_path / "backups"
    words = [word.replace("/var/backups/stapsteen", str(into)) for word in words]
    done = subprocess.run(words, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (kept,) = into.iterdir()
    assert (kept / "manifest.json").exists()
    assert "Kept in" in done.stdout
