"""The web server against senders that are slow, too large, too many, or that never end: real sockets."""

from __future__ import annotations

import errno
import json
import re
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.http.multipartparser import MultiPartParser
from django.test import Client
from hypothesis import assume, given
from hypothesis import strategies as st
from waitress.adjustments import Adjustments

from backend.organisations.models import Membership
from backend.web.limits import ANYBODY, NO_ROOM
from deploy.local.guard import end_with_parent
from deploy.local.servers import free_port
from deploy.web.receiving import GRACE_SECONDS, HEAD_SECONDS, QUIET_SECONDS, Channel, Parser
from deploy.web.serving import Server
from deploy.web.sieve import Sieve
from tests.faults.stage import ROOT, Stage

MEGABYTE = 1024 * 1024
PHOTO_PAGE, TEXT_PAGE, NOBODYS_PAGE = (
    "/o/deplas/steps/",
    "/o/deplas/people/invite/",
    "/accounts/login/",
)


@pytest.fixture
def web(stage: Stage) -> Iterator[Stage]:
    """The pages, by one process: who ties that up, ties up all."""
    stage.start("web")
    stage.until(lambda: _quick(stage) is not None)
    yield stage


def _quick(stage: Stage) -> float | None:
    """How long a page takes; None while nothing answers."""
    began = time.monotonic()
    try:
        with urllib.request.urlopen(
            f"http://127.0.0.1:{stage.web_port}/accounts/login/", timeout=10
        ):
            return time.monotonic() - began
    except OSError:
        return None


def _head(stage: Stage, path: str, *headers: str) -> bytes:
    lines = [f"POST {path} HTTP/1.1", f"Host: 127.0.0.1:{stage.web_port}", *headers, "", ""]
    return "\r\n".join(lines).encode()


def _open(stage: Stage, sent: bytes = b"") -> socket.socket:
    line = socket.create_connection(("127.0.0.1", stage.web_port), timeout=20)
    line.sendall(sent)
    return line


def _answer(line: socket.socket) -> bytes:
    """All that comes until the other side has said it."""
    said = b""
    while piece := line.recv(65_536):
        said += piece
    return said


def _signed_in(browse: Callable[[Membership], Client], member: Membership) -> str:
    return "Cookie: " + "; ".join(f"{n}={m.value}" for n, m in browse(member).cookies.items())


def _on_disk(stage: Stage) -> int:
    """What lies in the temporary folder, also without a name: what the process holds open there."""
    pids = [stage.processes["web"].pid, *stage.children("web")]
    found = 0
    for pid in pids:
        for handle in Path(f"/proc/{pid}/fd").iterdir():
            try:
                if handle.readlink().is_relative_to(stage.folder / "tmp"):
                    found += handle.stat().st_size
            except OSError:
                continue
    return found


@pytest.mark.long
@pytest.mark.parametrize("kept", [
    "Content-Length: 60000\r\n\r\nbegin", "Content-Length: 60000\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n5\r\nbegin",
    "X-Half: a hea", "Content-Length: 60000\r\nExpect: 100-continue\r\n\r\n", "",
])  # fmt: skip
def test_senders_that_never_end_keep_nobody_from_a_page(web: Stage, kept: str) -> None:
    with ExitStack() as lines:
        for number in range(150):
            path = NOBODYS_PAGE if number % 2 else PHOTO_PAGE
            begun = _head(web, path)[:-2] + kept.encode() if kept else b""
            lines.enter_context(_open(web, begun))
        assert max(_quick(web) or 99 for _ in range(5)) < 3


def test_four_hundred_megabytes_without_signing_in_are_refused_by_what_they_say(web: Stage) -> None:
    for path in (NOBODYS_PAGE, PHOTO_PAGE, "/api/v1/steps/", "/nowhere/"):
        with _open(web, _head(web, path, f"Content-Length: {400 * MEGABYTE}")) as line:
            line.sendall(b"x" * MEGABYTE)
            answer = _answer(line)
            assert answer.startswith(b"HTTP/1.1 413"), answer[:200]
            assert _on_disk(web) == 0


