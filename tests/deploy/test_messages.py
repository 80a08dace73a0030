"""Collecting, merging and compiling the words on screen."""

from __future__ import annotations

import gettext
import logging
import shutil
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
    shutil.copy(messages.ROOT / "pyproject.toml", tmp_path)
    for folder in messages.SOURCES:
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "frontend" / "templates" / "page.html").write_text(TEMPLATE)
    (tmp_path / "backend" / "forms.py").write_text(PYTHON)
    monkeypatch.chdir(tmp_path)
    # Babel writes its findings to the error stream of its first run.
    monkeypatch.setattr(logging.getLogger("babel"), "handlers", [])
    return tmp_path


def said(capsys: pytest.CaptureFixture[str]) -> list[str]:
    """The lines of an update."""
    messages.update()
    return capsys.readouterr().out.splitlines()


def translate(**words: str) -> None:
    path = messages.po_path("nl")
    text = path.read_text()
    for english, dutch in words.items():
        msgid = english.replace("_", " ")
        assert f'msgid "{msgid}"\nmsgstr ""' in text
        text = text.replace(f'msgid "{msgid}"\nmsgstr ""', f'msgid "{msgid}"\nmsgstr "{dutch}"')
    path.write_text(text)


def translate_all(place: str) -> None:
    translate(Log_a_step="Stap noteren", May="mei")
    path = messages.po_path("nl")
    text = path.read_text().replace('msgstr[0] ""', 'msgstr[0] "%(n)s stap"')
    text = text.replace('msgstr[1] ""', 'msgstr[1] "%(n)s stappen"')
    path.write_text(text.replace('(place)s."\nmsgstr ""', f'(place)s."\nmsgstr "Niet in {place}."'))


def test_templates_and_python_are_collected_with_plurals_and_context() -> None:
    messages.update()
    found = messages.read("nl")
    assert {message.id for message in found if message.id} == {
        "Log a step",
        ("%(n)s step", "%(n)s steps"),
        "May",
        "Not in the %(place)s.",
    }
    assert found.get("May", "month") is not None
    where = {place for message in found for place, _line in message.locations}
    assert where == {"backend/forms.py", "frontend/templates/page.html"}


def test_every_gap_is_named(capsys) -> None:
    assert len(said(capsys)) == 4
    translate(Log_a_step="Stap noteren")
    assert sorted(said(capsys)) == [
        "not translated: 'May'",
        "not translated: 'Not in the %(place)s.'",
        "not translated: ('%(n)s step', '%(n)s steps')",
    ]


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
    translate_all("%(place)s")
    (project / "backend" / "forms.py").unlink()
    messages.update()
    assert "Not in the" not in messages.po_path("nl").read_text()


@pytest.mark.parametrize("check", [True, False])
@pytest.mark.parametrize(("place", "whole"), [("%(place)s", True), ("%(plaats)s", False)])
def test_a_lost_placeholder_is_a_fault(check, place, whole) -> None:
    messages.update()
    translate_all(place)
    assert messages.update(check=check) is whole


def test_the_check_sees_a_catalogue_that_is_out_of_date_and_changes_nothing(
    project: Path, capsys
) -> None:
    messages.update()
    translate_all("%(place)s")
    messages.update()
    before = {path: path.read_bytes() for path in project.rglob("*") if path.is_file()}
    (project / "frontend" / "templates" / "new.html").write_text(
        '{% load i18n %}{% translate "New" %}'
    )
    capsys.readouterr()
    assert not messages.update(check=True)
    assert "out of date" in capsys.readouterr().out
    (project / "frontend" / "templates" / "new.html").unlink()
    assert messages.update(check=True)
    assert {path: path.read_bytes() for path in project.rglob("*") if path.is_file()} == before
