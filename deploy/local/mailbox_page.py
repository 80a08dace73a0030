"""The mailbox's pages: the list, one mail, and its HTML in a frame that may run nothing."""

from __future__ import annotations

import re
import time
from email.message import EmailMessage, MIMEPart
from html import escape
from http.server import BaseHTTPRequestHandler
from ipaddress import ip_address
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from deploy.local.mailbox_store import Line, Store
from deploy.local.mailbox_words import STYLE, WORDS

PAGE_SIZE = 30
ADDRESS = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)]")
FRAME = "allow-popups allow-popups-to-escape-sandbox"
OURS = (
    "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
THEIRS = (
    f"sandbox {FRAME}; default-src 'none'; style-src 'unsafe-inline'; "
    "img-src data: http: https:; frame-ancestors 'self'"
)


class Page(BaseHTTPRequestHandler):
    """`/`, `/mails/7`, `/mails/7/html`, `/mails/7/raw`, and `POST /clear`."""

    store: Store
    names: frozenset[str] = frozenset({"localhost"})

    def parse_request(self) -> bool:
        """Refuse what was asked of another name: somebody's page may have led it here (421)."""
        if not super().parse_request():
            return False
        if self._is_ours():
            return True
        self._answer(self._page(f"<h1>{self._t('elsewhere')}</h1>"), status=421)
        self.close_connection = True
        return False

    def _is_ours(self) -> bool:
        """An address of numbers is nobody's to point elsewhere, a name is."""
        asked = self.headers.get_all("Host", [])
        try:
            host = urlsplit(f"//{asked[0]}").hostname or "" if len(asked) == 1 else ""
        except ValueError:
            return False
        try:
            return bool(ip_address(host))
        except ValueError:
            return host in self.names

    def do_GET(self) -> None:
        """Whatever is asked for, or a page that says it is not here."""
        parts = [part for part in urlsplit(self.path).path.split("/") if part]
        if not parts:
            self._list()
            return
        number = int(parts[1]) if len(parts) > 1 and parts[1].isdecimal() else 0
        found = self.store.read(number) if parts[0] == "mails" and number < 1 << 62 else None
        if found is None:
            self._answer(self._page(f"{self._back()}<h1>{self._t('gone')}</h1>"), status=404)
        elif parts[2:] == ["html"]:
            self._answer(as_sent(found[1]), policy=THEIRS)
        elif parts[2:] == ["raw"]:
            self._answer(found[2], kind="text/plain; charset=utf-8")
        else:
            self._mail(found[0], found[1])

    def do_POST(self) -> None:
        """Empty the mailbox, when one of its own pages asks."""
        origin = self.headers.get("Origin")
        own = origin is None or urlsplit(origin).netloc == self.headers.get("Host")
        if urlsplit(self.path).path == "/clear" and own:
            self.store.clear()
        self.send_response(303)
        self.send_header("Location", "/")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_arguments: Any) -> None:
        """Nothing: people's addresses stand in what is searched for."""

    def _list(self) -> None:
        asked = parse_qs(urlsplit(self.path).query)
        search = asked.get("q", [""])[0].strip()
        given = asked.get("page", ["1"])[0]
        page = max(1, int(given)) if given.isdecimal() and len(given) < 9 else 1
        count = self.store.count(search)
        lines = self.store.page(search, (page - 1) * PAGE_SIZE, PAGE_SIZE)
        rows = "".join(map(self._row, lines)) or self._none(search)
        self._answer(self._page(
            f"<header><h1>{self._t('title')} <span class=soft>{count}</span></h1>{self._empty(count)}"
            f"</header><form class=bar role=search><label for=q>{self._t('search')}</label>"
            f'<input id=q name=q type=search value="{escape(search)}"><button>{self._t("find")}'
            f"</button></form><ul>{rows}</ul>{self._turn(search, page, count)}"
        ))  # fmt: skip

    def _row(self, line: Line) -> str:
        subject = escape(line.subject) or self._t("no_subject")
        return (
            f'<li><a href="/mails/{line.id}">{subject}</a><p class=soft>{self._t("to")} '
            f"{escape(line.recipients)} · {_when(line)}</p></li>"
        )

    def _none(self, search: str) -> str:
        return f"<li class=soft>{self._t('not_found' if search else 'none')}</li>"

    def _empty(self, count: int) -> str:
        if not count:
            return ""
        return (
            f"<details><summary>{self._t('clear')}</summary><form method=post action=/clear>"
            f"<button>{self._t('sure')}</button></form></details>"
        )

    def _turn(self, search: str, page: int, count: int) -> str:
        links = ""
        for word, number in (("newer", page - 1), ("older", page + 1)):
            if number >= 1 and (number - 1) * PAGE_SIZE < count:
                query = escape(urlencode({"q": search, "page": number}))
                links += f'<a href="/?{query}">{self._t(word)}</a>'
        return f"<nav class=bar>{links}</nav>" if links else ""

    def _mail(self, line: Line, mail: EmailMessage) -> None:
        subject = escape(line.subject) or self._t("no_subject")
        page = f"/mails/{line.id}"
        frame = (
            f'<iframe sandbox="{FRAME}" title="{subject}" src="{page}/html"></iframe>'
            if mail.get_body(("html",)) else f"<p class=soft>{self._t('no_html')}</p>"
        )  # fmt: skip
        headers = "\n".join(f"{name}: {value}" for name, value in mail.items())
        files = ", ".join(part.get_filename() or "?" for part in mail.iter_attachments())
        attached = f"<p class=soft>{self._t('files')}: {escape(files)}</p>" if files else ""
        who = f"{mail.get('From', '')} {self._t('to')} {line.recipients}"
        self._answer(self._page(
            f"{self._back()}<h1>{subject}</h1><p class=soft>{escape(who)} · {_when(line)}</p>"
            f"{attached}{frame}<h2>{self._t('text')}</h2><pre>{_linked(_text(mail))}</pre>"
            f"<details><summary>{self._t('headers')}</summary><pre>{escape(headers)}</pre>"
            f'<p><a href="{page}/raw">{self._t("raw")}</a></p></details>'
        ))  # fmt: skip

    def _back(self) -> str:
        return f'<p><a href="/">← {self._t("back")}</a></p>'

    def _page(self, main: str) -> str:
        return (
            f'<!doctype html><html lang="{self._language()}"><meta charset=utf-8><meta name=viewport '
            f'content="width=device-width,initial-scale=1"><title>{self._t("title")} – Stapsteen</title>'
            f"<style>{STYLE}</style><main>{main}</main></html>"
        )

    def _language(self) -> str:
        for part in self.headers.get("Accept-Language", "nl").lower().split(","):
            if part.strip()[:2] in WORDS:
                return part.strip()[:2]
        return "en"

    def _t(self, key: str) -> str:
        return WORDS[self._language()][key]

    def _answer(
        self, body: str | bytes, *, status: int = 200, policy: str = OURS,
        kind: str = "text/html; charset=utf-8",
    ) -> None:  # fmt: skip
        content = body.encode(errors="replace") if isinstance(body, str) else body
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Content-Security-Policy", policy)
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Referrer-Policy", "no-referrer")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(content)


