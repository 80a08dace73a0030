"""Whatever is wrong with the settings is named before anything starts, all of it at once."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import psycopg
import pytest
from django.conf import settings
from hypothesis import given, strategies
from hypothesis import settings as tried

from backend.config import agreement, values
from backend.config.environment import Environment
from backend.config.start import Away, _unfit, awaited

ROOT = Path(settings.BASE_DIR)
SECRET = "8fK-2mQ_vT4xZ9pLw7RcN1bYhJ6sDg3e"
RIGHT = {"STAPSTEEN_SECRET": SECRET, "DATABASE_URL": "postgresql://s:geheim@127.0.0.1:1/s"}
OURS = ("STAPSTEEN_", "DATABASE_", "REDIS_", "SMTP_", "MAIL", "EXAMPLE", "PORT")


def run(*command: str, **given: str) -> tuple[int, str]:
    """A process with these settings: how it ended and what it said."""
    env = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    done = subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=env | given, capture_output=True, text=True,
        timeout=60, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


def looked_over(**given: str) -> Environment:
    """The environment, read as settings.py does and held against itself."""
    env = Environment(RIGHT | given)
    env.listed("STAPSTEEN_SECRET", [], check=values.secret_wrong)
    host = env.text("SMTP_HOST", "localhost", check=values.host_wrong)
    url = env.text("STAPSTEEN_URL", "http://localhost:8000", check=values.url_wrong)
    found = {
        "SMTP_HOST": host, "PUBLIC_URL": url, "ALLOWED_HOSTS": ["localhost"],
        "SMTP_USER": env.text("SMTP_USER"), "SMTP_PASSWORD": env.text("SMTP_PASSWORD"),
        "SMTP_TLS": env.choice("SMTP_TLS", "none", ("none", "starttls", "tls")),
        "SMTP_PORT": env.whole("SMTP_PORT", 25, least=1, most=65_535),
        "SMTP_TIMEOUT": env.seconds("SMTP_TIMEOUT", 20, most=600),
        "DELIVERY_LEASE_SECONDS": env.seconds("DELIVERY_LEASE_SECONDS", 120, most=86_400),
        "MAIL_FROM": env.text("MAIL_FROM", "a@b.example"), "TRUSTED_PROXIES": 0,
        "DEBUG": False, "EXAMPLE_MODE": False,
    }  # fmt: skip
    agreement.look_over(env, found)
    return env


WRONG = {
    "STAPSTEEN_SECRET": "aaa", "SMTP_TLS": "ja", "STAPSTEEN_URL": "duinzicht.example",
    "DATABASE_URL": "postgres:/oops", "REDIS_URL": "localhost:6379", "SMTP_PORT": "vijfentwintig",
    "MAIL_FROM": "Stapsteen", "TRUSTED_PROXIES": "-1", "MAIL_PER_MINUTE": "1e3", "DEBUG": "misschien",
    "LOG_LEVEL": "luid", "STAPSTEEN_HOSTS": "https://duinzicht.example", "SMTP_HOST": "mail:25",
    "FANOUT_PAGE": "0", "SMTP_TIMEOUT": "nan", "PORT": "achtduizend", "EXAMPLE_LANGUAGE": "fries",
    "METRICS_TOKEN": "kort", "STAPSTEEN_DATA": "/dev/null/hier", "STAPSTEN_URL": "https://x.example",
}  # fmt: skip


def test_every_wrong_setting_is_named_at_once_in_a_sentence_and_nothing_starts():
    status, said = run("-m", "backend.config.start", **WRONG)
    assert status == 2
    lines = [line for line in said.splitlines() if line.startswith("  · ")]
    for name in WRONG:
        (line,) = [one for one in lines if re.match(rf"  · {name}\b", one)]
        assert line.endswith((".", "?", '"')), line
    assert f"{len(lines)} settings are wrong" in said
    assert "Traceback" not in said


def test_the_example_file_as_it_stands_names_what_has_to_be_filled_in():
    given = {}
    for name in ("stapsteen", "mail"):
        text = (ROOT / "deploy" / "env" / f"{name}.env.example").read_text()
        given |= dict(re.findall(r"^([A-Z_]+)=(.*)$", text, re.MULTILINE))
    status, said = run("-m", "backend.config.start", **given, STAPSTEEN_DATA=os.devnull + "/x")
    assert status == 2
    assert "STAPSTEEN_SECRET is empty" in said
    assert "DATABASE_URL still holds the example's password" in said


@pytest.mark.parametrize("command", [
    ("-m", "deploy.web"), ("-m", "worker.dispatcher"), ("manage.py", "migrate"),
    ("-m", "celery", "-A", "worker.celery", "beat"), ("-m", "deploy.local.run"),
])  # fmt: skip
def test_no_process_starts_on_a_wrong_setting(command):
    status, said = run(
        *command, STAPSTEEN_SECRET=SECRET, SMTP_TLS="ja", SMTP_PORT="0", STAPSTEEN_URL="duinzicht"
    )
    assert status == 2
    assert said.count("  · ") == 3
    assert "Traceback" not in said


def test_servers_that_do_not_answer_are_named_both_within_seconds():
    status, said = run("-m", "backend.config.start", **RIGHT, REDIS_URL="redis://127.0.0.1:1/0")
    assert status == 75
    assert "does not start yet: servers are not ready" in said
    assert "named by DATABASE_URL does not answer" in said
    assert "named by REDIS_URL does not answer" in said
    assert "geheim" not in said


def test_a_database_that_takes_the_line_and_says_nothing_is_not_waited_for_without_a_word():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"postgresql://s:geheim@127.0.0.1:{silent.getsockname()[1]}/s"
        status, said = run(
            "-m", "backend.config.start", "begin", **RIGHT | {"DATABASE_URL": address}
        )
    assert status == 75
    assert "DATABASE_URL does not answer yet" in said


def test_who_waits_for_servers_waits_for_no_wrong_setting_and_not_for_ever(monkeypatch, capsys):
    status, said = run("-m", "backend.config.start", "wait", **RIGHT, SMTP_TLS="ja")
    assert (status, "Waiting" in said) == (2, False)
    assert "SMTP_TLS is none, starttls or tls" in said
    monkeypatch.setattr("backend.config.settings.REDIS_URL", "redis://127.0.0.1:1/0")
    told = iter([0.0, 1.0, 2.0, 61.0])
    clock = SimpleNamespace(monotonic=lambda: next(told), sleep=lambda _seconds: None)
    monkeypatch.setattr("backend.config.start.time", clock)
    (said_last,) = awaited(["REDIS_URL"])
    assert isinstance(said_last, Away)
    assert not list(told)
    assert capsys.readouterr().err.count("named by REDIS_URL does not answer") == 1


@pytest.mark.parametrize(("name", "word", "found", "given"), [
    ("DATABASE_URL", "values", "//[^@]*@", "//niemand:geheim@"),
    ("DATABASE_URL", "begin", "//[^@]*@", "//niemand:geheim@"),
    ("DATABASE_URL", "values", "$", "?sslmode=verify-full&sslrootcert=/dev/null/hier"),
    ("DATABASE_DIRECT_URL", "values", "//[^@]*@", "//niemand:geheim@"),
    ("REDIS_URL", "values", "//[^@]*@", "//niemand:geheim@"),
])  # fmt: skip
def test_a_server_that_lets_nobody_in_is_not_said_to_be_silent(name, word, found, given):
    address = re.sub(found, given, getattr(settings, name), count=1)
    asked = (word, name) if word == "values" else (word,)
    status, said = run("-m", "backend.config.start", *asked, **RIGHT | {name: address})
    assert status == 75
    assert re.search(rf"{name} does not let us in\b", said)
    assert "lack of" not in said
    assert "geheim" not in said


def test_a_postgresql_that_is_too_old_is_named_with_its_version():
    assert _unfit(15, "UTF8").endswith("16 or newer. This one is 15.")
    with psycopg.connect(settings.DATABASE_URL) as here:
        assert not _unfit(here.info.server_version // 10_000, "UTF8")


@pytest.fixture
def in_ascii() -> Iterator[str]:
    """A database of the same server that knows bytes and no letters."""
    name = f"ascii_{os.getpid()}"
    with psycopg.connect(settings.DATABASE_URL, autocommit=True) as here:
        here.execute(f"CREATE DATABASE {name} ENCODING 'SQL_ASCII' LOCALE 'C' TEMPLATE template0")
        yield f"{settings.DATABASE_URL.rsplit('/', 1)[0]}/{name}"
        here.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.mark.parametrize("command", ["DATABASE_URL", "begin"])
def test_a_database_that_keeps_no_letters_is_named_before_anything_is_written(in_ascii, command):
    given = {**RIGHT, "DATABASE_URL": in_ascii}
    status, said = run("-m", "backend.config.start", command, "values", **given)
    assert status == 2
    assert "keeps texts as SQL_ASCII" in said
    assert "Traceback" not in said


@pytest.mark.parametrize("secret", [
    "aaa", "x" * 60, "abc" * 20, "change-me-to-a-long-random-text-please", "0123456789abcdefghijklmn",
    "your-secret-key-here-your-secret-key", "<a long random text of your own>", "123123123123123123123123",
    "……………………………………………………………………", "zyxwvutsrqponmlkjihgfedcba", "tökên-2mQ_vT4xZ9pLé8-tökên-2mQ_vT4xZ9pLé8",
    "wachtwoordwachtwoordwachtwoord1", "qwertyuiopasdfghjklzxcvbnm", "stapsteenstapsteenstapsteen!",
    "vul-hier-een-lange-willekeurige-tekst-in", "Welkom2026!Welkom2027!Welkom2028!",
])  # fmt: skip
def test_a_secret_that_can_be_guessed_is_refused_and_never_repeated(secret):
    said = values.secret_wrong(secret)
    assert said
    assert secret not in said


def test_one_weak_secret_among_several_is_refused():
    env = Environment({"STAPSTEEN_SECRET": f"{SECRET},kort"})
    env.listed("STAPSTEEN_SECRET", [], check=values.secret_wrong)
    assert len(env.problems) == 1


@pytest.mark.parametrize("url", [
    "duinzicht.example", "//duinzicht.example", "ftp://duinzicht.example", "https://", "https:duinzicht",
    "http:///pad", "https://duinzicht.example/stapsteen", "https://duinzicht.example:poort",
    "https://a b.example", "https://jan:geheim@duinzicht.example", "https://-x.example", "https://x..y",
    "https://duinzicht.example?x=1", "https://duinzicht.example?", "https://duinzicht.example#",
    "https://duinzicht.example:", "https://duinzicht.example:0", "https://@duinzicht.example",
    "https://:geheim@duinzicht.example", "https://duinzicht.example.", "https://é.example",
])  # fmt: skip
def test_an_address_that_nobody_can_open_is_refused(url):
    assert values.url_wrong(url)


@pytest.mark.parametrize("url", [
    "https://duinzicht.example", "http://localhost:8000", "https://duinzicht.example/",
    "HTTPS://Duinzicht.example", "https://[2001:db8::1]:8443", "https://xn--9ca.example",
    "http://127.0.0.1:8160", "http://[::1]:8000", "https://stap.gemeente-duinzicht.example",
])  # fmt: skip
def test_an_address_that_people_open_is_taken(url):
    assert not values.url_wrong(url)


@pytest.mark.parametrize("url", [
    "postgres:/oops", "postgres:oops", "mysql://a@b/c", "postgresql://a@b", "postgresql://a:b@c:poort/d",
    "postgresql://a:p@ss/w:rd@host/db/x", "sqlite:///x", "postgresql://a:change-me@db/x", "postgresql://",
    "host=a dbname=b", "postgresql://a b@c/d",
    "postgresql://a@b/c?sslmode=ja", "postgresql://a@b/c?connect_timeout=kort", "postgresql://a@b/c?onbekend=1",
    "postgresql://a@b/c?conn_max_age=5", "postgresql://a@b/c?dbname=d", "postgresql://a@b/c?target_session_attrs=x",
    "postgresql://a@b/c?channel_binding=x", "postgresql://a@b/c?gssencmode=x", "postgresql://a@b/c%00d",
    "postgresql://a@b/c#d", f"postgresql://a@b/{'c' * 64}", "postgresql://a:p%zz@b/c", "postgresql://a@b:0/c",
    "postgresql://a@b/c?pool=1", "postgresql://a@b/c?isolation_level=2", "postgresql://a@b/c?autocommit=0",
    "postgresql://a@b/c?sslmode=require&sslmode=disable", "postgresql://a@b/c?sslmode",
    "postgresql://a@b/c?client_encoding=latin1", "postgresql://a:p@ss@b:5432/c",
])  # fmt: skip
def test_a_database_that_can_not_be_meant_is_refused_without_its_password(url):
    said = values.database_wrong(url)
    assert said
    assert "p@ss" not in said


@pytest.mark.parametrize("url", [
    "postgresql:///stapsteen", "postgres://s@localhost/stapsteen", "postgresql://s:a%40b@db:5432/s",
    "postgresql://s@%2Fvar%2Frun%2Fpostgresql/s", "postgresql://s:p@[::1]:5432/s?sslmode=require",
    "postgresql:///s?host=/var/run/postgresql", "postgresql://s@db/s?connect_timeout=5&application_name=stap",
    "postgresql://s@db/s?sslmode=verify-full&sslrootcert=/etc/ssl/ca.pem", "postgresql://s@db/s?options=-c%20jit%3Doff",
])  # fmt: skip
def test_a_database_that_is_meant_is_taken(url):
    assert not values.database_wrong(url)


@pytest.mark.parametrize("url", [
    "localhost:6379", "http://valkey:6379", "redis:/valkey", "redis://", "redis://valkey:poort/0",
    "redis://valkey/nul", "unix://", "redis://:change-me@valkey/0", "redis://valkey/0?db=x",
    "redis://valkey/0?socket_timeout=abc", "redis://valkey/0?onbekend=1",
    "redis://valkey/0?max_connections=veel",
])  # fmt: skip
def test_a_broker_that_can_not_be_meant_is_refused(url):
    assert values.broker_wrong(url)


@pytest.mark.parametrize(("given", "said"), [
    ({"SMTP_USER": "stapsteen"}, "SMTP_USER is given without SMTP_PASSWORD"),
    ({"SMTP_PASSWORD": "x"}, "SMTP_PASSWORD is given without SMTP_USER"),
    ({"SMTP_USER": "s", "SMTP_PASSWORD": "geheïm€"}, "SMTP_PASSWORD holds a sign"),
    ({"SMTP_USER": "stapstéén", "SMTP_PASSWORD": "x"}, "SMTP_USER holds a sign"),
    ({"SMTP_TIMEOUT": "200"}, "DELIVERY_LEASE_SECONDS must be more than SMTP_TIMEOUT"),
    ({"POSTGRES_PASSWORD": "change-me"}, "POSTGRES_PASSWORD still holds"),
    ({"SMTP_PASSWRD": "x"}, "did you mean SMTP_PASSWORD"),
    ({"STAPSTEEN_SECRETS": "x"}, "did you mean STAPSTEEN_SECRET"),
    ({"SMTP_TLS": '"tls"'}, "SMTP_TLS is none, starttls or tls"),
    ({"STAPSTEEN_URL": "'https://duinzicht.example'"}, "stands in quotes"),
    ({"STAPSTEEN_SECRET": f'"{SECRET},{SECRET[::-1]}"'}, "stands in quotes"),
    ({"STAPSTEEN_SECRET": f"{SECRET},'{SECRET[::-1]}'"}, "stands in quotes"),
    ({"STAPSTEEN_SECRET": f'"{SECRET}'}, "begins with a quote"),
    ({"SMTP_HOST": "mail.example'"}, "SMTP_HOST"),
    ({"PORT": "70000"}, "PORT is a whole number from 1 to 65535"),
    ({"PORT": "127.0.0.1:99999"}, "PORT ends with a whole number from 1 to 65535"),
    ({"SMTP_SSL": "1"}, "did you mean SMTP_TLS"),
    ({"SMTP_SERVER": "mail.example"}, "did you mean SMTP_HOST"),
    ({"MAIL_SENDER": "a@b.example"}, "did you mean MAIL_FROM"),
    ({"smtp_host": "mail.example"}, "smtp_host is no setting; did you mean SMTP_HOST"),
])  # fmt: skip
def test_what_is_right_by_itself_and_wrong_together_is_named(given, said):
    problems = looked_over(**given).problems
    assert any(said in one for one in problems), problems


@pytest.mark.parametrize("given", [
    {}, {"SMTP_TLS": ""}, {"PORT": "127.0.0.1:8000"}, {"PORT": "8160"}, {"MAILBOX_PORT": "tcp://1.2.3.4:8025"},
    {"SMTP_SERVICE_HOST": "10.0.0.1"}, {"POSTGRES_PORT_5432_TCP": "x"}, {"HOMEPAGE": "x"},
    {"SMTP_USER": "s", "SMTP_PASSWORD": "geheim"},
])  # fmt: skip
def test_what_is_right_is_taken(given):
    assert not looked_over(**given).problems


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("VALKEY_URL", "REDIS_URL"),
        ("EMAIL_HOST", "SMTP_HOST"),
        ("TRUSTED_PROXY", "TRUSTED_PROXIES"),
    ],
)
def test_what_other_software_calls_it_is_told_and_may_be_of_other_software(name, meant):
    found = looked_over(**{name: "x"})
    assert not found.problems
    assert f"{name} is no setting; did you mean {meant}?" in found.doubts


@pytest.mark.parametrize("given", [
    "stáp@duinzicht.example", "stap..x@duinzicht.example", "stap@[1.2.3.4]", "a@b.example, c@d.example",
    "Stap <a@b.example> rest", "Gemeente: <a@b.example>;", "Naam\rBcc: x@y.example <a@b.example>",
    "Stapsteen", "a@", "@b.example", "Stap@Duinzicht <stap@duinzicht.example>", "a b@c.example", "Stap <a@b.example", "a@b.example\x00",
    "mailto:a@b.example", f"{'x' * 65}@b.example", "a:b@c.example", "Stap <mailto:a@b.example>"
])  # fmt: skip
def test_a_sender_from_which_no_mail_can_be_made_is_refused(given):
    assert values.mail_from_wrong(given)


@pytest.mark.parametrize("given", [
    "stapsteen@localhost", "Stapsteen <stap@duinzicht.example>", '"De Wit, Kees" <kees@duinzicht.example>',
    "Gemeente Één, Klant <stap@één.example>",
    "<stap@duinzicht.example>", "stap+post@duinzicht.example", '"Stap: klant" <stap@duinzicht.example>',
])  # fmt: skip
def test_a_sender_from_which_mail_can_be_made_is_taken(given):
    assert not values.mail_from_wrong(given)


@pytest.mark.parametrize("host", ["[::1]", "[1.2.3.4]", "mail:25", "smtp://mail", "mail/", ""])
def test_a_mail_server_that_cannot_be_called_is_refused(host):
    assert values.mail_host_wrong(host)


@pytest.mark.parametrize("host", ["::1", "é.example", "2001:db8::1", "a:80", "*.example"])
def test_a_name_that_no_browser_sends_is_no_name_that_pages_answer_to(host):
    assert values.allowed_host_wrong(host)


@pytest.mark.parametrize(
    "token", ["Bearer " + SECRET, SECRET[:16] + " " + SECRET[16:], f"token={SECRET[::-1]}", "kort"]
)
def test_a_token_that_no_head_can_carry_is_refused(token):
    assert values.token_wrong(token)


def test_a_token_that_a_head_can_carry_is_taken():
    assert not values.token_wrong(SECRET)


@pytest.mark.parametrize(
    "code", ["1", "change-me", "kort", "\u200b" * 12, "stap\u200b\u200b\u200b\u200b"]
)
def test_a_code_for_the_first_page_that_anybody_guesses_is_refused(code):
    assert values.setup_code_wrong(code)


@pytest.mark.parametrize("folder", [
    "~onbekend-hier/data", "/tmp/" + "x" * 300, "'/tmp/x'", "$HOME/x", "/dev/null/x",
])  # fmt: skip
def test_a_folder_that_can_not_be_found_is_named_with_all_else(folder, tmp_path):
    env = Environment({"STAPSTEEN_DATA": folder, "SMTP_PORT": "x"})
    assert env.folder("STAPSTEEN_DATA", tmp_path) == (
        tmp_path if folder != "/dev/null/x" else Path(folder)
    )
    env.whole("SMTP_PORT", 25, least=1, most=65_535)
    assert len(env.problems) == 2
    assert env.problems[0].startswith("STAPSTEEN_DATA ")


def test_a_folder_that_leads_in_a_circle_is_named(tmp_path):
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    env = Environment({"STAPSTEEN_DATA": str(tmp_path / "a" / "data")})
    env.folder("STAPSTEEN_DATA", tmp_path)
    assert len(env.problems) == 1


def test_an_address_in_capitals_is_the_same_address():
    told = "import backend.config.settings as s; print(s.PUBLIC_URL, s.SESSION_COOKIE_SECURE, s.ALLOWED_HOSTS)"
    _status, said = run("-c", told, **RIGHT, STAPSTEEN_URL="HTTPS://Duinzicht.example/")
    assert "https://duinzicht.example True" in said
    _status, said = run("-c", told, **RIGHT, STAPSTEEN_URL="https://[2001:db8::1]:8443")
    assert "'[2001:db8::1]'" in said


@tried(max_examples=60)
@given(strategies.text())
def test_no_text_whatever_makes_reading_fail(text):
    env = Environment(dict.fromkeys(WRONG, text))
    env.text("STAPSTEEN_URL", check=values.url_wrong)
    env.listed("STAPSTEEN_SECRET", [], check=values.secret_wrong)
    env.listed("STAPSTEEN_HOSTS", [], check=values.allowed_host_wrong)
    env.text("MAIL_FROM", check=values.mail_from_wrong)
    env.text("SMTP_HOST", check=values.host_wrong)
    env.text("REDIS_URL", check=values.broker_wrong)
    env.database("DATABASE_URL", "postgresql:///stapsteen")
    env.whole("SMTP_PORT", 25, least=1, most=65_535)
    env.seconds("SMTP_TIMEOUT", 20, most=600)
    env.flag("DEBUG", False)