def test_a_length_that_is_too_long_to_be_a_number_is_answered(web: Stage) -> None:
    with socket.create_connection(("127.0.0.1", web.web_port), 5) as line:
        digits = b"9" * 5000
        line.sendall(
            b"POST /livez HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + digits + b"\r\n\r\n"
        )
        assert line.recv(4096).startswith(b"HTTP/1.1 400")


def test_a_sender_that_goes_on_still_reads_why_it_was_refused(web: Stage) -> None:
    """A browser sends first and reads then: cut off, it would show that the connection broke."""
    with _open(web, _head(web, NOBODYS_PAGE, f"Content-Length: {60 * MEGABYTE}")) as line:
        for _ in range(60):
            line.sendall(b"x" * MEGABYTE)
        assert _answer(line).startswith(b"HTTP/1.1 413")
    assert _on_disk(web) == 0


def test_one_who_asks_first_is_told_before_sending(web: Stage) -> None:
    head = ("Content-Length: 50000000", "Expect: 100-continue")
    with _open(web, _head(web, NOBODYS_PAGE, *head)) as line:
        assert _answer(line).startswith(b"HTTP/1.1 413")


def test_a_made_up_session_gets_what_nobody_gets(web: Stage) -> None:
    cookie = "Cookie: sessionid=abcdefghijklmnopqrstuvwxyz012345"
    for path, size in ((TEXT_PAGE, MEGABYTE), (PHOTO_PAGE, 30 * MEGABYTE)):
        with _open(web, _head(web, path, cookie, f"Content-Length: {size}")) as line:
            assert _answer(line).startswith(b"HTTP/1.1 413")
            assert _on_disk(web) == 0


def test_of_somebody_whose_session_ended_the_text_is_received_and_the_photo_runs_through(
    web: Stage,
) -> None:
    """So that the text can wait for them (tests/web holds that it does); nothing lies on disk."""
    begin = b'--x\r\nContent-Disposition: form-data; name="photo"; filename="a.jpg"\r\n\r\n'
    end = b'\r\n--x\r\nContent-Disposition: form-data; name="text"\r\n\r\nGebeld\r\n--x--\r\n'
    size = len(begin) + 9 * MEGABYTE + len(end)
    head = (f"Content-Length: {size}", "Content-Type: multipart/form-data; boundary=x",
            "Connection: close")  # fmt: skip
    with _open(web, _head(web, PHOTO_PAGE, *head)) as line:
        line.sendall(begin + 8 * MEGABYTE * b"y")
        web.stays(lambda: _on_disk(web) == 0, 0.5)
        line.sendall(MEGABYTE * b"y" + end)
        answer = _answer(line)
        assert answer.startswith(b"HTTP/1.1 302"), answer[:300]
        assert b"/accounts/login/" in answer


@given(
    pieces=st.lists(st.integers(1, 70), min_size=1),
    text=st.binary(max_size=90),
    file=st.binary(max_size=400),
)
def test_a_sieve_keeps_every_text_and_no_file_however_it_comes(pieces, text, file) -> None:
    assume(b"\r\n--grens" not in text + b"|" + file)
    form = b"".join((
        b'--grens\r\nContent-Disposition: form-data; name="a"\r\n\r\n', text,
        b'\r\n--grens\r\nContent-Disposition: form-data; name="photo"; filename="x.jpg"\r\n'
        b"Content-Type: image/jpeg\r\n\r\n", file,
        b'\r\n--grens\r\nContent-Disposition: form-data; name="b"\r\n\r\n', text,
        b"\r\n--grens--\r\n",
    ))  # fmt: skip
    sieve = Sieve("multipart/form-data; boundary=grens", 4000)
    rest, at = form, 0
    while rest:
        size = pieces[at % len(pieces)]
        sieve.append(rest[:size])
        rest, at = rest[size:], at + 1
    told = {"CONTENT_TYPE": "multipart/form-data; boundary=grens", "CONTENT_LENGTH": len(sieve)}
    found, files = MultiPartParser(told, sieve.getfile(), []).parse()
    said = text.decode("utf-8", "replace")
    assert (found.getlist("a"), found.getlist("b"), list(files)) == ([said], [said], [])


