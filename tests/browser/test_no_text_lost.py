"""Every form of the product, walked with a refusal, an ended session and no line: no text is lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from backend.organisations.models import Membership
from tests.browser.conftest import followed
from tests.browser.forms import CASES, WAY_IN, Case, found
from tests.browser.typed import PASSWORD, nothing_is_kept, sign_in

# Where the organisation of the tests is: its day may have begun while that of UTC has not.
HERE = ZoneInfo("Europe/Amsterdam")

pytestmark = pytest.mark.django_db(transaction=True)
KNOWN = sorted(CASES)


@pytest.fixture
def cast(request) -> Callable[[Case], dict[str, Membership]]:
    """Whoever a case needs, with a password: a first run needs nobody."""

    def made(case: Case) -> dict[str, Membership]:
        if case is CASES["pages/first_run.html#1"]:
            return {}
        names = ["samira", "mieke", "anton", "omar"]
        people = {name: request.getfixturevalue(name) for name in names}
        for one in people.values():
            one.person.set_password(PASSWORD)
            # Somebody who was here before: an invitation is behind them.
            one.person.last_login = timezone.now()
            one.person.save()
        return people

    return made


def test_every_form_that_is_typed_in_is_walked() -> None:
    typed = {form for form in found() if not WAY_IN.match(form)}
    assert typed == set(CASES)


def form_of(page: Page, case: Case) -> Locator:
    return page.locator(f'form[method=post]:has([name="{case.name}"]:not([type=hidden]))').first


def put(form: Locator, name: str, value: str) -> None:
    """Fill in, choose or tick; `:1` is the second choice there is, `+1` tomorrow."""
    field = form.locator(f'[name="{name}"]:not([type=hidden])').first
    tag = field.evaluate("field => field.type")
    if tag.startswith("select"):
        wanted = {"index": int(value[1:])} if value.startswith(":") else {"value": value}
        field.select_option(**wanted)
    elif tag in {"radio", "checkbox"}:
        form.locator(f'label:has([name="{name}"][value="{value}"])').first.click()
    elif value.startswith("+"):
        today = timezone.localdate(timezone=HERE)
        field.fill((today + timedelta(days=int(value[1:]))).isoformat())
    else:
        field.fill(value)


def stands(form: Locator, name: str) -> str:
    """What is chosen or typed in a field now."""
    return form.evaluate(
        "(form, name) => new FormData(form).get(name)?.replaceAll('\\r', '') ?? ''", name
    )


def write(page: Page, case: Case, value: str) -> str:
    """All that the form asks for, `value` in the field that is watched."""
    form = form_of(page, case)
    if case.opens and not form.is_visible():
        page.locator(case.opens).first.click()
    for name, other in case.also.items():
        put(form, name, other)
    put(form, case.name, value)
    # As a person does: what script filled in by itself is nothing typed.
    form.locator(f'[name="{case.name}"]:not([type=hidden])').first.dispatch_event("change")
    return stands(form, case.name)


def button_of(page: Page, case: Case) -> Locator:
    return form_of(page, case).locator("button:not([type=button])").first


def seen_again(page: Page, case: Case, value: str) -> None:
    form = form_of(page, case)
    expect(form).to_be_visible()
    field = form.locator(f'[name="{case.name}"]:not([type=hidden])').first
    if field.evaluate("field => field.matches('textarea, [type=text], [type=date]')"):
        expect(field).to_have_value(value)
        expect(field).to_be_visible()
    assert stands(form, case.name) == value


@pytest.mark.parametrize("name", KNOWN)
def test_with_script(name, cast, open_page) -> None:
    case = CASES[name]
    people = cast(case)
    who = people.get(case.who)
    page = open_page(case.path(people), as_=who, width=390)
    if case.refused:
        written = write(page, case, case.refused)
        button_of(page, case).click()
        expect(page.locator("main [aria-invalid=true]").first).to_be_visible()
        seen_again(page, case, written)
    if who:
        written = write(page, case, case.value)
        Session.objects.all().delete()
        button_of(page, case).click()
        sign_in(page, who)
        seen_again(page, case, written)
        expect(page.locator(".draft").first).to_contain_text("Je concept van vandaag staat er nog")
    written = write(page, case, case.value)
    page.context.set_offline(True)
    button_of(page, case).click()
    expect(page.locator(".draft--waits")).to_contain_text("Geen verbinding")
    seen_again(page, case, written)
    page.context.set_offline(False)
    expect(page.locator(".draft")).to_have_count(0)
    nothing_is_kept(page)


@pytest.mark.long
@pytest.mark.parametrize("name", KNOWN)
def test_without_script(name, cast, open_page) -> None:
    case = CASES[name]
    people = cast(case)
    who = people.get(case.who)
    page = open_page(case.path(people), as_=who, width=390, script=False)
    if case.name == "expectation":
        followed(page.locator(case.opens).first)
    if case.refused:
        written = write(page, case, case.refused)
        followed(button_of(page, case))
        expect(page.locator("main [aria-invalid=true]").first).to_be_visible()
        seen_again(page, case, written)
    if who:
        written = write(page, case, case.value)
        Session.objects.all().delete()
        followed(button_of(page, case))
        sign_in(page, who)
        seen_again(page, case, written)
        expect(page.locator(".draft")).to_contain_text("Wat je typte staat er nog")
