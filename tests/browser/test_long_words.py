"""A pasted link or a very long word breaks wherever people's text stands: no page gets wider than a
small phone. Every page is walked with such words in every column that holds what people wrote."""

from __future__ import annotations

import re

import pytest
from django.apps import apps
from django.db import connection, models
from django.urls import reverse
from playwright.sync_api import Page

from backend.organisations.models import Membership
from tests.architecture.addresses import Address
from tests.architecture.rows import row_for
from tests.browser.conftest import overflow
from tests.browser.example.test_every_page import WALKED

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]
# As in the wild: a link of 47 letters, a word of 44, and a line without any place to break.
WORDS = "https://intranet.voorbeeld.example/beleid/2026/ Meervoudigepersoonlijkheidsstoornisbehandeling "
SOLID = "aansprakelijkheidswaardevaststellingsveranderingen"


def columns() -> list[tuple[type[models.Model], list[models.Field]]]:
    """Every table with the columns that hold what people wrote, as its constraint names them."""
    found = []
    for model in apps.get_models():
        fit = [c for c in model._meta.constraints if c.name.endswith("_text_fit")]
        names = {name for c in fit for name in re.findall(r"'(\w+)__regex'", str(c.condition))}
        if names:
            found.append((model, [model._meta.get_field(name) for name in sorted(names)]))
    return found


def lengthen() -> None:
    """Long words in each of them; the number in front keeps names apart."""
    with connection.cursor() as cursor:
        for model, fields in columns():
            table = model._meta.db_table
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            for field in fields:
                if field.name == "email":
                    continue
                most = field.max_length or 300
                text = f"id || ' {SOLID} ' || repeat('{WORDS}', 8)"
                if field.name in {"name", "title", "label", "said_by"}:
                    text = f"id || repeat('{SOLID}', 8)"
                cursor.execute(
                    f"UPDATE {table} SET {field.name} = rtrim(left({text}, {most}))"
                    f" WHERE {field.name} <> '' AND {field.name} NOT LIKE '%%{SOLID[:9]}%%'"
                )
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def test_the_walk_knows_every_table_that_people_write_in():
    assert {model.__name__ for model, _fields in columns()} >= {
        "Person", "Organisation", "Unit", "Process", "CustomerGroup", "Membership", "Programme", "Ambition",
        "Initiative", "Step", "CheckIn", "Words", "Success", "Applause", "Photo", "Token",
    }  # fmt: skip


def paths(cast: dict[str, Membership]) -> list[tuple[Address, str]]:
    """Every page of the organisation, with a row of its own."""
    return [
        (
            one,
            reverse(
                one.name,
                kwargs={
                    "organisation": "deplas",
                    **{name: row_for(one.name, name, cast) for name in one.parameters[1:]},
                },
            ),
        )
        for one in WALKED
        if one.of_an_organisation
    ]


# What of a page reaches beyond the window, to say where to look.
WIDE = """() => [...document.querySelectorAll('main *, header *')]
  .filter(one => one.getBoundingClientRect().right > innerWidth + 1 && !one.closest('svg, .visually-hidden'))
  .slice(-3).map(one => one.outerHTML.slice(0, 120))"""


def seen(page: Page, path: str) -> list[str]:
    page.evaluate(
        "document.querySelectorAll('main details:not(.menu)').forEach(d => d.open = true)"
    )
    return [f"{path}: {overflow(page)} px, {page.evaluate(WIDE)}"] if overflow(page) > 0 else []


@pytest.mark.parametrize("who", ["samira", "mieke", "petra"])
def test_no_page_is_wider_than_a_small_phone(
    who, request, samira, omar, petra, mieke, anton, open_page
):
    cast = {"samira": samira, "omar": omar, "petra": petra, "mieke": mieke, "anton": anton}
    walked = paths(cast)
    lengthen()
    page = open_page("/o/deplas/", as_=cast[who], width=320)
    found, opened = [], 0
    for _address, path in walked:
        answer = page.request.get(path, max_redirects=0)
        if not answer.ok or not answer.headers["content-type"].startswith("text/html"):
            continue
        page.goto(path)
        opened += 1
        found += seen(page, path)
    assert not found, "\n".join(found)
    assert opened > 12
