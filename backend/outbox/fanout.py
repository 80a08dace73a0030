"""From one announcement to a delivery for each of its audience: resumable, and never twice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import EmptyResultSet
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from backend.events import services as events
from backend.events.reading import Happened
from backend.organisations.models import Membership
from backend.outbox.models import Channel, Fanout, Priority
from backend.outbox.states import NOT_ARRIVED, State

Audience = Callable[[Fanout], QuerySet[Membership]]
Begin = Callable[[Fanout], bool]
_audiences: dict[str, Audience] = {}
_beginnings: dict[str, Begin] = {}
# The page's own SQL stands in front, its values stay parameters. A row that an earlier announcement
# left without a recipient's fault is opened again: nobody gets it twice, and nobody goes without.
_WRITE_PAGE = """
WITH page AS ({page}), written AS (
    INSERT INTO outbox_delivery AS owed (
        uid, organisation_id, fanout_id, membership_id, channel, message, subject_id,
        payload, dedupe_key, state, priority, not_before, expires_at, attempts,
        message_id, last_code, last_error, created_at, fault, held_for, time_to_live, repeatable)
    SELECT gen_random_uuid(), %s, %s, page.id, %s, %s, %s, '{{}}',
        %s || ':' || %s::text || ':' || page.id::text, %s, %s, %s, %s, 0, '', '', '', %s, '', '', %s, false
    FROM page
    ON CONFLICT (dedupe_key) DO UPDATE SET state = 'pending', fanout_id = excluded.fanout_id,
        not_before = excluded.not_before, expires_at = excluded.expires_at, attempts = 0,
        last_code = '', last_error = '', fault = '', settled_at = NULL
        WHERE owed.state IN {not_arrived} AND owed.fanout_id IS DISTINCT FROM excluded.fanout_id
    RETURNING 1)
SELECT (SELECT count(*) FROM page), (SELECT max(id) FROM page), (SELECT count(*) FROM written)
"""

_IN_WORDS = "({})".format(", ".join(f"'{state}'" for state in sorted(NOT_ARRIVED)))


def register(message: str, audience: Audience, begin: Begin | None = None) -> None:
    """Say who hears of a kind of message: a queryset of memberships, decided when it goes out.

    `begin` is asked before each page is written, in its transaction: False calls it all back. It
    holds what it looked at, so that nobody calls back what is being written.
    """
    _audiences[message] = audience
    if begin is not None:
        _beginnings[message] = begin


@transaction.atomic
def fanout_start(
    *,
    event: Happened[Any],
    message: str,
    subject_id: int,
    not_before: datetime,
    time_to_live: timedelta,
) -> Fanout:
    """Note that an event must be told; starting twice for one event is starting once."""
    fanout, fresh = Fanout.objects.get_or_create(
        organisation_id=event.organisation_id,
        event_id=event.event_id,
        defaults={
            "message": message,
            "subject_id": subject_id,
            "not_before": not_before,
            "time_to_live": time_to_live,
        },
    )
    if fresh:
        events.wake()
    return fanout


@transaction.atomic
def fanout_call_back(*, event_id: int) -> None:
    """Never tell it after all; what was written and not yet sent is cancelled at sending."""
    Fanout.objects.filter(event_id=event_id, called_back_at=None).update(
        called_back_at=timezone.now()
    )


@transaction.atomic
def fanout_advance(*, fanout: Fanout) -> bool:
    """Write the deliveries of the next page of the audience; True when all are written.

    The cursor moves in the same transaction; a delivery's dedupe key (message, subject, person)
    makes a repetition harmless, also across announcements of one success.
    """
    fanout = Fanout.objects.select_for_update().get(pk=fanout.pk)
    if fanout.finished_at or fanout.called_back_at:
        return True
    begin = _beginnings.get(fanout.message)
    if begin is not None and not begin(fanout):
        fanout_call_back(event_id=fanout.event_id)
        return True
    page = (
        _audiences[fanout.message](fanout)
        .filter(pk__gt=fanout.cursor)
        .order_by("pk")
        .values("id")[: settings.FANOUT_PAGE]
    )
    now = timezone.now()
    try:
        sql, parameters = page.query.sql_with_params()
    except EmptyResultSet:  # an audience of nobody, such as after calling back
        Fanout.objects.filter(pk=fanout.pk).update(finished_at=now)
        return True
    seen, last, written = _write_page(fanout, sql, parameters, now)
    fanout.queued += written
    fanout.cursor = last or fanout.cursor
    finished = bool(seen < settings.FANOUT_PAGE)
    if finished:
        fanout.finished_at = now
    fanout.save(update_fields=["queued", "cursor", "finished_at"])
    return finished


def _write_page(
    fanout: Fanout, sql: str, parameters: Sequence[Any], now: datetime
) -> tuple[int, int | None, int]:
    """Write the deliveries of the members that `sql` names: how many, the last one, and how many new."""
    expires = now + fanout.time_to_live + timedelta(days=1)
    about: list[Any] = [fanout.message, fanout.subject_id]
    values: list[Any] = [fanout.organisation_id, fanout.pk, Channel.EMAIL, *about, *about]
    times: list[Any] = [fanout.not_before, expires, now, fanout.time_to_live]
    with connection.cursor() as cursor:
        cursor.execute(
            _WRITE_PAGE.format(page=sql, not_arrived=_IN_WORDS),
            [*parameters, *values, State.PENDING, Priority.BULK, *times],
        )
        seen, last, written = cursor.fetchone()
    return seen, last, written


@transaction.atomic
def content_refuse(*, fanout_id: int, language: str, why: str) -> None:
    """The server refused the message itself: nobody else is sent the same, in this language."""
    found = Fanout._base_manager.select_for_update().get(pk=fanout_id)
    found.refused = {**found.refused, language: why[:300]}
    found.save(update_fields=["refused"])
