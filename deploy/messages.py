"""Words on screen: collected from the source, merged into the catalogues and compiled by Babel.

    python -m deploy.messages             collect, update frontend/locale/nl, compile
    python -m deploy.messages --check     the same, changing nothing; fails on a gap
    python -m deploy.messages --compile   only compile what is older than its source

What is read, and by which names a text is marked, stands in pyproject.toml. Needs no GNU gettext.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.frontend import CommandLineInterface
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

# All other paths are below the folder that this runs in.
ROOT = Path(__file__).resolve().parent.parent
LOCALES = Path("frontend/locale")
SOURCES = ("backend", "worker", "frontend/templates")
LANGUAGES = ("nl",)


def django_template(
    file: IO[bytes], keywords: Any, comment_tags: Any, options: Any
) -> Iterable[Any]:
    """Extractor: what Django's own reader of templates makes of them looks like Python to Babel."""
    source = templatize(file.read().decode(), origin=getattr(file, "name", None))
    return extract_python(io.BytesIO(source.encode()), keywords, comment_tags, options)


def po_path(language: str) -> Path:
    """The catalogue that people translate."""
    return LOCALES / language / "LC_MESSAGES" / "django.po"


def read(language: str, path: Path | None = None) -> Catalog:
    """The catalogue as it is, or another one of this language."""
    with (path or po_path(language)).open("rb") as source:
        return read_po(source, locale=language)


def gaps(catalog: Catalog) -> list[str]:
    """A line for each text without a finished translation."""
    return [
        f"{'fuzzy' if message.fuzzy else 'not translated'}: {message.id!r}"
        for message in catalog
        if message.id and (message.fuzzy or not _is_translated(message))
    ]


def update(*, check: bool = False) -> bool:
    """Whether each catalogue has today's texts, all of them translated, with their placeholders.

    Writes and compiles them, or only says so.
    """
    with TemporaryDirectory() as folder:
        template = Path(folder) / "django.pot"
        _babel(
            "extract", "--mapping-file", ROOT / "pyproject.toml", "--output-file", template,
            "--add-location", "file", "--sort-output", *SOURCES,
        )  # fmt: skip
        found = [_merged(language, template, check=check) for language in LANGUAGES]
    return all(found)


def _merged(language: str, template: Path, *, check: bool) -> bool:
    catalogue, fresh = po_path(language), template.with_name(f"{language}.po")
    if catalogue.exists():
        shutil.copyfile(catalogue, fresh)
    _babel(
        "update", "--locale", language, "--input-file", template, "--output-file", fresh,
        "--width", "100", "--no-fuzzy-matching", "--ignore-obsolete", "--init-missing",
        "--ignore-pot-creation-date",
    )  # fmt: skip
    # Not by Babel's own --check: in 2.18 it takes a text with a context for one that is new.
    is_old = not catalogue.exists() or catalogue.read_bytes() != fresh.read_bytes()
    wrong = gaps(read(language, fresh))
    if check:
        wrong += [f"{catalogue} is out of date: run `make messages`"] * is_old
        whole = _compile(language, fresh, fresh.with_suffix(".mo"))
    else:
        if is_old:
            catalogue.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(fresh, catalogue)
        whole = _compile(language, catalogue, catalogue.with_suffix(".mo"))
    print("".join(f"{line}\n" for line in wrong), end="")
    return whole and not wrong


def _compile(language: str, catalogue: Path, target: Path) -> bool:
    """Compile a catalogue; whether each translation has the placeholders of its English."""
    fresh = target.with_suffix(".mo.new")
    whole = _babel(
        "compile", "--locale", language, "--input-file", catalogue, "--output-file", fresh
    )
    fresh.replace(target)  # a running web process never reads half a file
    return whole


def compile_stale() -> None:
    """Compile each catalogue whose .mo is missing or older than its .po."""
    for language in LANGUAGES:
        source = po_path(language)
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            _compile(language, source, target)


def _babel(command: str, *given: str | Path) -> bool:
    """Whether `pybabel <command>` is content; what it finds wrong it says itself."""
    return not CommandLineInterface().run(["pybabel", "--quiet", command, *map(str, given)])


def _is_translated(message: Message) -> bool:
    texts = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
    return bool(texts) and all(texts)


def main() -> int:
    """The command; 1 where something is wrong."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--compile", action="store_true")
    chosen = parser.parse_args()
    with contextlib.chdir(ROOT):
        if chosen.compile:
            compile_stale()
            return 0
        return 0 if update(check=chosen.check) else 1


if __name__ == "__main__":
    sys.exit(main())
