"""Receiving a file for which the disk has no room, without losing the text that came with it."""

from __future__ import annotations

from errno import EDQUOT, ENOSPC
from typing import Any

from django.core.files.uploadhandler import SkipFile, TemporaryFileUploadHandler
from django.http import HttpRequest

_FLAG = "_no_room_for_a_file"


class WholeOrNothing(TemporaryFileUploadHandler):
    """Django's, but for a full disk: the file is left out and noted, and the fields after it are read."""

    def new_file(self, *arguments: Any, **named: Any) -> None:
        """Begin a file."""
        try:
            super().new_file(*arguments, **named)
        except OSError as error:
            self._skip(error)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Take in some more of it."""
        try:
            super().receive_data_chunk(raw_data, start)
        except OSError as error:
            self._skip(error)

    def _skip(self, error: OSError) -> None:
        if error.errno not in {ENOSPC, EDQUOT}:
            raise error
        setattr(self.request, _FLAG, True)
        raise SkipFile from error


def lacks_a_file(request: HttpRequest) -> bool:
    """Whether this form came with a file that there was no room for. Reads the form."""
    if request.method != "POST" or not (request.content_type or "").startswith("multipart/"):
        return False
    return bool(request.POST is not None and getattr(request, _FLAG, False))
