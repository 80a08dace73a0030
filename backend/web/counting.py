"""How many requests were answered and how long that took, over all processes of one web server."""

from __future__ import annotations

import os

from prometheus_client import CollectorRegistry, Counter, Histogram, multiprocess

# Where its processes count together; the web server sets it before anything is imported.
FOLDER = "PROMETHEUS_MULTIPROC_DIR"
_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
_own = CollectorRegistry()
_REQUESTS = Counter(
    "stapsteen_requests", "Requests answered.", ["view", "method", "status"], registry=_own
)
_SECONDS = Histogram(
    "stapsteen_request_seconds", "How long an answer took.", ["view"], registry=_own,
    buckets=(0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
)  # fmt: skip


def note(*, view: str, method: str, status: int, seconds: float) -> None:
    """Count one request. Views are counted by name, so that no address of anybody is kept."""
    method = method if method in _METHODS else "other"
    _REQUESTS.labels(view, method, str(status)).inc()
    _SECONDS.labels(view).observe(seconds)


def registry() -> CollectorRegistry:
    """What was counted: by all processes where they count together, else by this one."""
    if not os.environ.get(FOLDER):
        return _own
    found = CollectorRegistry()
    multiprocess.MultiProcessCollector(found)  # type: ignore[no-untyped-call]
    return found
