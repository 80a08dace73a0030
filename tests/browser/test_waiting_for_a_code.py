"""Who waits for a code or a link hears, without asking, that the mail server takes none."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from backend.outbox import pauses
from backend.outbox.pauses import Reply
from tests.browser.conftest import Open, followed, violations

pytestmark = pytest.mark.django_db(transaction=True)
NOT_NOW = "De mailserver neemt nu geen mail aan."


@pytest.mark.parametrize(
    ("asked", "what"),
    [("account_request_login_code", "De code"), ("account_reset_password", "De link")],
)
@pytest.mark.parametrize("known", [True, False])
def test_a_mail_server_that_stops_is_told_while_somebody_waits(
    omar, open_page: Open, asked: str, what: str, known: bool
) -> None:
    page = open_page(reverse(asked), width=390)
    page.clock.install()
    page.fill("[name=email]", omar.person.email if known else "niemand@deplas.example")
    followed(page.locator("main form:has([name=email]) button").first)
    told = page.locator("#mail-waits")
    expect(told).to_be_attached()
    expect(told).to_be_empty()
    pauses.pause(
        channel="email",
        domain=pauses.EVERYWHERE,
        reply=Reply("CONNECT", "", "ConnectionRefusedError"),
    )
    page.clock.fast_forward(7_000)
    expect(told).to_contain_text(f"{NOT_NOW} {what} gaat weg zodra het kan.")
    assert violations(page) == []


def test_a_code_that_is_half_typed_stays_while_the_page_looks(omar, open_page: Open) -> None:
    page = open_page(reverse("account_request_login_code"), width=390)
    page.clock.install()
    page.fill("[name=email]", omar.person.email)
    followed(page.locator("main form:has([name=email]) button").first)
    page.locator("[name=code]").press_sequentially("AB1")
    with page.expect_response(page.url):
        page.clock.fast_forward(7_000)
    expect(page.locator("[name=code]")).to_have_value("AB1")
    expect(page.locator("[name=code]")).to_be_focused()
