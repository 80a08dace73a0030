"""Servers of their own for a benchmark or pictures, named in the environment before Django."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy.local import servers


@contextmanager
def ready_django(*, keep: Path | None = None, **environment: str) -> Iterator[None]:
    """Start PostgreSQL and Valkey in a temporary folder, set Django up, migrate; then clean up.

    What is in a folder to `keep` is found again the next time.
    """
    folder = keep or Path(tempfile.mkdtemp(prefix="stapsteen-bench-"))
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)
    postgres = servers.start_postgres(folder / "postgres", durable=False)
    valkey = servers.start_valkey(folder / "valkey", durable=False)
    os.environ.update(
        {
            "DATABASE_URL": postgres.url,
            "REDIS_URL": valkey.url,
            "STAPSTEEN_SECRET": "a secret for benchmarks only",
            "STAPSTEEN_DATA": str(folder / "data"),
            "LOG_LEVEL": "ERROR",
            **environment,
        }
    )
    try:
        import django
        from django.core.management import call_command

        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backend.config.settings")
        django.setup()
        call_command("migrate", verbosity=0)
        yield
    finally:
        postgres.stop()
        valkey.stop()
        if keep is None:
            shutil.rmtree(folder, ignore_errors=True)
