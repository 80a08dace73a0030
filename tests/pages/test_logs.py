"""What the log says, and what it keeps to itself."""

from __future__ import annotations

import logging
import sys

import pytest
from django.db import IntegrityError

from backend.config.logs import Masked, masked, without_quotes


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/invitation/abc:def/", "/invitation/…/"),
        ("/m/abc.def-1/?x=y", "/m/…/?x=y"),
        ("/accounts/password/reset/key/1-abc/", "/accounts/password/reset/key/…/"),
        ("/o/deplas/board/", "/o/deplas/board/"),
    ],
)
def test_a_link_that_lets_somebody_in_is_not_in_the_log(path, shown):
    record = logging.LogRecord("x", logging.WARNING, "", 1, "Not Found: %s", (path,), None)
    Masked().filter(record)
    assert record.getMessage() == f"Not Found: {shown}"
    assert masked(path) == shown


@pytest.mark.parametrize("as_text", [True, False])
def test_a_task_that_failed_is_logged_by_the_kind_of_error_alone(as_text):
    error = IntegrityError("Key (email)=(ada@gemeente.example)")
    args = {"name": "deliver", "exc": repr(error) if as_text else error}
    record = logging.LogRecord("celery.app.trace", 40, "", 1, "%(name)s: %(exc)s", (args,), None)
    Masked().filter(record)
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
