"""The development mailbox: a real SMTP server, and a page on which its mails can be read.

Mails are kept in `$STAPSTEEN_DATA/mailbox/`, so they survive a restart. It is no part of
production, and listens on this machine only unless `MAILBOX_HOST` says otherwise.
"""

from __future__ import annotations

import os
import signal
import threading
from http.server import ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from deploy.local.mailbox_page import Page
from deploy.local.mailbox_store import Store


class Inbox:
    """What aiosmtpd hands each message to."""

    def __init__(self, store: Store) -> None:
        self.store = store

    async def handle_DATA(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Keep it, then say so."""
        self.store.keep(envelope.original_content or b"", list(envelope.rcpt_tos))
        return "250 kept"


def start(
    folder: Path, smtp_port: int, page_port: int, host: str = "127.0.0.1", url: str = ""
) -> tuple[Controller, ThreadingHTTPServer]:
    """Both servers, listening; the caller stops them. `url` is where people open the pages."""
    store = Store(folder)
    smtp = Controller(Inbox(store), hostname=host, port=smtp_port, enable_SMTPUTF8=True)
    smtp.start()
    names = frozenset({"localhost", host.lower(), urlsplit(url).hostname or "localhost"})
    bound = type("Bound", (Page,), {"store": store, "names": names})
    page = ThreadingHTTPServer((host, page_port), bound)
    threading.Thread(target=page.serve_forever, args=(0.1,), daemon=True).start()
    return smtp, page


def main() -> None:
    """Listen until asked to stop."""
    stopped = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopped.set())
    smtp, page = start(
        Path(os.environ.get("STAPSTEEN_DATA", ".data")) / "mailbox",
        int(os.environ.get("MAILBOX_SMTP_PORT", "1025")),
        int(os.environ.get("MAILBOX_PORT", "8025")),
        os.environ.get("MAILBOX_HOST", "127.0.0.1"),
        os.environ.get("STAPSTEEN_MAILBOX_URL", ""),
    )
    stopped.wait()
    page.shutdown()
    smtp.stop()


if __name__ == "__main__":
    main()
