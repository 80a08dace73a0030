"""Words on screen: collect them from the source, merge them into the catalogues, compile them.

    python -m deploy.messages             collect, update frontend/locale/nl, compile
    python -m deploy.messages --check     the same, changing nothing; fails on a gap
    python -m deploy.messages --compile   only compile what is older than its source

Works without GNU gettext: Babel reads Python, and Django templates after Django's own
`templatize` has turned them into something that looks like Python.
"""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract, extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
LOCALES = ROOT / "frontend" / "locale"
PYTHON_ROOMS = ("backend", "worker")
TEMPLATES = ROOT / "frontend" / "templates"
KEYWORDS: dict[str, Any] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
LANGUAGES = ("nl",)
HEADER = """\
# Dutch for Stapsteen. Collected by `make messages`; only the msgstr lines are written by hand.
"""

Found = tuple[int, str, Any, list[str]]


def po_path(language: str) -> Path:
    return LOCALES / language / "LC_MESSAGES" / "django.po"


def template_files() -> Iterator[Path]:
    for suffix in ("*.html", "*.txt", "*.mjml"):
        yield from TEMPLATES.rglob(suffix)
    for room in PYTHON_ROOMS:
        yield from (p for p in (ROOT / room).rglob("*.html") if "templates" in p.parts)


def python_files() -> Iterator[Path]:
    for room in PYTHON_ROOMS:
        yield from (p for p in (ROOT / room).rglob("*.py") if "migrations" not in p.parts)


def messages_in_python(source: IO[bytes]) -> Iterator[Any]:
    return iter(extract("python", source, keywords=KEYWORDS, comment_tags=["Translators:"]))


def messages_in_template(path: Path) -> Iterator[Any]:
    """Yield what `extract` yields; Django's named tags become gettext calls first."""
    source = templatize(path.read_text(encoding="utf-8"), origin=str(path))
    return iter(extract(extract_python, io.BytesIO(source.encode()), keywords=KEYWORDS))


def collect() -> Catalog:
    """Return a catalogue of every string in the source, in the order of the files."""
    template = Catalog(charset="utf-8")
    for path in sorted(python_files()):
        with path.open("rb") as source:
            _add(template, path, messages_in_python(source))
    for path in sorted(template_files()):
        _add(template, path, messages_in_template(path))
    return template


def _add(template: Catalog, path: Path, found: Iterator[Any]) -> None:
    place = path.relative_to(ROOT).as_posix()
    for _line, message, comments, context in found:
        if message and message != ("", ""):
            # The file without its line: a moved line should not change the catalogue.
            template.add(message, None, [(place, 0)], auto_comments=comments, context=context)


def read(language: str) -> Catalog:
    path = po_path(language)
    if not path.exists():
        return Catalog(locale=language, charset="utf-8")
    with path.open("rb") as source:
        return read_po(source, locale=language, charset="utf-8")


def updated(language: str, template: Catalog) -> Catalog:
    """Return the language's catalogue with today's strings, without the ones that are gone."""
    catalog = read(language)
    catalog.update(template, no_fuzzy_matching=True, update_header_comment=False)
    catalog.obsolete.clear()
    catalog.header_comment = HEADER.strip()
    return catalog


def written(catalog: Catalog) -> bytes:
    """Return the catalogue as a .po file that is the same on each machine and each day."""
    buffer = io.BytesIO()
    write_po(buffer, catalog, width=100, sort_output=True, include_lineno=False, omit_header=True)
    header = (
        f"{HEADER}"
        'msgid ""\nmsgstr ""\n'
        f'"Language: {catalog.locale_identifier}\\n"\n'
        '"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n'
        '"Content-Transfer-Encoding: 8bit\\n"\n'
        f'"Plural-Forms: {catalog.plural_forms}\\n"\n\n'
    )
    return header.encode() + buffer.getvalue()


def is_translated(message: Message) -> bool:
    texts = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
    return bool(texts) and all(texts)


def gaps(catalog: Catalog) -> list[str]:
    """Return a line for each string without a finished translation."""
    return [
        f"{'fuzzy' if message.fuzzy else 'not translated'}: {message.id!r}"
        for message in catalog
        if message.id and (message.fuzzy or not is_translated(message))
    ]


def faults(catalog: Catalog) -> list[str]:
    """Return a line for each translation whose placeholders differ from its English."""
    return [
        f"placeholders: {message.id!r}: {error}"
        for message in catalog
        if message.id and is_translated(message)
        for error in message.check(catalog)
    ]


def compile_catalog(language: str) -> None:
    target = po_path(language).with_suffix(".mo")
    fresh = target.with_suffix(".mo.new")
    with fresh.open("wb") as out:
        write_mo(out, read(language))
    fresh.replace(target)  # a running web process never reads half a file


def compile_stale() -> None:
    """Compile each catalogue whose .mo is missing or older than its .po."""
    for language in LANGUAGES:
        source = po_path(language)
        target = source.with_suffix(".mo")
        if source.exists() and (
            not target.exists() or target.stat().st_mtime < source.stat().st_mtime
        ):
            compile_catalog(language)


def update() -> list[str]:
    """Write and compile every catalogue; return its gaps and faults."""
    template = collect()
    problems: list[str] = []
    for language in LANGUAGES:
        catalog = updated(language, template)
        path = po_path(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        content = written(catalog)
        if not path.exists() or path.read_bytes() != content:
            path.write_bytes(content)
        compile_catalog(language)
        problems += gaps(catalog) + faults(catalog)
    return problems


def check() -> list[str]:
    """Return what is wrong with the catalogues as they are, changing nothing."""
    template = collect()
    problems: list[str] = []
    for language in LANGUAGES:
        path = po_path(language)
        catalog = updated(language, template)
        problems += gaps(catalog) + faults(catalog)
        if not path.exists() or path.read_bytes() != written(catalog):
            problems.append(f"{path.relative_to(ROOT)} is out of date: run `make messages`")
    return problems


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--compile", action="store_true")
    chosen = parser.parse_args()
    if chosen.compile:
        compile_stale()
        return 0
    problems = check() if chosen.check else update()
    for problem in problems:
        print(problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
