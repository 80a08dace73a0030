"""The folder for what is half received: inside the data folder, so that its size is one that is known."""

from __future__ import annotations

import shutil
import time
from contextlib import suppress
from pathlib import Path

from django.conf import settings

# Nothing is half received for so long: what is older was left behind by a crash.
OLD_SECONDS = 3600.0


def folder() -> Path:
    """The folder, made if need be, without what a crash left behind in it.

    Other machines may be using it too: what is young stays.
    """
    found: Path = settings.DATA_DIR / "tmp"
    found.mkdir(mode=0o700, parents=True, exist_ok=True)
    for path in found.iterdir():
        with suppress(OSError):
            if time.time() - path.stat().st_mtime > OLD_SECONDS:
                shutil.rmtree(path) if path.is_dir() else path.unlink()
    return found
