"""Pytest plugin: embedded PostgreSQL and Valkey of its own for every test run.

Loaded before Django's settings are read. Parallel workers have servers of their own: in one
server a transaction of one worker would hold back what is over for everybody in the other's.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

import pytest

_READY = "STAPSTEEN_TEST_SERVERS"


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """Start the servers and name them in the environment, before anything imports settings."""
    os.environ.setdefault("STAPSTEEN_SECRET", "a secret that is for tests only")
    only_controls = bool(getattr(early_config.known_args_namespace, "numprocesses", None))
    if _READY in os.environ or (only_controls and "PYTEST_XDIST_WORKER" not in os.environ):
        return
    from deploy.local import servers

    folder = Path(tempfile.mkdtemp(prefix="stapsteen-tests-"))
    folder.chmod(0o755)
    postgres = servers.start_postgres(folder / "postgres", durable=False)
    valkey = servers.start_valkey(folder / "valkey", durable=False)
    os.environ.update(
        {
            _READY: str(folder),
            "DATABASE_URL": postgres.url,
            "REDIS_URL": valkey.url,
            "STAPSTEEN_DATA": str(folder / "data"),
            "DATABASE_CONN_MAX_AGE": "0",
        }
    )

    def stop() -> None:
        postgres.stop()
        valkey.stop()
        shutil.rmtree(folder, ignore_errors=True)

    atexit.register(stop)
