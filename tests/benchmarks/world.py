"""Organisations of any size, with years of history, written in bulk and the same every time.

Rows and events agree as the services would have left them, so the figures fold from the events. What
the history of single fields would add (`events.Change`) is left out.
"""

from __future__ import annotations

import time
from contextlib import nullcontext
from typing import Any

from django.db import connection, transaction
from django_scopes import scope

from backend.board import services as board
from backend.events import services as events
from backend.events.models import Epoch
from backend.initiatives.models import Ambition, Programme
from backend.organisations.models import CustomerGroup, Membership, Organisation, Process
from backend.text import sorting
from tests.benchmarks import bulk, company, history, log, texts
from tests.benchmarks.sizes import Size


def load(size: Size, *, trusted: bool = False) -> Organisation:
    """The organisation with its history, not folded yet.

    `trusted` leaves out what PostgreSQL checks of each row: a test sees to it that all is right.
    """
    with transaction.atomic():
        begin_second_epoch()
        organisation = company.begin(size)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE organisations_unit, organisations_membership")
            cursor.execute("SET LOCAL work_mem = '256MB'")
            with bulk.trusting(cursor) if trusted else nullcontext():
                values = _values(cursor, organisation, size)
                for statement in (*history.WRITTEN, "ANALYZE", *log.written()):
                    _timed(cursor, statement, values)
            company.count_on(
                cursor, "initiatives_initiative", "initiatives_checkin", "listening_words",
                "successes_success",
            )  # fmt: skip
    return organisation


def begin_second_epoch() -> None:
    """What is written in bulk stands in the log's first epoch, as after a move to another server."""
    events.epoch_open_if_due()
    first = Epoch.objects.get(number=0)
    Epoch.objects.get_or_create(number=1, defaults={"system": first.system})


def fold(organisation: Organisation) -> None:
    """What the dispatcher does as soon as there are events."""
    with scope(organisation=organisation):
        board.fold_pending(organisation=organisation)


def tidy() -> None:
    """Statistics, and what is visible to everybody: as it is some time after an import."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")


def reader(organisation: Organisation) -> Membership:
    """An ambassador of an ordinary team who has been at it this season and before."""
    with scope(organisation=organisation), connection.cursor() as cursor:
        cursor.execute(_READER, {"org": organisation.pk})
        return Membership.objects.select_related("person", "unit", "organisation").get(
            pk=cursor.fetchone()[0]
        )


_READER = """
SELECT m.id FROM organisations_membership m
JOIN initiatives_teammember t ON t.membership_id = m.id
JOIN initiatives_initiative i ON i.id = t.initiative_id AND i.stage = 'doing' AND i.unit_id = m.unit_id
WHERE m.organisation_id = %(org)s AND m.state = 'active' AND 'ambassador' = ANY(m.roles)
  AND (SELECT count(*) FROM organisations_membership c
       WHERE c.unit_id = m.unit_id AND c.state = 'active') >= 8
GROUP BY m.id ORDER BY (count(*) BETWEEN 2 AND 5) DESC, m.id LIMIT 1
"""


def _values(cursor: Any, organisation: Organisation, size: Size) -> dict[str, Any]:
    def ids(model: Any) -> list[int]:
        return list(model.objects.order_by("id").values_list("id", flat=True))

    with scope(organisation=organisation):
        first = Membership.objects.order_by("id")[0].pk
        values = {
            "programme": Programme.objects.latest("id").pk, "ambitions": ids(Ambition),
            "processes": ids(Process), "groups": ids(CustomerGroup),
        }  # fmt: skip
    cursor.execute("SELECT coalesce(max(transaction), 0) FROM events_event WHERE transaction < %s",
                   [Epoch.SIZE])  # fmt: skip
    return values | {
        "org": organisation.pk, "today": organisation.today(), "start": organisation.started_on,
        "days": size.days, "people": size.people, "steps": size.steps,
        "initiatives": size.steps // size.each, "member": first - 1,
        "taken": cursor.fetchone()[0],
        "initiative": company.last(cursor, "initiatives_initiative"),
        "step": company.last(cursor, "initiatives_step"),
        "words": company.last(cursor, "listening_words"),
        "check_in": company.last(cursor, "initiatives_checkin"),
        "success": company.last(cursor, "successes_success"),
        "titles": list(texts.TITLES), "sort_keys": [sorting.key(title) for title in texts.TITLES],
        "said": list(texts.WORDS), "stuck": list(texts.STUCK), "lessons": list(texts.LESSONS),
        "stories": list(texts.STORIES), **{kind: list(said) for kind, said in texts.STEPS.items()},
    }  # fmt: skip


def _timed(cursor: Any, statement: str, values: dict[str, Any]) -> None:
    for one in filter(str.strip, statement.split(";")):
        began = time.perf_counter()
        cursor.execute(one, values)
        took = time.perf_counter() - began
        if took > 1:
            print(f"{took:6.1f} s  {' '.join(one.split())[:70]}", flush=True)  # noqa: T201
