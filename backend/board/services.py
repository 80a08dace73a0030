"""Folding events into the roll-ups, each exactly once, and doing it all again from nothing."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from backend.board import folds
from backend.board.models import BoardVisit, FoldCursor, Tally, WeekTally
from backend.events import selectors as events
from backend.events.models import Event
from backend.organisations.models import Membership, Organisation

PAGE = 20_000
# Who opens the board before a meeting, and again in it, is told what is new since the same day.
SITTING = timedelta(hours=4)


def fold_pending(*, organisation: Organisation) -> int:
    """Take in what is over for everybody and not yet folded; how many events that were."""
    total = 0
    while folded := _fold_page(organisation):
        total += folded
    return total


@transaction.atomic
def _fold_page(organisation: Organisation) -> int:
    """At most a page of events, or one transaction that is larger; 0 when there is nothing left.

    The cursor's row is locked, so a second dispatcher waits and then finds nothing. Only
    transactions below the horizon are taken in: a slow one stays in the tail until it is over.
    """
    cursor, _fresh = FoldCursor.objects.select_for_update().get_or_create(organisation=organisation)
    horizon = events.horizon()
    found = list(
        Event.objects.filter(
            organisation=organisation,
            transaction__gte=cursor.folded_below,
            transaction__lt=horizon,
        )
        .order_by("transaction", "id")
        .values_list("transaction", "kind", "payload")[: PAGE + 1]
    )
    if not found:
        return 0
    if len(found) > PAGE:
        # Whole transactions at a time: the page ends before the first one that does not fit.
        last = found[-1][0]
        found = [row for row in found if row[0] < last] or _transaction(organisation, last)
    _apply(organisation, folds.fold((kind, payload) for _xid, kind, payload in found))
    cursor.folded_below = found[-1][0] + 1
    cursor.save(update_fields=["folded_below"])
    return len(found)


@transaction.atomic
def refold(*, organisation: Organisation) -> int:
    """Throw the roll-ups away and fold every event anew; after a restore, or to prove them."""
    cursor, _fresh = FoldCursor.objects.select_for_update().get_or_create(organisation=organisation)
    WeekTally.objects.filter(organisation=organisation).delete()
    Tally.objects.filter(organisation=organisation).delete()
    cursor.folded_below = 0
    cursor.save(update_fields=["folded_below"])
    return fold_pending(organisation=organisation)


@transaction.atomic
def unfold_all() -> None:
    """Throw all roll-ups away: until the dispatcher has folded anew the board reads every event."""
    FoldCursor._base_manager.update(folded_below=0)  # also waits for a fold that is at work
    WeekTally._base_manager.all().delete()
    Tally._base_manager.all().delete()


def visit_note(
    *, membership: Membership, figures: dict[str, Any], at: datetime | None = None
) -> BoardVisit:
    """Remember what the board shows somebody at the start of a sitting.

    Within a sitting a reload compares with the same earlier visit. One
    statement, so that two tabs opened at once make one visit.
    """
    now = at or timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO board_boardvisit AS visit
                (uid, organisation_id, membership_id, seen_at, now, before)
            VALUES (gen_random_uuid(), %s, %s, %s, %s::jsonb, '{}')
            ON CONFLICT (membership_id) DO UPDATE SET
                before = visit.now, before_at = visit.seen_at,
                now = excluded.now, seen_at = excluded.seen_at
            WHERE visit.seen_at < %s
            """,
            [membership.organisation_id, membership.pk, now, json.dumps(figures), now - SITTING],
        )
    return BoardVisit.objects.get(membership=membership)


def visit_due(visit: BoardVisit | None, now: datetime) -> bool:
    """Whether `visit_note` would write anything: most openings of the board do not."""
    return visit is None or visit.seen_at < now - SITTING


def _transaction(organisation: Organisation, number: int) -> list[Any]:
    return list(
        Event.objects.filter(organisation=organisation, transaction=number)
        .order_by("id")
        .values_list("transaction", "kind", "payload")
    )


def _apply(organisation: Organisation, deltas: folds.Deltas) -> None:
    weeks = [
        (organisation.pk, week, unit, kind, deltas.steps[key], deltas.golden[key])
        for key in sorted(deltas.steps.keys() | deltas.golden.keys())
        for week, unit, kind in [key]
        if deltas.steps[key] or deltas.golden[key]
    ]
    _upsert(
        "board_weektally",
        ["organisation_id", "week", "unit_id", "kind", "steps", "golden"],
        "organisation_id, week, unit_id, kind",
        ["steps", "golden"],
        weeks,
    )
    tallies = [
        (organisation.pk, unit, name, value)
        for (unit, name), value in sorted(deltas.tallies.items(), key=str)
        if value
    ]
    _upsert(
        "board_tally",
        ["organisation_id", "unit_id", "name", "value"],
        "organisation_id, unit_id, name",
        ["value"],
        tallies,
    )


def _upsert(
    table: str, columns: list[str], unique: str, sums: list[str], rows: Iterable[tuple[Any, ...]]
) -> None:
    rows = list(rows)
    if not rows:
        return
    places = ", ".join(f"(gen_random_uuid(), {', '.join(['%s'] * len(columns))})" for _ in rows)
    added = ", ".join(f"{name} = {table}.{name} + excluded.{name}" for name in sums)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (uid, {', '.join(columns)}) VALUES {places} "  # noqa: S608 - names of ours
            f"ON CONFLICT ({unique}) DO UPDATE SET {added}",
            [value for row in rows for value in row],
        )
