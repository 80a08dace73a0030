"""What cannot be understood is answered with a page of ours, whatever came with it."""

from __future__ import annotations

import io
import logging
from wsgiref.util import setup_testing_defaults

import pytest
from django.core.servers.basehttp import get_internal_wsgi_application

from backend.web.charsets import Utf8Handler
from tests.initiatives.factories import log

SECRET = "geheim-van-een-mail"
PATHS = (
    f"/m/{SECRET}/", f"/invitation/{SECRET}/", "/accounts/login/", "/o/deplas/board/",
    "/o/deplas/steps/new/", "/first-run/", "/nergens/", "/o/deplas/steps/", "/m/abc/", "/healthz", "/livez", "/language/",
    f"/accounts/password/reset/key/1-{SECRET}/", "/api/v1/steps/",
)  # fmt: skip
KINDS = (
    "application/x-www-form-urlencoded; charset=utf-16", "text/plain; charset=nergens",
    "application/x-www-form-urlencoded; charset=nergens", "multipart/form-data", "\xff\xfe; =;",
    "text/plain; charset*=nergens''x", "text/plain; charset*=x'x", "text/plain; boundary*1*=%ff",
    "multipart/form-data; boundary=\x01", "multipart/form-data; boundary=x; charset=utf-16",
    *(
        f"application/x-www-form-urlencoded; charset={name}"
        for name in ("utf-8", "zlib", "idna", "undefined", "rot13", "unicode_escape", "utf-7", "")
    ),
)  # fmt: skip
COOKIES = (
    "sessionid=rommel; csrftoken=rommel; messages=rommel; django_language=\xff", "\xff\x00=;;=", "a" * 9000,
    f"csrftoken={'a' * 32}", f"csrftoken={'B7' * 32}",
)  # fmt: skip


def ask(method: str, path: str, kind: str, cookie: str, **heads: str) -> tuple[int, bytes]:
    """What WSGI gets, head and body, with heads that no test client would send."""
    body = "a=b&naam=José".encode("utf-16")
    environ = {
        "REQUEST_METHOD": method, "PATH_INFO": path, "CONTENT_TYPE": kind, "HTTP_COOKIE": cookie,
        "CONTENT_LENGTH": str(len(body)), "wsgi.input": io.BytesIO(body), "HTTP_HOST": "localhost",
        **heads,
    }  # fmt: skip
    setup_testing_defaults(environ)
    said: list[str] = []
    answer = Utf8Handler()(environ, lambda status, _heads: said.append(status))
    found = b"".join(answer)
    answer.close()
    return int(said[0].split(" ")[0]), found


@pytest.mark.django_db
@pytest.mark.parametrize("path", PATHS)
def test_a_post_that_nobody_can_read_is_answered_with_a_page_and_told_in_a_line(caplog, path):
    caplog.set_level(logging.DEBUG)
    for kind in KINDS:
        for cookie in COOKIES:
            status, body = ask("POST", path, kind, cookie)
            assert status < 500, (path, kind, cookie)
            assert body or status in {204, 302, 405}, (path, kind, cookie)
    assert not [one for one in caplog.records if one.exc_info and one.levelno >= logging.ERROR]


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "OPTIONS"])
@pytest.mark.parametrize("host", ["localhost", "elders.example"])
def test_what_stands_behind_the_question_mark_is_read_whatever_the_body_says_it_is_written_in(
    method, host
):
    for kind in KINDS:
        for asked in ("next=%2Fo%2Fdeplas%2F", "a=1&" * 1100):
            status, _body = ask(
                method, "/accounts/login/", kind, COOKIES[0], QUERY_STRING=asked, HTTP_HOST=host
            )
            assert status < 500, kind


@pytest.mark.django_db
@pytest.mark.parametrize("kind", KINDS)
def test_it_is_read_in_our_alphabet_by_what_serves_the_pages(kind):
    asked = "next=%2Fo%2Fdeplas%2Fcaf%C3%A9%2F"
    status, body = ask("GET", "/accounts/login/", kind, "", QUERY_STRING=asked)
    assert status == 200
    assert "/o/deplas/café/" in body.decode() or "/o/deplas/caf%C3%A9/" in body.decode()
    assert isinstance(get_internal_wsgi_application(), Utf8Handler)


@pytest.mark.django_db
def test_a_form_in_another_alphabet_is_refused_with_our_page():
    status, body = ask("POST", f"/m/{SECRET}/", KINDS[0], COOKIES[0])
    assert status == 400
    assert b"<h1" in body


@pytest.mark.parametrize(
    "referer", ["http://[", "http://[::1", "//[", "http://a]b/", "\xff", "x" * 5000]
)
def test_a_page_one_came_from_that_is_no_address_changes_nothing_about_the_work(
    samira, browse, referer
):
    step = log(samira)
    answer = browse(samira).post(
        f"/o/deplas/steps/{step.uid}/remove/",
        headers={"referer": referer, "hx-current-url": referer},
    )
    assert answer.status_code < 400
