"""The guides, followed to the letter: what they say is done in a copy, and its page answers."""

from __future__ import annotations

import ast
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

from tests.deploy.copies import ROOT, environment
from tests.faults.safeguards import LEFT_OUT

PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
HOW_TO = ROOT / "docs" / "how-to"
_STEP = re.compile(
    r"(?:In\s+`(?P<file>[^`]+)`, (?P<where>below|instead of) the line `(?P<line>[^`]+)`:"
    r"|A new file in `(?P<folder>[^`]+)`, `(?P<new>[^`]+)`:"
    r"|in `(?P<words>[^`]+\.po)`:)?\s*```(?P<kind>\w+)\n(?P<text>.*?)```",
    re.DOTALL,
)


def run(copy: Path, line: str) -> subprocess.CompletedProcess[str]:
    """A line of the guide, with the Python of this test."""
    words = shlex.split(line)
    assert words[0] == ".venv/bin/python"
    told = environment() | {
        "STAPSTEEN_SECRET": "a secret that only the guide of this test knows",
        "DATABASE_URL": os.environ["DATABASE_URL"],
    }
    return subprocess.run(
        [sys.executable, *words[1:]],
        cwd=copy,
        env=told,
        capture_output=True,
        text=True,
        check=False,
    )


def put(copy: Path, file: str, where: str, line: str, text: str) -> None:
    """Add a piece below the one line that stands there so, or instead of it."""
    path = copy / file
    lines = path.read_text().splitlines(keepends=True)
    found = [number for number, one in enumerate(lines) if one.strip() == line]
    assert len(found) == 1, (file, line, found)
    lines[found[0]] = (lines[found[0]] if where == "below" else "") + text
    path.write_text("".join(lines))


def translate(copy: Path, file: str, text: str) -> None:
    """Fill in the Dutch for each of these sentences."""
    path = copy / file
    for msgid, msgstr in re.findall(r'msgid (".*")\nmsgstr (".*")', text):
        before = path.read_text()
        assert f'msgid {msgid}\nmsgstr ""\n' in before, msgid
        path.write_text(
            before.replace(f'msgid {msgid}\nmsgstr ""', f"msgid {msgid}\nmsgstr {msgstr}")
        )


def follow(copy: Path, guide: str) -> tuple[list[str], str]:
    """Do all that a guide says; what kinds of steps that were, and the test that it made."""
    shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(*LEFT_OUT), symlinks=True)
    done, new = [], ""
    for step in _STEP.finditer((HOW_TO / guide).read_text()):
        text = step["text"]
        if step["file"]:
            assert all(line.startswith("+") for line in text.splitlines())
            added = re.sub(r"^\+", "", text, flags=re.MULTILINE)
            put(copy, step["file"], step["where"], step["line"], added)
        elif step["new"]:
            new = step["folder"] + step["new"]
            (copy / new).write_text(text)
        elif step["words"]:
            translate(copy, step["words"], text)
            said = run(copy, ".venv/bin/python -m deploy.messages")
            assert said.returncode == 0, said.stdout + said.stderr
        else:
            said = run(copy, text.strip())
            assert said.returncode == 0 or "deploy.messages" in text, said.stdout + said.stderr
        done.append(step["kind"])
    left = run(copy, ".venv/bin/python manage.py makemigrations --check --dry-run")
    assert left.returncode == 0, left.stdout
    return done, new


def passed(copy: Path, *tests: str) -> str:
    """What these tests of the copy say, once they pass."""
    answer = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *tests], cwd=copy,
        env=environment(), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert answer.returncode == 0, answer.stdout[-3000:]
    return answer.stdout


def test_a_field_is_added_as_the_guide_says(tmp_path: Path) -> None:
    done, new = follow(tmp_path / "copy", "add-a-field.md")
    assert done == ["diff", "diff", "sh", "diff", "diff", "diff", "sh", "po", "python"]
    assert "3 passed" in passed(tmp_path / "copy", new)


def test_an_event_is_added_as_the_guide_says(tmp_path: Path) -> None:
    done, new = follow(tmp_path / "copy", "add-an-event.md")
    assert done == [*["diff"] * 5, "sh", "po", "python", *["diff"] * 5]
    assert "3 passed" in passed(tmp_path / "copy", new)
    of_the_log = ["tests/events/test_contracts.py", "-k", "words_quoted or recorded"]
    assert "5 passed" in passed(tmp_path / "copy", *of_the_log)
    told = "tests/initiatives/test_history.py::test_every_kind_of_event_is_told_or_stands_elsewhere_for_a_reason"
    assert "1 passed" in passed(tmp_path / "copy", told)


def named(pattern: str) -> list[tuple[str, str]]:
    """(page, what is named) over all of the documentation."""
    return [(page.name, one) for page in PAGES for one in re.findall(pattern, page.read_text())]


def test_every_folder_and_file_that_is_named_is_there() -> None:
    found = named(
        r"[`(\[]((?:\.\./)?(?:backend|frontend|worker|deploy|tests|docs)/[\w/.*-]+?)[`)\]#:]"
    )
    found += named(r"\]\(((?!https?:)[\w./-]+\.\w+)\)")
    gone = [
        (page, one) for page, one in found
        if one != "deploy/env/*.env" and not list(ROOT.glob(one)) and not any(
            (folder / one).exists() for folder in (ROOT, ROOT / "docs", ROOT / "docs" / "how-to",
                                                   ROOT / "docs" / "decisions"))
    ]  # fmt: skip
    assert len(found) > 40
    assert not gone


def test_every_function_that_is_named_beside_its_file_is_in_it() -> None:
    found = named(r"`((?:backend|worker|deploy|tests)/[\w/]+\.py: \w+)`")
    assert found
    for page, one in found:
        file, name = one.split(": ")
        assert name in names(ROOT / file), f"{page}: {file} has no {name}"


def test_every_function_that_is_called_in_the_documentation_exists() -> None:
    every = {
        name
        for room in ("backend", "worker", "deploy", "tests")
        for path in (ROOT / room).rglob("*.py")
        for name in names(path)
    }
    called = named(r"`(?:[a-z_]+\.)*([a-z_]+)\((?:…|\.\.\.)?\)`")
    theirs = {"pg_current_xact_id", "pg_snapshot_xmin", "pg_current_snapshot", "lower", "fold"}
    assert called
    assert not [one for one in called if one[1] not in every | theirs]


def names(path: Path) -> set[str]:
    """The functions and classes of a file."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return {one.name for one in ast.walk(ast.parse(path.read_text())) if isinstance(one, kinds)}


def test_every_command_that_is_named_can_be_given() -> None:
    targets = set(re.findall(r"^([a-z][a-z-]*):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert not [one for one in named(r"(?:^|`)make ([a-z][a-z-]*)") if one[1] not in targets]
    gone = []
    for page, module in named(r"python3? -m ((?:backend|worker|deploy|tests)[\w.]*)"):
        path = ROOT / module.replace(".", "/")
        if not (path.with_suffix(".py").exists() or (path / "__main__.py").exists()):
            gone.append((page, module))
    assert not gone
    commands = {path.stem for path in ROOT.glob("backend/*/management/commands/*.py")}
    builtin = {"migrate", "makemigrations", "check"}
    asked = named(r"manage\.py ([a-z_]+)")
    assert not [one for one in asked if one[1] not in commands | builtin]
