"""Celery's library reads the broker's address as everything else does."""

from __future__ import annotations

import os
import ssl
import subprocess
import sys

import pytest
from django.conf import settings
from kombu import Connection

from worker import broker


@pytest.mark.parametrize(
    ("url", "asked"),
    [
        ("redis://valkey", {"host": "valkey", "port": 6379, "db": 0, "password": None}),
        ("redis://:a%40b%2F@valkey:6380/3", {"port": 6380, "db": 3, "password": "a@b/"}),
        ("redis://stap:geheim@valkey/?db=4&socket_timeout=3", {"username": "stap", "db": 4}),
        ("redis://valkey/0?client_name=stap", {"host": "valkey"}),
        ("redis://[::1]:6379/1", {"host": "::1", "db": 1}),
        ("unix:///run/val key.sock", {"path": "/run/val key.sock", "db": 0}),
        ("unix://:a%40b@/run/v.sock?db=2", {"path": "/run/v.sock", "db": 2, "password": "a@b"}),
        ("rediss://valkey/0", {"ssl_cert_reqs": ssl.CERT_REQUIRED}),
        ("rediss://valkey/0?ssl_cert_reqs=none", {"ssl_cert_reqs": ssl.CERT_NONE}),
        ("rediss://valkey/0?ssl_ca_certs=/etc/ca.pem", {"ssl_ca_certs": "/etc/ca.pem",
                                                        "ssl_cert_reqs": ssl.CERT_REQUIRED}),
    ],
)  # fmt: skip
def test_the_broker_is_called_where_the_address_says_and_its_certificate_is_looked_at(url, asked):
    connection = Connection(broker.address(url))
    transport = connection.transport
    channel = transport.Channel.__new__(transport.Channel)
    channel.connection = transport
    found = channel._connparams()
    assert {name: found.get(name) for name in asked} == asked


def test_celery_asks_for_it_there():
    asked = "import worker.celery; print(worker.celery.app.conf.broker_url)"
    url = "rediss://valkey/0"
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", asked], cwd=settings.BASE_DIR,
        env={**os.environ, "REDIS_URL": url}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.strip() == broker.address(url) != url
