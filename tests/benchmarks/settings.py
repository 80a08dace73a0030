"""The real settings, with the benchmarks' bare views and their counting added."""

from __future__ import annotations

from backend.config.settings import *  # noqa: F403 - all of them
from backend.config.settings import MIDDLEWARE as REAL

ROOT_URLCONF = "tests.benchmarks.urls"
MIDDLEWARE = ["tests.benchmarks.counting.CountingMiddleware", *REAL]
