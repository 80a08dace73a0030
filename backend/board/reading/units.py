"""Which units stand below others: for rows that name a unit, as steps and successes do."""

from __future__ import annotations

from django.db import connection

from backend.board.reading.groups import Group
from backend.organisations.models import Organisation

_BELOW = """
    WITH RECURSIVE below(id) AS (
        SELECT unnest(%(heads)s::bigint[])
        UNION
        SELECT u.id FROM organisations_unit u JOIN below ON u.parent_id = below.id
            WHERE u.organisation_id = %(organisation)s
    )
    SELECT id FROM below
"""


def units_in(*, organisation: Organisation, group: Group) -> list[int]:
    """Every unit whose steps are counted in a group. One query."""
    own = {part.unit for part in group.parts if part.is_own}
    heads = [part.unit for part in group.parts if not part.is_own]
    with connection.cursor() as cursor:
        cursor.execute(_BELOW, {"organisation": organisation.pk, "heads": heads})
        return sorted(own | {pk for (pk,) in cursor.fetchall()})
