"""A walk over every address that shows a page, in both languages, on a phone and on a laptop."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Browser, Page

from backend.example.people import ACCOUNTS
from backend.messaging import tokens
from backend.organisations import invitations, services
from backend.organisations.models import Membership, Person
from tests.acting import by
from tests.architecture.addresses import Address, addresses
from tests.architecture.rows import row_for
from tests.browser.conftest import session_cookie
from tests.browser.example.checks import UNFOLD, focused, read, zoomed
from tests.browser.example.conftest import account
from tests.initiatives.factories import start

pytestmark = pytest.mark.xdist_group("example")
# Who opens it: the first of these to whom it is shown.
READERS = ["ambassador", "manager", "leader", "staff"]
# Opened, but not to show a page of their own: what is taken along, a mail in its frame, what
# passes people on, two steps of signing in that tests/browser/test_base_accounts.py takes, and
# one that only follows on asking for a code to a new address; and what is a part of a page.
NOT_PAGES = {
    *("board:crossing_svg", "board:weeks_csv", "photos:photo"),
    *("root:livez", "root:readyz", "root:healthz", "root:metrics"),
    *("successes:announcement_preview", "successes:success_change"),
    *("root:home", "root:first_run", "account_set_password", "account_confirm_login_code"),
    *("account_confirm_address", "organisations:unit_find"),
}
NOT_TO_BE_OPENED = 405
# Nor is what only takes a form: it leads to the page that holds it.
WALKED = [
    a
    for a in addresses()
    if not a.name.startswith("api:") and a.name not in NOT_PAGES and not a.form_on
]


def cast() -> dict[str, Membership]:
    """The people of the example, under the names that the rows are made with."""
    names = {
        "samira": "ambassador", "omar": "staff", "petra": "leader", "mieke": "manager",
        "anton": "manager",
    }  # fmt: skip
    return {name: account(of) for name, of in names.items()}


def _invitation() -> str:
    manager = account("manager")
    invited = services.membership_invite(
        act=by(manager), email="nieuw@duinzicht.example", name="Nora Nieuw", unit=manager.unit
    )
    return invitations.token(invited)


def _mail_action() -> str:
    reader = account("ambassador")
    return tokens.sign(
        membership_id=reader.pk, action="check-in-stuck", subject_id=start(reader).pk
    )


# Outside an organisation: the arguments of the addresses that have any.
ARGUMENTS: dict[str, Callable[[], dict[str, str]]] = {
    "account_reset_password_from_key": lambda: {"uidb36": "x", "key": "set-password"},
    "mail:mail_action": lambda: {"token": _mail_action()},
    "root:invitation": lambda: {"token": _invitation()},
}


@dataclass
class Walk:
    """One browser in which everybody has a tab of their own, and what their pages complain of."""

    chromium: Browser
    url: str
    tabs: dict[str, Page] = field(default_factory=dict)
    complaints: list[str] = field(default_factory=list)

    def tab(self, reader: str) -> Page:
        """Signed in once; the empty reader is nobody."""
        if reader not in self.tabs:
            context = self.chromium.new_context(base_url=self.url, locale="nl-NL")
            context.set_default_timeout(10_000)
            if reader:
                context.add_cookies([session_cookie(account(reader), self.url)])
            page = context.new_page()
            page.on("pageerror", lambda error: self.complaints.append(str(error)))
            page.on(
                "console",
                lambda said: self.complaints.append(said.text) if said.type == "error" else None,
            )
            self.tabs[reader] = page
        return self.tabs[reader]

    def speak(self, language: str) -> None:
        """Everybody, and nobody too, reads in this language from now on."""
        Person.objects.filter(email__in=[known.email for known in ACCOUNTS.values()]).update(
            language=language
        )
        cookie = {"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": self.url}
        for page in self.tabs.values():
            page.context.add_cookies([cookie])

    def reader_of(self, address: Address, path: str) -> str | None:
        """The first to whom it shows a page; None where it is only pressed."""
        readers = READERS if address.of_an_organisation else ["", *READERS]
        answers = []
        for reader in readers:
            answer = self.tab(reader).request.get(path, max_redirects=0)
            answers.append(answer.status)
            if answer.ok and answer.headers["content-type"].startswith("text/html"):
                return reader
        assert NOT_TO_BE_OPENED in answers, f"{address.name} shows nobody a page: {answers}"
        return None


@pytest.fixture(scope="module")
def walk(chromium: Browser, site: str) -> Iterator[Walk]:
    found = Walk(chromium, site)
    yield found
    for page in found.tabs.values():
        page.context.close()
    Person.objects.update(language="nl")


def path_of(address: Address) -> str:
    """The address of a page with something to see on it."""
    if address.of_an_organisation:
        given = {name: row_for(address.name, name, cast()) for name in address.parameters[1:]}
        return reverse(address.name, kwargs={"organisation": "duinzicht", **given})
    if address.name in ARGUMENTS:
        return reverse(address.name, kwargs=ARGUMENTS[address.name]())
    return reverse(address.name)


@pytest.mark.parametrize(("number", "address"), [*enumerate(WALKED)], ids=[a.name for a in WALKED])
def test_a_page_is_for_everybody(db, walk, number, address):
    path = path_of(address)
    reader = walk.reader_of(address, path)
    found = [] if reader is None else faults(walk, reader, path, number)
    assert not found, "\n".join([path, *found])


def faults(walk: Walk, reader: str, path: str, number: int) -> list[str]:
    """What is wrong with a page at two widths, in one language each."""
    page, found = walk.tab(reader), []
    walk.complaints.clear()
    for width in (1440, 390):
        language = "nl" if (number + (width == 390)) % 2 else "en"
        walk.speak(language)
        page.set_viewport_size({"width": width, "height": 844})
        page.goto(path)
        page.evaluate(UNFOLD)
        found += [f"{one} ({language}, {width} px)" for one in read(page, language)]
        if width == 390:
            found += focused(page)
            found += zoomed(page)
    return found + walk.complaints
