"""The development mailbox: a real SMTP server, and a page on which its mails can be read.

Mails are kept as files in `$STAPSTEEN_DATA/mailbox`, so they survive a restart. It listens on this
machine only and is no part of production.
"""

from __future__ import annotations

import html
import os
import re
import secrets
import signal
import threading
import time
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

from aiosmtpd.controller import Controller

PAGE_SIZE = 30
NAME = re.compile(r"\d{20}-[0-9a-f]{8}")
TEXTS = {
    "nl": {
        "title": "Postbus", "none": "Nog geen mail. Wat Stapsteen verstuurt, komt hier binnen.",
        "search": "Zoek op ontvanger of onderwerp", "find": "Zoek", "clear": "Leeg de postbus",
        "text": "Als tekst", "html": "Zoals bedoeld", "headers": "Kopregels", "to": "aan",
        "older": "Ouder", "newer": "Nieuwer", "back": "Terug naar de postbus",
        "gone": "Deze mail is er niet.", "no_html": "Deze mail heeft alleen tekst.",
    },
    "en": {
        "title": "Mailbox", "none": "No mail yet. What Stapsteen sends arrives here.",
        "search": "Find by recipient or subject", "find": "Find", "clear": "Empty the mailbox",
        "text": "As text", "html": "As intended", "headers": "Headers", "to": "to",
        "older": "Older", "newer": "Newer", "back": "Back to the mailbox",
        "gone": "This mail is not here.", "no_html": "This mail is text only.",
    },
}  # fmt: skip
STYLE = """
:root{color-scheme:light dark;--ink:#12252f;--soft:#4a6472;--paper:#fbf9f5;--card:#fff;--line:#e4ded3;--deep:#0c4a57}
@media(prefers-color-scheme:dark){:root{--ink:#e9f1f3;--soft:#a9bfc8;--paper:#0b1a21;--card:#12252f;--line:#27404c;--deep:#8fd3df}}
*{box-sizing:border-box}body{margin:0;background:var(--paper);color:var(--ink);font:18px/1.5 system-ui,sans-serif}
main{max-width:56rem;margin:0 auto;padding:2rem 1.25rem}h1{font-size:1.9rem;line-height:1.15;margin:.2em 0 .6em}
a{color:var(--deep)}ul{list-style:none;margin:0;padding:0}li{border-top:1px solid var(--line);padding:.8rem 0}
.soft{color:var(--soft);font-size:.9em}.bar{display:flex;gap:.75rem;flex-wrap:wrap;align-items:center;margin:1rem 0}
input,button{font:inherit;min-height:44px;padding:.3rem .9rem;border:1px solid var(--soft);border-radius:12px;background:var(--card);color:var(--ink)}
button{border-color:var(--deep);color:var(--deep);font-weight:600}iframe{width:100%;height:70vh;border:1px solid var(--line);border-radius:12px;background:#fff}
pre{white-space:pre-wrap;overflow-wrap:anywhere;background:var(--card);border:1px solid var(--line);border-radius:12px;padding:1rem}
:focus-visible{outline:3px solid var(--deep);outline-offset:2px}
"""