def as_sent(mail: EmailMessage) -> str:
    """The HTML of a mail, its own pictures in it, its links opening beside the mailbox."""
    body = mail.get_body(("html",))
    content = _content(body) if body is not None else ""
    for part in mail.walk():
        name = str(part.get("Content-ID", "")).strip("<> ")
        if name and part.get_content_maintype() == "image":
            encoded = "".join(str(part.get_payload()).split())
            content = content.replace(
                f"cid:{name}", f"data:{part.get_content_type()};base64,{encoded}"
            )
    based, found = re.subn(r"(<head[^>]*>)", r'\1<base target="_blank">', content, count=1)
    return based if found else f'<!doctype html><base target="_blank">{content}'


def _text(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    return _content(body) if body is not None else "–"


def _content(part: MIMEPart) -> str:
    try:
        return str(part.get_content())
    except (LookupError, UnicodeError):  # a character set that nobody knows
        return bytes(part.get_payload(decode=True) or b"").decode(errors="replace")


def _linked(text: str) -> str:
    """Escaped, with its addresses to click on."""
    parts, begin = [], 0
    for found in ADDRESS.finditer(text):
        link = escape(found.group())
        parts += [escape(text[begin : found.start()]), f'<a href="{link}">{link}</a>']
        begin = found.end()
    return "".join([*parts, escape(text[begin:])])


def _when(line: Line) -> str:
    return time.strftime("%d-%m-%Y %H:%M:%S", time.localtime(line.received))
