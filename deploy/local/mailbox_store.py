"""What the development mailbox keeps: mails in one file, newest first."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

TABLE = """
CREATE TABLE IF NOT EXISTS mail (
    id INTEGER PRIMARY KEY AUTOINCREMENT, received REAL NOT NULL, recipients TEXT NOT NULL,
    subject TEXT NOT NULL, content BLOB NOT NULL
)"""
FOUND = "recipients LIKE :like ESCAPE '!' OR subject LIKE :like ESCAPE '!'"


@dataclass(frozen=True)
class Line:
    """One mail in the list; `received` in seconds since 1970."""

    id: int
    received: float
    recipients: str
    subject: str


class Store:
    """The mails that came in, newest first."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._file = folder / "mails.sqlite3"
        with self._open() as base:
            base.execute("PRAGMA journal_mode=WAL")
            base.execute(TABLE)

    def keep(self, content: bytes, recipients: list[str]) -> None:
        """Write one mail; when this returns it is there."""
        subject = str(_parsed(content).get("Subject", ""))
        with self._open() as base:
            base.execute(
                "INSERT INTO mail (received, recipients, subject, content) VALUES (?, ?, ?, ?)",
                (time.time(), ", ".join(recipients), subject, content),
            )

    def count(self, search: str = "") -> int:
        """How many have this text in a recipient's address or the subject."""
        with self._open() as base:
            found = base.execute(f"SELECT count(*) FROM mail WHERE {FOUND}", _like(search))
            return int(found.fetchone()[0])

    def page(self, search: str = "", skip: int = 0, size: int = 30) -> list[Line]:
        """One page of those."""
        with self._open() as base:
            rows = base.execute(
                f"SELECT id, received, recipients, subject FROM mail WHERE {FOUND} "
                "ORDER BY id DESC LIMIT :size OFFSET :skip",
                _like(search) | {"size": size, "skip": skip},
            )
            return [Line(*row) for row in rows]

    def read(self, number: int) -> tuple[Line, EmailMessage, bytes] | None:
        """One mail: its line, parsed, and as it came; None where there is none."""
        with self._open() as base:
            row = base.execute(
                "SELECT id, received, recipients, subject, content FROM mail WHERE id = ?",
                (number,),
            ).fetchone()
        return (Line(*row[:4]), _parsed(row[4]), row[4]) if row else None

    def clear(self) -> None:
        """Remove all of them."""
        with self._open() as base:
            base.execute("DELETE FROM mail")

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self._file, timeout=10)) as base, base:
            base.execute("PRAGMA synchronous=NORMAL")
            yield base


def _parsed(content: bytes) -> EmailMessage:
    return message_from_bytes(content, EmailMessage, policy=policy.default)


def _like(search: str) -> dict[str, object]:
    escaped = search.replace("!", "!!").replace("%", "!%").replace("_", "!_")
    return {"like": f"%{escaped}%"}
