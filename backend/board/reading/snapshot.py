"""Several questions that are answered from one moment."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet

Row = dict[str, Any]


@contextmanager
def one_moment() -> Iterator[None]:
    """Every query within sees the database as it was at the first one.

    Within a transaction that has begun already the queries see what that one sees.
    """
    begun = connection.in_atomic_block
    with transaction.atomic():
        if not begun:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def snapshot_query(**querysets: QuerySet[Any, Any]) -> dict[str, list[Row]]:
    """The rows of each `values()` queryset, by its name, in one statement; dates come as ISO text."""
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
