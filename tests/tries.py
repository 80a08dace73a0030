"""Pytest plugin: which examples the tests with `@given` try."""

from __future__ import annotations

import os

import pytest


@pytest.hookimpl(tryfirst=True)
def pytest_configure() -> None:
    """`make test` tries the same each time, so that a red one is about the change at hand; `make test-all`
    looks for new ones. What it finds becomes an @example.

    No example has a deadline: a moment in which the machine does something else is no failure.
    """
    import hypothesis

    hypothesis.settings.register_profile("same", derandomize=True, deadline=None)
    hypothesis.settings.register_profile("new", deadline=None)
    hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))
