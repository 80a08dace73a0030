"""Run as a process of its own on a restored database: logs a step, and holds the board to the log.

Prints JSON. Its first argument is the address of the person who logs.
"""

from __future__ import annotations

import json
import os
import sys
import time
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backend.config.settings")

import django

django.setup()

from django_scopes import scope, scopes_disabled

from backend.board import services
from backend.board.reading import board as reading
from backend.events.models import Epoch, Event
from backend.initiatives import services as initiatives
from backend.initiatives.models import Initiative
from backend.organisations.models import Membership
from tests.acting import by


def main(email: str) -> None:
    """One step, and the board before it, after it, and folded from nothing."""
    with scopes_disabled():
        actor = Membership.objects.select_related("organisation", "unit", "person").get(
            person__email=email
        )
    with scope(organisation=actor.organisation):

        def board() -> tuple[Any, ...]:
            read = reading.whole(organisation=actor.organisation)
            return read.steps, read.weeks, read.counts, read.quiet, read.running

        before = board()
        began = time.monotonic()
        initiatives.step_log(
            act=by(actor), text="Na de brand het eerste stapje", kind="tried",
            initiative=Initiative.objects.first(),
        )  # fmt: skip
        took = time.monotonic() - began
        after = board()
        services.fold_pending(organisation=actor.organisation)
        folded = board()
        services.refold(organisation=actor.organisation)
        refolded = board()
        found = {
            "before": before[0],
            "after": after[0],
            "equal": after == folded == refolded,
            "epochs": list(Epoch.objects.order_by("number").values_list("number", flat=True)),
            "last": Event.objects.order_by("id").last().transaction // Epoch.SIZE,
            "first_step_seconds": took,
        }
    print(json.dumps(found))


if __name__ == "__main__":
    main(sys.argv[1])
