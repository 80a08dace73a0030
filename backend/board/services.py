"""Folding events into the roll-ups, each exactly once, and doing it all again from nothing."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from backend.board import selectors
from backend.board.models import BoardVisit, FoldCursor
from backend.board.projection import folding, log, tree, unfolding
from backend.events import selectors as events
from backend.organisations.models import Membership, Organisation

PAGE = 20_000
# Who opens the board before a meeting, and again in it, is told what is new since the same day.
SITTING = timedelta(hours=4)


def fold_pending(*, organisation: Organisation) -> int:
    """Take in what is over for everybody and not yet folded; how much that was."""
    total = 0
    while folded := fold_page(organisation=organisation):
        total += folded
    return total


@transaction.atomic
def fold_page(*, organisation: Organisation) -> int:
    """The units that were touched, and a page of events; 0 when there is nothing left.

    The cursor's row is locked, so a second dispatcher waits and then finds nothing. Only
    transactions below the horizon are taken in: a slow one stays in the tail until it is over.
    """
    cursor, _fresh = FoldCursor.objects.select_for_update().get_or_create(organisation=organisation)
    if cursor.unknown and cursor.contract != log.contract():
        # What an older release left out may be known by now.
        unfolding.unfold(organisation_id=organisation.pk)
        cursor.refresh_from_db()
    parents = tree.parents_counted(organisation_id=organisation.pk)
    touched = folding.tree_take_in(organisation, parents)
    found = log.page_of(
        organisation=organisation, since=cursor.folded_below, below=events.horizon(), size=PAGE
    )
    if found is not None:
        folding.events_take_in(organisation, parents, found.happened)
        cursor.folded_below = found.last + 1
        cursor.unknown += found.unknown
    cursor.tree_version += bool(touched)
    cursor.contract = log.contract()
    cursor.save(update_fields=["folded_below", "tree_version", "unknown", "contract"])
    return touched + (found.number if found is not None else 0)


@transaction.atomic
def refold(*, organisation: Organisation) -> int:
    """Throw the roll-ups away and fold every event anew; after a restore, or to prove them."""
    FoldCursor.objects.select_for_update().get_or_create(organisation=organisation)
    unfolding.unfold(organisation_id=organisation.pk)
    return fold_pending(organisation=organisation)


@transaction.atomic
def unfold_all() -> None:
    """Throw all roll-ups away: until the dispatcher has folded anew the board reads every event."""
    FoldCursor._base_manager.update(folded_below=0)  # also waits for a fold that is at work
    unfolding.unfold(organisation_id=None)


def visit_begin(*, membership: Membership, figures: dict[str, Any]) -> BoardVisit:
    """This sitting's visit; at its start what the board shows is kept for the next one.

    Most openings of the board write nothing. Of two tabs opened at once one makes the visit.
    """
    known, now = selectors.visit_of(membership=membership), timezone.now()
    if known is not None and known.seen_at >= now - SITTING:
        return known
    return visit_note(membership=membership, figures=figures, at=now)


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
