"""Branches of a large tree of units, walked by the database: it reads no more than the branch."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import connection

from backend.organisations.models import MembershipState, Organisation

# `UNION` without `ALL` ends in a circle too, should somebody have made one.
_BELOW = """
WITH RECURSIVE below(top, id) AS (
    SELECT id, id FROM organisations_unit
    WHERE organisation_id = %(organisation)s AND id = ANY(%(ids)s)
    UNION
    SELECT below.top, unit.id FROM organisations_unit unit JOIN below ON unit.parent_id = below.id
    WHERE unit.organisation_id = %(organisation)s AND (%(ended)s OR unit.ended_on IS NULL)
) """
_IDS = f"{_BELOW} SELECT DISTINCT id FROM below ORDER BY id"  # noqa: S608 - as below
_PEOPLE = f"""{_BELOW}
SELECT below.top, count(*) FROM below JOIN organisations_membership member
    ON member.unit_id = below.id AND member.organisation_id = %(organisation)s
    AND member.state = %(active)s
GROUP BY below.top"""  # noqa: S608 - made of its own parts only
_ABOVE = """
WITH RECURSIVE above(id, parent_id) AS (
    SELECT id, parent_id FROM organisations_unit
    WHERE organisation_id = %(organisation)s AND id = ANY(%(ids)s)
    UNION
    SELECT unit.id, unit.parent_id FROM organisations_unit unit JOIN above ON unit.id = above.parent_id
    WHERE unit.organisation_id = %(organisation)s AND (%(ended)s OR unit.ended_on IS NULL)
) SELECT id, parent_id FROM above"""


def ids_below(*, organisation: Organisation, ids: Iterable[int]) -> list[int]:
    """These units and all below them, also those that ended; ids of elsewhere are left out."""
    return [pk for (pk,) in _rows(_IDS, organisation, ids)]


def parents_above(
    *, organisation: Organisation, ids: Iterable[int], ended: bool = True
) -> dict[int, int | None]:
    """These units and all above them, each with its parent; with `ended` those that ended too."""
    return dict(_rows(_ABOVE, organisation, ids, ended=ended))


def people_below(*, organisation: Organisation, ids: Iterable[int]) -> dict[int, int]:
    """How many people work in each of these units or in what stands below it and did not end."""
    return dict(_rows(_PEOPLE, organisation, ids, ended=False, active=MembershipState.ACTIVE.value))


def _rows(
    sql: str, organisation: Organisation, ids: Iterable[int], *, ended: bool = True, **more: Any
) -> list[tuple[Any, ...]]:
    values = {"organisation": organisation.pk, "ids": list(ids), "ended": ended, **more}
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()
