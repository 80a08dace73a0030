"""The development mailbox keeps what is sent to it and shows it, and runs nothing of it."""

from __future__ import annotations

import smtplib
import socket
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

import pytest

from deploy.local import mailbox
from deploy.local.mailbox_store import Store
from deploy.local.servers import free_port


@dataclass
class Box:
    smtp_port: int
    page_port: int
    folder: Path

    def send(self, subject: str, to: str, text: str = "Dag", html: str = "") -> None:
        message = EmailMessage()
        message["Subject"], message["To"], message["From"] = subject, to, "wij@deplas.example"
        message["List-Unsubscribe"] = "<https://deplas.example/stop>"
        message.set_content(text)
        if html:
            message.add_alternative(html, subtype="html")
        with smtplib.SMTP("127.0.0.1", self.smtp_port, timeout=10) as client:
            client.send_message(message)

    def get(self, path: str, language: str = "nl") -> tuple[str, str]:
        """The page and its policy."""
        url = f"http://127.0.0.1:{self.page_port}{path}"
        request = urllib.request.Request(url, headers={"Accept-Language": language})
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.read().decode(), answer.headers["Content-Security-Policy"]


@pytest.fixture
def box(tmp_path: Path) -> Iterator[Box]:
    found = Box(free_port(), free_port(), tmp_path)
    smtp, page = mailbox.start(tmp_path, found.smtp_port, found.page_port)
    yield found
    page.shutdown()
    page.server_close()
    smtp.stop()


def test_an_empty_mailbox_says_what_will_come(box: Box) -> None:
    assert "komt hier binnen" in box.get("/")[0]
    assert "arrives here" in box.get("/", "en-GB,nl;q=0.5")[0]


def test_the_newest_mail_stands_first(box: Box) -> None:
    box.send("Eerste stap", "samira@deplas.example")
    box.send("Tweede stap", "omar@deplas.example")
    page = box.get("/")[0]
    assert page.index("Tweede stap") < page.index("Eerste stap")
    assert "omar@deplas.example" in page


def test_a_mail_is_read_as_html_as_text_and_by_its_headers(box: Box) -> None:
    box.send("Wij vieren", "samira@deplas.example", "Lees https://deplas.example/?a=1&b=2.",
             "<html><head></head><body><h1>Gelukt!</h1></body></html>")  # fmt: skip
    page = box.get("/mails/1")[0]
    assert 'href="https://deplas.example/?a=1&amp;b=2"' in page
    assert "List-Unsubscribe: &lt;https://deplas.example/stop&gt;" in page
    assert 'src="/mails/1/html"' in page
    assert "<h1>Gelukt!</h1>" in box.get("/mails/1/html")[0]
    assert "Subject: Wij vieren" in box.get("/mails/1/raw")[0]


def test_nothing_in_a_mail_can_run(box: Box) -> None:
    box.send("<script>alert(1)</script>", "samira@deplas.example", html="<script>alert(2)</script>")
    assert "<script>" not in box.get("/")[0] + box.get("/mails/1")[0]
    policy = box.get("/mails/1/html")[1]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert "allow-scripts" not in policy


def test_mails_are_found_by_recipient(box: Box) -> None:
    box.send("Voor Samira", "samira@deplas.example")
    box.send("Voor Omar", "omar_100%@deplas.example")
    assert "Voor Samira" not in box.get("/?q=omar_100%25")[0]
    assert "Voor Omar" in box.get("/?q=OMAR")[0]
    assert "Geen mail gevonden" in box.get("/?q=niemand")[0]


def test_a_long_list_comes_in_pages(box: Box) -> None:
    store = Store(box.folder)
    for number in range(31):
        store.keep(f"Subject: mail {number:02}\r\n\r\nDag".encode(), ["samira@deplas.example"])
    assert "mail 00" not in box.get("/")[0]
    assert "mail 00" in box.get("/?page=2")[0]


def test_mails_outlive_a_restart(box: Box) -> None:
    box.send("Blijft", "samira@deplas.example")
    assert [line.subject for line in Store(box.folder).page()] == ["Blijft"]


def test_it_is_emptied_by_its_own_page_only(box: Box) -> None:
    box.send("Weg ermee", "samira@deplas.example")
    url = f"http://127.0.0.1:{box.page_port}/clear"
    for origin, left in (("https://elders.example", True), (url[:-6], False)):
        request = urllib.request.Request(url, data=b"", headers={"Origin": origin})
        with urllib.request.urlopen(request, timeout=10) as answer:
            assert ("Weg ermee" in answer.read().decode()) is left


@pytest.mark.parametrize("path", ["/mails/7", "/mails/x", "/elders", "/mails/" + "9" * 40])
def test_what_is_not_there_is_said_so(box: Box, path: str) -> None:
    with pytest.raises(urllib.error.HTTPError) as missing:
        box.get(path)
    assert missing.value.code == 404
    assert "is er niet" in missing.value.read().decode()
    missing.value.close()


def test_a_broken_mail_is_kept_and_shown(box: Box) -> None:
    content = b"Subject: =?onzin?Q?x?=\r\nContent-Type: text/plain; charset=onzin\r\n\r\n\xff\xfe"
    with smtplib.SMTP("127.0.0.1", box.smtp_port, timeout=10) as client:
        client.sendmail("wij@deplas.example", ["samira@deplas.example"], content)
    assert "samira@deplas.example" in box.get("/mails/1")[0]


def _status(box: Box, host: str, method: str = "GET", path: str = "/") -> int:
    """What a request for this name is told; as HTTP/1.1 asks it."""
    with socket.create_connection(("127.0.0.1", box.page_port), timeout=10) as line:
        head = f"{method} {path} HTTP/1.1\r\n{host}Content-Length: 0\r\nConnection: close\r\n\r\n"
        line.sendall(head.encode())
        return int(line.makefile("rb").readline().split()[1])


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "127.0.0.1:8025", "localhost:99", "LOCALHOST", "[::1]:8025", "10.1.2.3"],
)
def test_it_answers_by_its_own_names_and_by_numbers(box: Box, host: str) -> None:
    assert _status(box, f"Host: {host}\r\n") == 200


@pytest.mark.parametrize(
    "host",
    ["Host: evil.example\r\n", "Host: localhost.evil.example\r\n", "Host: \r\n", "", "Host: [\r\n",
     "Host: a@localhost.\r\n", "Host: localhost\r\nHost: evil.example\r\n",
     "Host: 127.0.0.1.evil.example:8025\r\n"],
)  # fmt: skip
def test_a_name_that_somebody_pointed_here_reads_and_empties_nothing(box: Box, host: str) -> None:
    box.send("Je code", "samira@deplas.example")
    for method, path in (("GET", "/"), ("GET", "/mails/1/raw"), ("POST", "/clear")):
        assert _status(box, host, method, path) == 421
    assert "Je code" in box.get("/")[0]


def test_the_name_that_people_open_it_by_is_one_of_its_own(tmp_path: Path) -> None:
    found = Box(free_port(), free_port(), tmp_path)
    url = "https://postbus.duinzicht.example/"
    smtp, page = mailbox.start(tmp_path, found.smtp_port, found.page_port, url=url)
    try:
        assert _status(found, "Host: postbus.duinzicht.example\r\n") == 200
        assert _status(found, "Host: anders.duinzicht.example\r\n") == 421
    finally:
        page.shutdown()
        page.server_close()
        smtp.stop()
