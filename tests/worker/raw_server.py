"""A mail server that says exactly what it is told to, sense or nonsense."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from typing import BinaryIO

_SENSE = {
    "hello": b"220 ready",
    "EHLO": b"250 here",
    "HELO": b"250 here",
    "MAIL": b"250 ok",
    "RCPT": b"250 ok",
    "DATA": b"354 go on",
    "content": b"250 taken",
    "AUTH": b"235 ok",
    "QUIT": b"221 bye",
}


class RawServer:
    """Answers each verb with its line; `taken` counts the messages whose end was seen."""

    def __init__(self, **lines: bytes) -> None:
        self._lines = {**_SENSE, **lines}
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        self.taken = 0
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self._listening.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                line, _address = self._listening.accept()
                threading.Thread(target=self._talk, args=(line,), daemon=True).start()

    def _talk(self, line: socket.socket) -> None:
        with suppress(OSError), line, line.makefile("rb") as heard:
            self._say(line, "hello")
            while verb := heard.readline()[:4].upper().decode("latin-1"):
                self._say(line, verb)
                if verb == "DATA" and self._lines["DATA"].startswith(b"354"):
                    self._hear_content(heard)
                    self._say(line, "content")

    def _hear_content(self, heard: BinaryIO) -> None:
        while (said := heard.readline()) and said != b".\r\n":
            pass
        self.taken += 1

    def _say(self, line: socket.socket, what: str) -> None:
        line.sendall(self._lines.get(what, b"250 ok") + b"\r\n")
