"""`python -m tests.benchmarks.folding SLUG`: fold everything anew, in a process of its own.

Prints as JSON how many events that were, in how many seconds, and by how many megabytes the process
grew at most. The database is the one of the environment.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from typing import Any

import psutil


def measured(slug: str) -> dict[str, Any]:
    """The same from another process."""
    command = [sys.executable, "-m", "tests.benchmarks.folding", slug]
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=os.environ)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def main() -> None:
    """Refold one organisation."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backend.config.settings")
    django.setup()
    from django_scopes import scope

    from backend.board import services
    from backend.events.models import Event
    from backend.organisations.models import Organisation

    organisation = Organisation.objects.get(slug=sys.argv[1])
    before = psutil.Process().memory_info().rss
    began = time.perf_counter()
    with scope(organisation=organisation):
        services.refold(organisation=organisation)
        seconds = time.perf_counter() - began
        events = Event.objects.count()
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    grown = round((most - before) / 2**20, 1)
    found = {"events": events, "seconds": round(seconds, 2), "rss_mb": grown}
    print(json.dumps(found))  # noqa: T201


if __name__ == "__main__":
    main()
