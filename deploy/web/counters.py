"""Where the processes of one web server count their requests together: before anything counts."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

FOLDER = "PROMETHEUS_MULTIPROC_DIR"


def begin() -> None:
    """The folder that the environment names, or one of this start's own, which goes with it."""
    if os.environ.get(FOLDER):
        Path(os.environ[FOLDER]).mkdir(parents=True, exist_ok=True)
        return
    folder = tempfile.mkdtemp(prefix="stapsteen-counts-")
    os.environ[FOLDER] = folder
    owner = os.getpid()
    atexit.register(lambda: shutil.rmtree(folder, True) if os.getpid() == owner else None)
