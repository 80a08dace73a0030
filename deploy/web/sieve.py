"""A form with a photo by somebody who is signed out: the text is kept, the file runs through.

Their session may have ended while they typed. Nothing of strangers lands on disk for that.
"""

from __future__ import annotations

import re
from io import BytesIO

_BOUNDARY = re.compile(r'^multipart/form-data\b.*\bboundary="?([^";,\s]{1,70})"?', re.IGNORECASE)
_LONGEST_HEAD = 8192
_BEGIN, _HEAD, _TEXT, _FILE, _END = range(5)


class Overfull(Exception):
    """More text than the sieve holds, or no form at all."""


class Sieve:
    """Takes the place of waitress's buffer: what is appended comes out without what files hold."""

    def __init__(self, content_type: str, most: int) -> None:
        """Raises `Overfull` where this is no form with files."""
        found = _BOUNDARY.match(content_type)
        if found is None:
            raise Overfull
        self._delimiter = b"\r\n--" + found[1].encode("latin-1")
        self._most = most
        self._kept = BytesIO()
        self._rest = b"\r\n"  # so that the first delimiter looks like the others
        self._state = _BEGIN

    def append(self, data: bytes) -> None:
        """Sift some more. Raises `Overfull`."""
        self._rest += data
        while self._step():
            if self._kept.tell() > self._most:
                raise Overfull

    def _step(self) -> bool:
        """One piece; False when more must come first."""
        if self._state == _END:
            self._rest = b""
            return False
        return self._head() if self._state == _HEAD else self._body()

    def _head(self) -> bool:
        if self._rest.startswith(b"--"):
            self._kept.write(b"--\r\n")
            self._state = _END
            return True
        ends = self._rest.find(b"\r\n\r\n")
        if ends < 0:
            if len(self._rest) > _LONGEST_HEAD:
                raise Overfull
            return False
        head, self._rest = self._rest[: ends + 4], self._rest[ends + 2 :]
        self._kept.write(head[:-2])
        self._state = _FILE if b"filename" in head.lower() else _TEXT
        return True

    def _body(self) -> bool:
        ends = self._rest.find(self._delimiter)
        done = ends if ends >= 0 else max(0, len(self._rest) - len(self._delimiter) + 1)
        if self._state == _TEXT:
            self._kept.write(self._rest[:done])
        elif self._state == _FILE and ends >= 0:
            self._kept.write(b"\r\n")
        if ends < 0:
            self._rest = self._rest[done:]
            return False
        self._kept.write(self._delimiter if self._state != _BEGIN else self._delimiter[2:])
        self._rest = self._rest[ends + len(self._delimiter) :]
        self._state = _HEAD
        return True

    def __len__(self) -> int:
        return self._kept.getbuffer().nbytes

    def getfile(self) -> BytesIO:
        """What was kept, from its beginning."""
        self._kept.seek(0)
        return self._kept

    def close(self) -> None:
        """Let go of it."""
        self._kept = BytesIO()