def test_a_body_that_does_not_say_its_size_is_counted(web: Stage) -> None:
    with _open(web, _head(web, NOBODYS_PAGE, "Transfer-Encoding: chunked")) as line:
        for _ in range(3):
            line.sendall(b"8000\r\n" + b"x" * 0x8000 + b"\r\n")
        assert _answer(line).startswith(b"HTTP/1.1 413")
    with _open(
        web, _head(web, NOBODYS_PAGE, "Transfer-Encoding: chunked", "Connection: close")
    ) as line:
        line.sendall(b"5\r\nlogin\r\n0\r\n\r\n")
        assert _answer(line).startswith(
            b"HTTP/1.1 403"
        )  # received, and without a token of the form


def test_whoever_is_signed_in_may_send_a_photo_where_one_is_asked_for(web, samira, browse) -> None:
    cookie = _signed_in(browse, samira)
    for path, megabytes, status in (
        (PHOTO_PAGE, 41, b"403"),  # received whole, and without a token of the form
        (PHOTO_PAGE, 70, b"413"),
        (TEXT_PAGE, 41, b"413"),
        (TEXT_PAGE, 1, b"403"),
    ):
        head = (cookie, f"Content-Length: {megabytes * MEGABYTE}", "Expect: 100-continue",
                "Content-Type: application/octet-stream", "Connection: close")  # fmt: skip
        with _open(web, _head(web, path, *head)) as line:
            answer = line.recv(65_536)
            if status != b"413":
                assert answer == b"HTTP/1.1 100 Continue\r\n\r\n"
                for _ in range(megabytes):
                    line.sendall(b"x" * MEGABYTE)
                answer = _answer(line)
            assert answer.startswith(b"HTTP/1.1 " + status), (path, megabytes, answer[:99])


def test_there_is_room_for_so_much_at_once_and_it_comes_back(web, samira, browse) -> None:
    cookie = _signed_in(browse, samira)
    head = _head(
        web, PHOTO_PAGE, cookie, f"Content-Length: {60 * MEGABYTE}", "Expect: 100-continue"
    )
    with ExitStack() as lines:
        for _ in range(6):
            line = lines.enter_context(_open(web, head))
            assert line.recv(100).startswith(b"HTTP/1.1 100")
        with _open(web, head) as late:
            assert _answer(late).startswith(b"HTTP/1.1 503")
    web.until(lambda: _is_let_in(web, head))


def _is_let_in(web: Stage, head: bytes) -> bool:
    with _open(web, head) as line:
        return line.recv(100).startswith(b"HTTP/1.1 100")


def test_a_program_is_told_in_json(web: Stage) -> None:
    address = f"http://127.0.0.1:{web.web_port}/api/v1/steps/"
    asked = urllib.request.Request(address, data=b"x" * 100_000)
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(asked, timeout=10)
    assert refused.value.code == 413
    assert json.load(refused.value)["detail"]


def test_a_head_is_answered_as_a_get_without_its_body(web: Stage) -> None:
    head = f"HEAD /accounts/login/ HTTP/1.1\r\nHost: 127.0.0.1:{web.web_port}\r\n\r\n".encode()
    with _open(web, head) as line:
        said = line.recv(65_536)
        assert said.startswith(b"HTTP/1.1 200")
        assert said.endswith(b"\r\n\r\n")
        line.sendall(head.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))
        assert _answer(line).count(b"HTTP/1.1 200") == 1


def test_it_ends_when_what_it_has_in_hand_is_answered(web: Stage) -> None:
    with _open(web, _head(web, NOBODYS_PAGE, "Content-Length: 60000")):
        web.processes["web"].terminate()
        assert web.processes["web"].wait(10) == 0
    with pytest.raises(OSError):
        _open(web)


def test_who_lets_us_wait_is_not_waited_for() -> None:
    """A byte now and then does not keep a connection: a head has its time, a body its speed."""
    half = _received(b"POST / HTTP/1.1\r\nX-Half: a hea")
    assert not half.is_late(half.began + HEAD_SECONDS - 1)
    half.received(b"d")
    assert half.is_late(half.began + HEAD_SECONDS + 1)
    body = _received(b"POST / HTTP/1.1\r\nContent-Length: 60000\r\n\r\n")
    body.received(b"x" * 5000)
    assert not body.is_late(body.last_byte + QUIET_SECONDS - 1)
    assert body.is_late(body.last_byte + QUIET_SECONDS + 1)
    body.last_byte = body.began + GRACE_SECONDS + 10
    assert body.is_late(body.last_byte)  # 500 bytes a second
    body.received(b"x" * 50_000)
    body.last_byte = body.began + GRACE_SECONDS + 10
    assert not body.is_late(body.last_byte)


