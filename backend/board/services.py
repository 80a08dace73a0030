"""Folding events into the roll-ups, each exactly once, and doing it all again from nothing."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from backend.board import selectors
from backend.board.models import BoardVisit, FoldCursor
from backend.board.projection import folding, log, steps, tree, unfolding
from backend.events import selectors as events
from backend.organisations.models import Membership, Organisation

PAGE = 20_000
COUNTED_PAGE = 5_000
# Who opens the board before a meeting, and again in it, is told what is new since the same day.
SITTING = timedelta(hours=4)


def fold_pending(*, organisation: Organisation) -> None:
    """Take in all that is over for everybody and not yet folded, a page after another."""
    while fold_page(organisation=organisation):
        pass


@transaction.atomic
def fold_page(*, organisation: Organisation) -> bool:
    """The units that were touched, and a page of initiatives or events; whether more waits.

    The cursor's row is locked, so a second dispatcher waits and then finds nothing. Only
    transactions below the horizon are taken in: a slow one stays in the tail until it is over.
    """
    cursor, _fresh = FoldCursor.objects.select_for_update().get_or_create(organisation=organisation)
    if cursor.unknown and cursor.contract != log.contract():
        # What an older release left out may be known by now.
        unfolding.unfold(organisation_id=organisation.pk)
        cursor.refresh_from_db()
    parents = tree.parents_counted(organisation_id=organisation.pk)
    cursor.tree_version += bool(folding.tree_take_in(organisation, parents))
    cursor.contract = log.contract()
    more = _initiatives(cursor, parents) or _events(cursor, parents)
    cursor.save()
    return more


def _initiatives(cursor: FoldCursor, parents: dict[int, int]) -> bool:
    """Count a page of initiatives, before any event is taken in; False where all are counted."""
    if cursor.counted_id is None:
        return False
    cursor.counted_below = cursor.counted_below or events.horizon()
    ids = folding.initiatives_after(cursor.organisation, cursor.counted_id, COUNTED_PAGE)
    folding.initiatives_take_in(cursor.organisation, parents, ids)
    cursor.counted_id = ids[-1] if len(ids) == COUNTED_PAGE else None
    return True


def _events(cursor: FoldCursor, parents: dict[int, int]) -> bool:
    """Take in a page of events; whether more of them wait."""
    is_old = cursor.folded_below < cursor.counted_below
    found = log.page_of(
        organisation=cursor.organisation,
        since=cursor.folded_below,
        below=cursor.counted_below if is_old else events.horizon(),
        size=PAGE,
        # What happened to an initiative before it was counted is in it.
        kinds=steps.FOLDED if is_old else None,
    )
    if found is None:
        cursor.folded_below = max(cursor.folded_below, cursor.counted_below)
        return is_old
    folding.events_take_in(
        cursor.organisation, parents, found.happened, counted_below=cursor.counted_below
    )
    cursor.folded_below = found.last + 1
    cursor.unknown += found.unknown
    return is_old or not found.is_all


@transaction.atomic
def refold(*, organisation: Organisation) -> None:
    """Throw the roll-ups away and fold every event anew; after a restore, or to prove them."""
    FoldCursor.objects.select_for_update().get_or_create(organisation=organisation)
    unfolding.unfold(organisation_id=organisation.pk)
    fold_pending(organisation=organisation)


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
