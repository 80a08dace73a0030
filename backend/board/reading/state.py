"""Whether anything changed since a board was drawn."""

from __future__ import annotations

from django.db import connection

from backend.board.reading.tail import MOST
from backend.organisations.models import Organisation

_STATE = """
    WITH place AS (SELECT max(folded_below) AS below, max(tree_version) AS version
                   FROM board_foldcursor WHERE organisation_id = %(organisation)s),
    tail AS (SELECT id FROM events_event WHERE organisation_id = %(organisation)s
             AND transaction >= (SELECT coalesce(below, 0) FROM place)
             ORDER BY transaction, id LIMIT %(most)s),
    touched AS (SELECT id FROM board_touched WHERE organisation_id = %(organisation)s)
    SELECT below, version, (SELECT count(*) FROM tail), (SELECT max(id) FROM tail),
        (SELECT count(*) FROM touched), (SELECT max(id) FROM touched)
    FROM place
"""


def state_of(*, organisation: Organisation) -> str:
    """What the board depends on, as a short text: the same text, the same board. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_STATE, {"organisation": organisation.pk, "most": MOST + 1})
        return ".".join(str(one or 0) for one in cursor.fetchone())