class Store:
    """Mails as files, named by the moment they came."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def keep(self, content: bytes, recipients: list[str]) -> None:
        """Write one mail; it is there whole or not at all."""
        name = f"{time.time_ns():020d}-{secrets.token_hex(4)}"
        part = self.folder / f"{name}.part"
        part.write_bytes(f"X-Envelope-To: {', '.join(recipients)}\r\n".encode() + content)
        part.rename(self.folder / f"{name}.eml")

    def names(self) -> list[str]:
        """Newest first."""
        return sorted((path.stem for path in self.folder.glob("*.eml")), reverse=True)

    def read(self, name: str) -> EmailMessage | None:
        """One mail, or None where there is none by that name."""
        path = self.folder / f"{name}.eml"
        if not NAME.fullmatch(name) or not path.exists():
            return None
        with path.open("rb") as file:
            return BytesParser(_class=EmailMessage, policy=policy.default).parse(file)

    def clear(self) -> None:
        """Remove all of them."""
        for path in self.folder.glob("*.eml"):
            path.unlink(missing_ok=True)


class Inbox:
    """What aiosmtpd hands each message to."""

    def __init__(self, store: Store) -> None:
        self.store = store

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        """Keep it, then say so."""
        self.store.keep(envelope.original_content or b"", list(envelope.rcpt_tos))
        return "250 kept"


class Page(BaseHTTPRequestHandler):
    """The list, one mail, and its HTML in a frame that may run nothing."""

    store: Store

    def do_GET(self) -> None:
        """`/`, `/<name>`, `/<name>/html`."""
        parts = [part for part in urlsplit(self.path).path.split("/") if part]
        if not parts:
            self._list()
        else:
            mail = self.store.read(parts[0])
            if mail is None:
                self._answer(self._frame(f"<h1>{self._t('gone')}</h1>{self._back()}"), 404)
            elif parts[1:] == ["html"]:
                self._html(mail)
            else:
                self._mail(parts[0], mail)

    def do_POST(self) -> None:
        """`/clear`."""
        if urlsplit(self.path).path == "/clear" and self._own():
            self.store.clear()
        self.send_response(303)
        self.send_header("Location", "/")
        self.end_headers()

    def log_message(self, *_arguments: Any) -> None:
        """Nothing: addresses stand in the paths that people search by."""

    def _own(self) -> bool:
        origin = self.headers.get("Origin")
        return origin is None or urlsplit(origin).netloc == self.headers.get("Host")

    def _list(self) -> None:
        query = parse_qs(urlsplit(self.path).query)
        search = query.get("q", [""])[0].strip().lower()
        page = (
            max(0, int(query.get("page", ["0"])[0]))
            if query.get("page", ["0"])[0].isdecimal()
            else 0
        )
        rows = [(name, mail) for name in self.store.names() if (mail := self.store.read(name))]
        if search:
            rows = [r for r in rows if search in f"{_to(r[1])} {r[1].get('Subject', '')}".lower()]
        shown = rows[page * PAGE_SIZE : (page + 1) * PAGE_SIZE]
        items = "".join(self._row(name, mail) for name, mail in shown)
        more = ""
        for text, number in (("newer", page - 1), ("older", page + 1)):
            if number >= 0 and number * PAGE_SIZE < len(rows) and number != page:
                more += f'<a href="/?page={number}&amp;q={quote(search)}">{self._t(text)}</a> '
        self._answer(self._frame(
            f"<h1>{self._t('title')} · {len(rows)}</h1><div class=bar><form><label class=soft for=q>"
            f"{self._t('search')}</label><br><input id=q name=q value=\"{html.escape(search)}\"> "
            f"<button>{self._t('find')}</button></form><form method=post action=/clear><br><button>"
            f"{self._t('clear')}</button></form></div>"
            f"{f'<ul>{items}</ul>' if items else '<p>' + self._t('none') + '</p>'}<p>{more}</p>"
        ))  # fmt: skip

    def _row(self, name: str, mail: EmailMessage) -> str:
        subject = html.escape(str(mail.get("Subject", "–")))
        who = html.escape(f"{mail.get('From', '')} {self._t('to')} {_to(mail)}")
        return f'<li><a href="/{name}"><strong>{subject}</strong></a><br><span class=soft>{who} · {_when(name)}</span>'

    def _mail(self, name: str, mail: EmailMessage) -> None:
        subject = html.escape(str(mail.get("Subject", "–")))
        headers = html.escape("\n".join(f"{k}: {v}" for k, v in mail.items()))
        frame = (
            f'<h2>{self._t("html")}</h2><iframe sandbox title="{subject}" src="/{name}/html"></iframe>'
            if mail.get_body(("html",)) else f"<p class=soft>{self._t('no_html')}</p>"
        )  # fmt: skip
        body = mail.get_body(("plain",))
        text = html.escape(str(body.get_content())) if body else "–"
        who = html.escape(f"{mail.get('From', '')} {self._t('to')} {_to(mail)}")
        self._answer(self._frame(
            f"{self._back()}<h1>{subject}</h1><p class=soft>{who} · {_when(name)}</p>{frame}"
            f"<h2>{self._t('text')}</h2><pre>{_linked(text)}</pre><details><summary>{self._t('headers')}"
            f"</summary><pre>{headers}</pre></details>"
        ))  # fmt: skip

    def _html(self, mail: EmailMessage) -> None:
        body = mail.get_body(("html",))
        content = str(body.get_content()) if body else ""
        for part in mail.walk():
            cid = (part.get("Content-ID") or "").strip("<>")
            if cid and part.get_content_maintype() == "image":
                encoded = "".join(str(part.get_payload()).split())
                content = content.replace(
                    f"cid:{cid}", f"data:{part.get_content_type()};base64,{encoded}"
                )
        self._answer(content, csp="default-src 'none'; style-src 'unsafe-inline'; img-src data:")

    def _back(self) -> str:
        return f'<p><a href="/">{self._t("back")}</a></p>'

    def _frame(self, main: str) -> str:
        return (
            f'<!doctype html><html lang="{self._language()}"><meta charset=utf-8><meta name=viewport '
            f'content="width=device-width,initial-scale=1"><title>{self._t("title")} – Stapsteen</title>'
            f"<style>{STYLE}</style><main>{main}</main></html>"
        )

    def _language(self) -> str:
        return "nl" if self.headers.get("Accept-Language", "nl").lower().startswith("nl") else "en"

    def _t(self, key: str) -> str:
        return TEXTS[self._language()][key]

    def _answer(self, text: str, status: int = 200, csp: str = "") -> None:
        content = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Content-Security-Policy", csp or
                         "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; form-action 'self'")  # fmt: skip
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(content)


def _to(mail: EmailMessage) -> str:
    return str(mail.get("X-Envelope-To") or mail.get("To") or "")


def _when(name: str) -> str:
    return time.strftime(
        "%Y-%m-%d %H:%M:%S", time.localtime(int(name.split("-", maxsplit=1)[0]) / 1e9)
    )


def _linked(text: str) -> str:
    return re.sub(r"(https?://[^\s&<>]+)", r'<a href="\1" rel="noreferrer">\1</a>', text)


def start(folder: Path, smtp_port: int, page_port: int) -> tuple[Controller, ThreadingHTTPServer]:
    """Both servers, listening; the caller stops them."""
    store = Store(folder)
    smtp = Controller(Inbox(store), hostname="127.0.0.1", port=smtp_port)
    smtp.start()
    page = ThreadingHTTPServer(("127.0.0.1", page_port), type("Bound", (Page,), {"store": store}))
    threading.Thread(target=page.serve_forever, daemon=True).start()
    return smtp, page


def main() -> None:
    """Listen until asked to stop."""
    folder = Path(os.environ.get("STAPSTEEN_DATA", ".data")) / "mailbox"
    smtp, page = start(
        folder,
        int(os.environ.get("MAILBOX_SMTP_PORT", "1025")),
        int(os.environ.get("MAILBOX_PORT", "8025")),
    )
    stopped = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopped.set())
    stopped.wait()
    page.shutdown()
    smtp.stop()


if __name__ == "__main__":
    main()
