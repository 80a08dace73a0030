"""Files of photos: all of it is there, or nothing."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from django.core.files.storage import FileSystemStorage


class WholeFiles(FileSystemStorage):
    """Django's storage, without what a full disk leaves of a file that was being written."""

    def _save(self, name: str, content: Any) -> str:
        try:
            return str(super()._save(name, content))  # type: ignore[misc]
        except OSError:
            with suppress(OSError):
                self.delete(name)
            raise
