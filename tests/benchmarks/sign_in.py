"""How long asking takes for an address that has an account, and for one that has none.

`.venv/bin/python -m pytest tests/benchmarks/sign_in.py -s` prints the medians and their ratio.
"""

from __future__ import annotations

import statistics
import sys
import time

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

ROUNDS = 200
WAYS = {
    "account_request_login_code": "email",
    "account_reset_password": "email",
    "account_login": "login",
}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("way", WAYS)
def test_medians(samira, way, capsys, settings) -> None:
    """In turn, so that a busy moment falls on both; each by a browser of its own.

    The hash of a password is made cheap, so that all the rest shows.
    """
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    took: dict[str, list[float]] = {"known": [], "unknown": []}
    for number in range(ROUNDS):
        for which in took if number % 2 else reversed(took):
            email = samira.person.email if which == "known" else f"n{number}@nowhere.example"
            cache.clear()
            typed = {WAYS[way]: email, "password": "niet het goede"}
            began = time.perf_counter()
            Client(REMOTE_ADDR=f"203.0.113.{number}").post(reverse(way), typed)
            took[which].append(time.perf_counter() - began)
    known, unknown = (statistics.median(found) * 1000 for found in took.values())
    with capsys.disabled():
        sys.stdout.write(
            f"\n{way}: known {known:.2f} ms, unknown {unknown:.2f} ms, {known / unknown:.3f}\n"
        )
