"""Folding events into the roll-ups, each exactly once, and doing it all again from nothing."""

from __future__ import annotations

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
SITTING = timedelta(minutes=30)


@transaction.atomic
def fold_pending(*, organisation: Organisation) -> int:
    """Take in what is over for everybody and not yet folded; how many events that were.

    The cursor's row is locked, so a second dispatcher waits and then finds nothing. Only
    transactions below the horizon are taken in: a slow one stays in the tail until it is over.
    """
    cursor, _fresh = FoldCursor.objects.select_for_update().get_or_create(organisation=organisation)
    horizon = events.horizon()
    # Whole transactions at a time: the page ends before the first one that does not fit.
    found = list(
        Event.objects.filter(transaction__gte=cursor.folded_below, transaction__lt=horizon)
        .order_by("transaction", "id")
        .values_list("transaction", "kind", "payload")[: PAGE + 1]
    )
    if not found:
        return 0
    if len(found) > PAGE:
        last = found[-1][0]
        whole = [row for row in found if row[0] < last]
        found = whole or _transaction(last)
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
    total = 0
    while folded := fold_pending(organisation=organisation):
        total += folded
    return total


@transaction.atomic
def visit_note(
    *, membership: Membership, figures: dict[str, Any], at: datetime | None = None
) -> BoardVisit:
    """Remember what the board shows somebody; a new sitting begins after half an hour.

    Within a sitting nothing changes, so a reload compares with the same earlier visit.
    """
    now = at or timezone.now()
    visit, fresh = BoardVisit.objects.select_for_update().get_or_create(
        organisation=membership.organisation,
        membership=membership,
        defaults={"now": figures, "seen_at": now},
    )
    if not fresh and now - visit.seen_at > SITTING:
        visit.before, visit.before_at = visit.now, visit.seen_at
        visit.now, visit.seen_at = figures, now
        visit.save()
    return visit


def visit_due(visit: BoardVisit | None) -> bool:
    """Whether `visit_note` would write anything: most openings of the board do not."""
    return visit is None or timezone.now() - visit.seen_at > SITTING


def _transaction(number: int) -> list[Any]:
    return list(
        Event.objects.filter(transaction=number)
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
