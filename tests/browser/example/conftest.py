"""The example organisation behind a server of its own, loaded once for all tests of this folder.

They share its data, and what one of them does stays: each takes what no other looks at.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.test import override_settings
from django_scopes import scope
from playwright.sync_api import Browser, Page
from pytest_django import DjangoDbBlocker
from pytest_django.live_server_helper import LiveServer

from backend.example.load import example_load
from backend.example.people import ACCOUNTS
from backend.organisations.models import Membership
from tests.browser.conftest import Open, opening


@pytest.fixture(scope="package")
def site(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """Where the example is to be seen."""
    with django_db_blocker.unblock():
        server = LiveServer("localhost")
        try:
            organisation = example_load(language="nl")
            with (
                override_settings(EXAMPLE_MODE=True, PUBLIC_URL=server.url),
                scope(organisation=organisation),
            ):
                yield server.url
        finally:
            server.stop()
            call_command("flush", verbosity=0, interactive=False)


@pytest.fixture
def db(site: str) -> None:
    """Not the usual one, which would forget everything after each test."""


@pytest.fixture
def open_example(db: None, chromium: Browser, site: str) -> Iterator[Open]:
    """As `open_page`, on the example organisation: `open_example("/path", as_="leader")`."""
    with opening(chromium, site) as opened:

        def as_account(path: str, *, as_: str = "", **options: object) -> Page:
            return opened(path, as_=account(as_) if as_ else None, **options)

        yield as_account


def account(name: str) -> Membership:
    """One of the four people of the example."""
    return Membership.objects.get(person__email=ACCOUNTS[name].email)
