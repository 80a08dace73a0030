"""Rules of the project that no type can hold."""

from __future__ import annotations

import ast
import io
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command

ROOT = Path(settings.BASE_DIR)


@pytest.mark.django_db
def test_the_migrations_match_the_models() -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0, stdout=io.StringIO())


@pytest.mark.django_db
def test_django_finds_no_fault() -> None:
    call_command("check", fail_level="WARNING", stdout=io.StringIO())


def test_every_text_on_screen_is_translated() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "deploy.messages", "--check"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_commands_in_the_readme_are_in_the_makefile() -> None:
    targets = set(re.findall(r"^([a-z][a-z-]*):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = set(
        re.findall(r"(?:^|`)make ([a-z][a-z-]*)", (ROOT / "README.md").read_text(), re.MULTILINE)
    )
    assert named
    assert not named - targets


def test_the_files_that_the_documentation_names_are_there() -> None:
    pages = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")]
    named = re.compile(r"`((?:backend|frontend|worker|deploy|tests|docs)/[\w/.-]+)`")
    gone = [
        f"{page.name}: {path}"
        for page in pages
        for path in named.findall(page.read_text())
        if not (ROOT / path).exists()
    ]
    assert not gone


def test_the_glossary_names_what_the_code_and_the_screen_say() -> None:
    page = (ROOT / "docs/glossary.md").read_text()
    models = {model.__name__ for model in apps.get_models()}
    named = set(re.findall(r"`([A-Z][A-Za-z]+)`", page))
    assert len(named) > 20
    assert not named - models
    said = (ROOT / "frontend/locale/nl/LC_MESSAGES/django.po").read_text().lower()
    rows = re.findall(r"^\| `\w+` \| ([^|]+) \| ([^|]+) \|", page, re.MULTILINE)
    assert len(rows) > 10
    words = [word.strip() for row in rows for cell in row for word in cell.split(",")]
    assert [word for word in words if word.lower() not in said] == []


def _chain(call: ast.AST) -> list[str]:
    """The names in one row of calls: `a.b().c()` gives c, b, a."""
    names = []
    while isinstance(call, (ast.Call, ast.Attribute)):
        if isinstance(call, ast.Attribute):
            names.append(call.attr)
            call = call.value
        else:
            call = call.func
    return names


def test_a_row_that_is_held_is_read_without_what_is_joined_to_it() -> None:
    """Who waited for it gets the row as it became, and its neighbours as they were before the wait."""
    held, wrong = 0, []
    for path in [*(ROOT / "backend").rglob("*.py"), *(ROOT / "worker").rglob("*.py")]:
        for one in ast.walk(ast.parse(path.read_text())):
            names = _chain(one) if isinstance(one, ast.Call) else []
            held += "select_for_update" in names
            if {"select_for_update", "select_related"} <= set(names):
                wrong.append(f"{path.relative_to(ROOT)}:{one.lineno}")
    assert held
    assert not wrong


def test_no_template_carries_script_or_style_that_the_policy_refuses() -> None:
    forbidden = re.compile(
        r"<script(?![^>]*(src=|type=\"application/json\"))|\sstyle="
        r"|\son(click|change|input|submit|load|error|focus|blur|key\w+|mouse\w+)=|hx-on|javascript:"
    )
    found = [
        f"{path.relative_to(ROOT)}: {match.group(0)}"
        for path in (ROOT / "frontend" / "templates").rglob("*.html")
        if "emails" not in path.parts
        for match in forbidden.finditer(path.read_text())
    ]
    assert not found


def test_the_way_out_of_a_form_has_one_name_for_each_meaning() -> None:
    """Cancel leaves it unchanged, Not now puts it off; the rest lead elsewhere."""
    elsewhere = {
        "Another address",
        "Forgot your password?",
        "Sign in another way",
        "Stay",
        "Change the story",
    }
    names = {"Cancel", "Not now", *elsewhere}
    way_out = re.compile(r'<a class="button button--plain[^>]*>{% translate "([^"]+)"')
    found = {
        (path.name, name)
        for path in (ROOT / "frontend" / "templates").rglob("*.html")
        for actions in re.findall(r'class="form__actions">.*?</div>', path.read_text(), re.DOTALL)
        for name in way_out.findall(actions)
    }
    assert not {one for one in found if one[1] not in names}
    assert len(found) > 10


def test_celery_is_never_run_eagerly() -> None:
    tracked = [*ROOT.glob("worker/**/*.py"), *ROOT.glob("backend/**/*.py")]
    assert not [path for path in tracked if "always_eager" in path.read_text().lower()]


def test_lock_files_name_no_registry() -> None:
    for lock in (ROOT / "package-lock.json", *ROOT.glob("deploy/*.lock")):
        assert not re.search(r"https?://[^\"\s]*(registry|simple|pypi)", lock.read_text()), lock
