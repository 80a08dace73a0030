"""Collecting, merging and compiling the words on screen."""

from __future__ import annotations

import gettext
from pathlib import Path

import pytest

from deploy import messages

TEMPLATE = """{% load i18n %}{% translate "Log a step" %}
{% blocktranslate trimmed count n=n %}
  {{ n }} step
{% plural %}
  {{ n }} steps
{% endblocktranslate %}{% translate "May" context "month" %}"""
PYTHON = 'from x import gettext as _\nrefused = _("Not in the %(place)s.")\n'


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of one template and one module."""
    (tmp_path / "templates").mkdir()
    (tmp_path / "backend").mkdir()
    (tmp_path / "templates" / "page.html").write_text(TEMPLATE)
    (tmp_path / "backend" / "forms.py").write_text(PYTHON)
    monkeypatch.setattr(messages, "ROOT", tmp_path)
    monkeypatch.setattr(messages, "TEMPLATES", tmp_path / "templates")
    monkeypatch.setattr(messages, "LOCALES", tmp_path / "locale")
    return tmp_path


def translate(**words: str) -> None:
    path = messages.po_path("nl")
    text = path.read_text()
    for english, dutch in words.items():
        msgid = english.replace("_", " ")
        text = text.replace(f'msgid "{msgid}"\nmsgstr ""', f'msgid "{msgid}"\nmsgstr "{dutch}"')
    path.write_text(text)


def test_templates_and_python_are_collected_with_plurals_and_context() -> None:
    found = messages.collect()
    assert {message.id for message in found if message.id} == {
        "Log a step",
        ("%(n)s step", "%(n)s steps"),
        "May",
        "Not in the %(place)s.",
    }
    assert found.get("May", "month") is not None


def test_every_gap_is_named() -> None:
    assert len(messages.update()) == 4
    translate(Log_a_step="Stap noteren")
    assert len(messages.update()) == 3


def test_a_translation_survives_an_update_and_is_compiled() -> None:
    messages.update()
    translate(Log_a_step="Stap noteren")
    messages.update()
    with messages.po_path("nl").with_suffix(".mo").open("rb") as compiled:
        assert gettext.GNUTranslations(compiled).gettext("Log a step") == "Stap noteren"


def test_a_second_update_changes_nothing() -> None:
    messages.update()
    before = messages.po_path("nl").read_bytes()
    messages.update()
    assert messages.po_path("nl").read_bytes() == before


def test_a_string_that_is_gone_leaves_the_catalogue(project: Path) -> None:
    messages.update()
    (project / "backend" / "forms.py").unlink()
    messages.update()
    assert "Not in the" not in messages.po_path("nl").read_text()


def test_a_lost_placeholder_is_a_fault() -> None:
    messages.update()
    path = messages.po_path("nl")
    path.write_text(
        path.read_text().replace(
            'msgid "Not in the %(place)s."\nmsgstr ""',
            'msgid "Not in the %(place)s."\nmsgstr "Niet in de %(plaats)s."',
        )
    )
    assert any(line.startswith("placeholders") for line in messages.update())


def test_the_check_sees_a_catalogue_that_is_out_of_date_and_changes_nothing(project: Path) -> None:
    messages.update()
    before = messages.po_path("nl").read_bytes()
    (project / "templates" / "new.html").write_text('{% load i18n %}{% translate "New" %}')
    assert any("out of date" in line for line in messages.check())
    assert messages.po_path("nl").read_bytes() == before
