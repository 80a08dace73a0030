"""What a backup says of itself: made when, by which version, of how much, with which checksums."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

FORMAT = 1
NAME = "manifest.json"
DATABASE = "database.dump"
PHOTOS = "photos.tar"


class Unusable(RuntimeError):
    """A backup, or a place to put it, that can't be used; its text tells why and what to do."""


@dataclass(frozen=True)
class Manifest:
    """`rows` by table, `files` by name with sha256 and bytes, `secrets` as fingerprints only."""

    format: int
    made_at: str
    version: str
    postgres: int
    migrations: list[list[str]]
    rows: dict[str, int]
    waiting: dict[str, int]
    photos: dict[str, int]
    secrets: list[str]
    files: dict[str, dict[str, Any]]

    def write(self, folder: Path) -> None:
        """Into its folder, as the last of its files."""
        (folder / NAME).write_text(json.dumps(asdict(self), indent=1, sort_keys=True) + "\n")


def read(folder: Path) -> Manifest:
    """The manifest of a folder whose files are whole. Raises `Unusable`."""
    try:
        given = json.loads((folder / NAME).read_text())
        if given.get("format") != FORMAT:
            raise Unusable(
                f"{folder} has a manifest of format {given.get('format')}; this version of"
                f" Stapsteen reads format {FORMAT}. Use the version that made it, or a newer one."
            )
        found = Manifest(**given)
        _check(found)
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise Unusable(f"{folder} is no backup of Stapsteen: it has no {NAME} that can be read."
                       ) from error  # fmt: skip
    for name, told in found.files.items():
        path = folder / name
        if not path.exists():
            raise Unusable(f"{path} is missing; the backup can't be used.")
        try:
            is_whole = described(path) == told
        except OSError as error:
            raise Unusable(f"{path} can't be read: {error.strerror}.") from error
        if not is_whole:
            raise Unusable(
                f"{path} is not what was written: its checksum differs. Use another copy."
            )
    return found


_SHAPES: dict[str, Any] = {
    "made_at": str, "version": str, "postgres": int, "migrations": list, "rows": dict,
    "waiting": dict, "photos": dict, "secrets": list, "files": dict,
}  # fmt: skip


def _check(found: Manifest) -> None:
    """Raises `TypeError` for a field that is not what it should be, such as a list that is none."""
    for name, shape in _SHAPES.items():
        if not isinstance(getattr(found, name), shape):
            raise TypeError(name)
    numbers = [*found.rows.values(), *found.waiting.values(), *found.photos.values()]
    pairs = all(isinstance(one, list) and len(one) == 2 for one in found.migrations)
    whole = {DATABASE, PHOTOS} <= found.files.keys() and {"files", "missing"} <= found.photos.keys()
    if not (pairs and whole and all(type(number) is int for number in numbers)):
        raise TypeError("migrations, files or numbers")


def described(path: Path) -> dict[str, Any]:
    """The checksum and the size of a file."""
    with path.open("rb") as file:
        return {"sha256": hashlib.file_digest(file, "sha256").hexdigest(),
                "bytes": path.stat().st_size}  # fmt: skip
