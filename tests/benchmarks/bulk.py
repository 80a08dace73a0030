"""Writing very many rows: without what is checked of each, and with their indexes made afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

TABLES = ["initiatives_step", "initiatives_teammember", "events_event"]

# What nothing else refers to: plain indexes, and unique constraints without a foreign key to them.
_UNIQUE = """
SELECT format('ALTER TABLE %%s DROP CONSTRAINT %%I', conrelid::regclass, conname),
  format('ALTER TABLE %%s ADD CONSTRAINT %%I %%s', conrelid::regclass, conname,
         pg_get_constraintdef(oid))
FROM pg_constraint one WHERE contype = 'u' AND conrelid::regclass::text = ANY(%s)
  AND NOT EXISTS (SELECT 1 FROM pg_constraint key
                  WHERE key.contype = 'f' AND key.conindid = one.conindid)
"""
_INDEXES = """
SELECT format('DROP INDEX %%I', indexname), indexdef FROM pg_indexes
WHERE schemaname = 'public' AND tablename = ANY(%s)
  AND indexname NOT IN (SELECT conname FROM pg_constraint)
"""


@contextmanager
def trusting(cursor: Any) -> Iterator[None]:
    """Nothing is checked of each row; the greatest tables have few indexes meanwhile."""
    cursor.execute("SET LOCAL session_replication_role = replica")
    cursor.execute("SET LOCAL maintenance_work_mem = '512MB'")
    found: list[tuple[str, str]] = []
    for question in (_UNIQUE, _INDEXES):
        cursor.execute(question, [TABLES])
        found += cursor.fetchall()
    for drop, _make in found:
        cursor.execute(drop)
    yield
    for _drop, make in found:
        cursor.execute(make)
    cursor.execute("SET LOCAL session_replication_role = origin")
