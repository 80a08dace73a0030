"""Throwing roll-ups away, so that everything is counted from nothing."""

from __future__ import annotations

from django.db import connection

_TABLES = (
    "board_week", "board_tally", "board_daytally", "board_ambassador", "board_node",
    "board_counted", "board_touched",
)  # fmt: skip
# Every unit is counted again, and who works in none.
_TOUCH = """
    INSERT INTO board_touched (organisation_id, unit)
    SELECT organisation_id, id FROM organisations_unit
        WHERE organisation_id = %(organisation)s OR %(organisation)s IS NULL
    UNION ALL
    SELECT id, 0 FROM organisations_organisation
        WHERE id = %(organisation)s OR %(organisation)s IS NULL
"""

_BEGIN_ANEW = """
    UPDATE board_foldcursor SET folded_below = 0, unknown = 0, counted_id = 0, counted_below = 0
    WHERE organisation_id = %(organisation)s OR %(organisation)s::bigint IS NULL
"""


def unfold(*, organisation_id: int | None) -> None:
    """Empty the roll-ups of one organisation, or (None) of all. Cursors are the caller's."""
    values = {"organisation": organisation_id}
    with connection.cursor() as cursor:
        for table in _TABLES:
            cursor.execute(
                f"DELETE FROM {table} WHERE organisation_id = %(organisation)s"  # noqa: S608 - ours
                " OR %(organisation)s::bigint IS NULL",
                values,
            )
        cursor.execute(_BEGIN_ANEW, values)
        cursor.execute(_TOUCH.replace("%(organisation)s", "%(organisation)s::bigint"), values)
