"""One ambassador's browser: signed in, asking for pages and logging steps."""

from __future__ import annotations

from typing import Any, Protocol
from urllib.parse import urlencode
from uuid import uuid4

from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django_scopes import scope

from backend.board.models import BoardVisit
from backend.initiatives.models import Initiative, Programme
from backend.organisations.models import Membership
from tests.benchmarks.web import Answer

SECRET = "benchmark" + "0" * 23  # what a form and its cookie have in common
HTMX = {"HX-Request": "true", "HX-Target": "form#step-form", "HX-Current-URL": "http://localhost/"}


class Wire(Protocol):
    """Whatever carries a request to the application."""

    def send(self, method: str, url: str, headers: dict[str, str], body: bytes = b"") -> Answer:
        """The answer to it."""


class Visitor:
    """A reader of the board who also logs steps, over a wire."""

    def __init__(self, member: Membership, wire: Wire) -> None:
        self.wire, self.member, self.organisation = wire, member, member.organisation
        self.root = f"/o/{self.organisation.slug}"
        self.headers = {
            "Cookie": f"{settings.SESSION_COOKIE_NAME}={_session(member)}; csrftoken={SECRET}",
            "Accept-Encoding": "gzip", "Accept-Language": "nl",
        }  # fmt: skip
        with scope(organisation=self.organisation):
            self.programme = Programme.objects.latest("id").pk
            self.initiatives = list(
                Initiative.objects.filter(team__membership=member, unit=member.unit, stage="doing")
                .order_by("id")
                .values_list("uid", flat=True)
            )
        self._turn = 0

    def get(self, path: str, **headers: str) -> Answer:
        """A page below the organisation, or any page whose path begins with two slashes."""
        url = path[1:] if path.startswith("//") else self.root + path
        answer = self.wire.send("GET", url, {**self.headers, **headers})
        if answer.status != 200:
            raise RuntimeError(f"{url} answered {answer.status}")
        return answer

    def log_step(self) -> Answer:
        """Send the step form, as htmx does from home; in one of one's own initiatives after another."""
        self._turn += 1
        return self._post("/steps/", {
            "text": "Met een klant de brief gelezen", "kind": "listened", "key": str(uuid4()),
            "day": self.organisation.today().isoformat(), "place": "home", "words_text": "",
            "initiative": self.initiatives[self._turn % len(self.initiatives)],
            "said_by": "", "consent": "a_team", "photo_alt": "",
        })  # fmt: skip

    def insert(self) -> Answer:
        """Let the bare view write one row."""
        return self._post("/bench/insert/", {"programme": self.programme})

    def was_here_last_week(self) -> None:
        """From now on the board tells what is new since then."""
        self.get("/board/")
        with scope(organisation=self.organisation), connection.cursor() as cursor:
            table = BoardVisit._meta.db_table
            cursor.execute(
                f"UPDATE {table} SET seen_at = seen_at - interval '7 days' WHERE membership_id = %s",
                [self.member.pk],
            )

    def unit_board(self) -> str | None:
        """The board of one's own team; None as long as there is no such page."""
        try:
            url = reverse("board:unit_board", args=[self.organisation.slug, self.member.unit.uid])
        except NoReverseMatch:
            return None
        return "/" + url

    def _post(self, path: str, typed: dict[str, Any]) -> Answer:
        headers = {
            **self.headers, **HTMX, "X-CSRFToken": SECRET,
            "Content-Type": "application/x-www-form-urlencoded",
        }  # fmt: skip
        answer = self.wire.send("POST", self.root + path, headers, urlencode(typed).encode())
        if answer.status != 200:
            raise RuntimeError(f"{path} answered {answer.status}")
        return answer


def _session(member: Membership) -> str:
    """The key of a real session in which this person is signed in."""
    client = Client()
    client.force_login(member.person, backend="django.contrib.auth.backends.ModelBackend")
    return client.cookies[settings.SESSION_COOKIE_NAME].value