def _received(sent: bytes) -> Parser:
    parser = Parser(Adjustments())
    while sent:
        sent = sent[parser.received(sent) :]
    return parser


def test_what_comes_with_much_waits_in_a_lane_of_its_own() -> None:
    """However many photos come at once, the threads for pages stay free."""
    lanes: dict[str, list[object]] = {"pages": [], "photos": []}
    server = SimpleNamespace(
        task_dispatcher=SimpleNamespace(add_task=lanes["pages"].append),
        slow=SimpleNamespace(add_task=lanes["photos"].append),
    )
    for size, lane in ((0, "pages"), (ANYBODY, "pages"), (ANYBODY + 1, "photos")):
        channel = object.__new__(Channel)
        channel.requests = [SimpleNamespace(body_bytes_received=size)]
        Server.add_task(server, channel)
        assert lanes[lane][-1] is channel


def test_a_full_disk_while_receiving_is_told_and_keeps_nothing(monkeypatch) -> None:
    parser = _received(b"POST / HTTP/1.1\r\nContent-Length: 60000\r\n\r\nbegin")

    def full(*_arguments: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(parser.body_rcv.buf, "append", full)
    assert parser.received(b"more") == 4
    assert (parser.refused, parser.completed, parser.body_rcv) == (NO_ROOM, True, None)


@pytest.fixture(params=["stapsteen.conf", "compose.conf"])
def proxy(web: Stage, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[int]:
    """The port of an nginx with our settings before these pages; without its certificate."""
    port = free_port()
    text = (ROOT / "deploy" / "nginx" / request.param).read_text()
    if request.param == "stapsteen.conf":  # of its two servers the one with TLS is asked for here
        before, _, after = text.partition("server {\n    listen 80;")
        text = before + after[after.index("server {") :]
    text = re.sub(r"ssl_\w+ .*?;|http2 on;|server_name .*?;|listen \[::\].*?;", "", text)
    text = re.sub(r"listen (443 ssl|8080);", f"listen 127.0.0.1:{port};", text)
    text = re.sub(r"server (web|127.0.0.1):8000", f"server 127.0.0.1:{web.web_port}", text)
    text = re.sub(r"access_log \S+", f"access_log {tmp_path}/access.log", text)
    places = "".join(f"{name}_temp_path {tmp_path}/{name};\n" for name in
                     ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))  # fmt: skip
    conf = tmp_path / "nginx.conf"
    conf.write_text(
        f"daemon off;\nmaster_process off;\npid {tmp_path}/nginx.pid;\n"
        f"error_log {tmp_path}/error.log;\nevents {{}}\nhttp {{\n{places}{text}\n}}\n"
    )
    process = subprocess.Popen(
        ["nginx", "-c", str(conf), "-p", str(tmp_path)],
        preexec_fn=end_with_parent(),  # noqa: PLW1509
    )
    try:
        web.until(lambda: _is_up(port))
        yield port
    finally:
        process.kill()
        process.wait(10)


def _is_up(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.mark.skipif(shutil.which("nginx") is None, reason="nginx is not installed here")
def test_behind_our_proxy_what_is_too_large_is_told_on_our_own_page(web: Stage, proxy: int) -> None:
    for path, said in ((PHOTO_PAGE, "Deze foto is te groot"), (NOBODYS_PAGE, "in delen")):
        with socket.create_connection(("127.0.0.1", proxy), timeout=20) as line:
            head = (f"POST {path} HTTP/1.1\r\nHost: localhost\r\nAccept-Language: nl\r\n"
                    f"Content-Length: {400 * MEGABYTE}\r\nConnection: close\r\n\r\n")  # fmt: skip
            line.sendall(head.encode())
            answer = _answer(line).decode("utf-8", "replace")
        assert answer.startswith("HTTP/1.1 413"), answer[:300]
        assert said in answer
    with urllib.request.urlopen(f"http://127.0.0.1:{proxy}/accounts/login/", timeout=10) as page:
        assert page.status == 200
