"""What the log says, and what it keeps to itself."""

from __future__ import annotations

import io
import json
import logging
import sys

import pytest
import structlog
from django.conf import settings
from django.db import IntegrityError

from backend.config import logs
from backend.config.logs import Unquoted, masked, without_quotes


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/invitation/abc:def/", "/invitation/…/"),
        ("/m/abc.def-1/?x=y", "/m/…/?x=y"),
        ("/accounts/password/reset/key/1-abc/", "/accounts/password/reset/key/…/"),
        ("/o/deplas/board/", "/o/deplas/board/"),
        ("%2Fm%2Fabc.def%2F", "%2Fm%2F…%2F"),
        ("https://x.example/m/abc", "https://x.example/m/…"),
        ("/o/deplas/people/?q=ada@gemeente.example", "/o/deplas/people/?q=…@…"),
        ("redis://:geheim1@valkey/0 is away", "redis://:…@valkey/0 is away"),
        ("Authorization: Bearer abcdefghijkl", "Authorization: Bearer …"),
        ("/x/?code=123456&a=b", "/x/?code=…&a=b"),
        ("sessionid=abc123; csrftoken=def", "sessionid=…; csrftoken=…"),
    ],
)
def test_a_link_that_lets_somebody_in_is_not_in_the_log(path, shown):
    record = logging.LogRecord("x", logging.WARNING, "", 1, "Not Found: %s", (path,), None)
    Unquoted().filter(record)
    assert record.getMessage() == f"Not Found: {shown}"
    assert masked(path) == shown


@pytest.mark.parametrize("as_text", [True, False])
def test_a_task_that_failed_is_logged_by_the_kind_of_error_alone(as_text):
    error = IntegrityError("Key (email)=(ada@gemeente.example)")
    args = {"name": "deliver", "exc": repr(error) if as_text else error}
    record = logging.LogRecord("celery.app.trace", 40, "", 1, "%(name)s: %(exc)s", (args,), None)
    Unquoted().filter(record)
    assert record.getMessage() == "deliver: IntegrityError"


def test_an_error_is_logged_by_its_kind_and_place_without_what_it_quotes():
    try:
        try:
            raise IntegrityError("Key (lower(email))=(ada@gemeente.example) already exists.")
        except IntegrityError as error:
            raise ValueError("Ada woont op nummer 7") from error
    except ValueError:
        said = without_quotes(sys.exc_info())
    assert "ValueError" in said
    assert "IntegrityError" in said
    assert "test_logs.py" in said
    assert "ada@" not in said
    assert "Ada" not in said


@pytest.fixture
def written():
    """`written()`: the lines that went out, as a server with one secret writes them."""
    found = logs.settings(
        "DEBUG", logs.secrets_in("zeergeheim!", 'een "quote"', "postgresql://a:wacht%40woord@b/c")
    )
    form = dict(found["formatters"]["json"])
    form.pop("()")
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(**form))
    handler.addFilter(Unquoted())
    root = logging.getLogger()
    root.addHandler(handler)
    before = root.level
    root.setLevel(logging.INFO)
    yield lambda: [json.loads(line) for line in out.getvalue().splitlines()]
    root.setLevel(before)
    root.removeHandler(handler)


def test_each_line_is_json_with_a_time_and_what_is_secret_is_in_none_of_them(written):
    structlog.get_logger().info(
        "iets", path="/m/abc.def/", said="zeergeheim!", to="ada@x.example", q='een "quote"'
    )
    logging.getLogger("een.bibliotheek").warning("naar %s met %s", "ada@x.example", "wacht@woord")
    try:
        raise ValueError("Ada met zeergeheim!")
    except ValueError:
        logging.getLogger("django.request").exception(
            "Internal Server Error: %s", "/invitation/abc"
        )
        structlog.get_logger().exception("stuk")
    lines = written()
    assert len(lines) == 4
    assert all(line["timestamp"] and line["level"] and line["event"] for line in lines)
    said = json.dumps(lines, ensure_ascii=False)
    for word in ("abc", "zeergeheim", "quote", "ada@", "wacht@woord", "Ada met"):
        assert word not in said
    assert "test_logs.py" in said


@pytest.mark.django_db
@pytest.mark.parametrize(("given", "taken"), [
    ("0123456789abcdef", True), ("", False), ("kort", False), ("a b c d e f g", False), ("x" * 65, False),
    ('"}\n{"event": "nep"', False),
])  # fmt: skip
def test_a_requests_lines_and_its_answer_bear_the_same_id(written, browse, given, taken):
    answer = browse(None).get("/nergens/", headers={"x-request-id": given})
    name = answer["X-Request-ID"]
    assert (name == given) is taken
    assert {line["request_id"] for line in written() if "Not Found" in line["event"]} == {name}


def test_the_settings_hand_their_secrets_to_the_mask():
    form = settings.LOGGING["formatters"]["json"]
    last = form["processors"][-1]
    secrets = logs.secrets_in(settings.DATABASE_URL)
    assert secrets
    for secret in secrets:
        assert secret not in last(None, "", f"x {secret} y")
