"""Several questions in one statement, so that all answers are of one moment."""

from __future__ import annotations

import json
from typing import Any

from django.db import connection
from django.db.models import QuerySet

Row = dict[str, Any]


def together(**querysets: QuerySet[Any, Any]) -> dict[str, list[Row]]:
    """The rows of each `values()` queryset, by its name; dates come as ISO text.

    PostgreSQL gives every part of one statement the same snapshot; separate queries could each
    see another state of the log.
    """
    parts, values = [], []
    for queryset in querysets.values():
        sql, params = queryset.query.sql_with_params()
        parts.append(f"(SELECT json_agg(row_to_json(part)) FROM ({sql}) part)")  # noqa: S608 - Django's SQL
        values.extend(params)
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(parts), values)
        answers = cursor.fetchone()
    return dict(zip(querysets, map(_rows, answers), strict=True))


def _rows(answer: Any) -> list[Row]:
    return (json.loads(answer) if isinstance(answer, str) else answer) or []
