"""Lists as people paste them: one thing on each line, bullets before it, below another by indentation."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from backend.text import levels, signs, sorting, written
from backend.text.problems import Problem, Refused

DEEPEST = 12
_WIDE = str.maketrans({"\u2001": "  ", "\u2003": "  ", "\u3000": "  "})
_SIGNS = (
    "•◦▪▫●○■□‣⁃∙·⦁⦿➢➤➔→►▶▸▹✓✔✦❖❑☐☑☒★☆–—‒―−*+#-\uf0b7\uf0a7\uf076\uf0d8\uf0fc\uf0a8\uf06f"
    "◆◇⬤⚫⚪∗∘⁎＊・»›❯§~=>♦◾◽◼◻◉❍▷➜➡⇒⇨☞✗✘✳✱✅👉📌🔹🔸🔵🟢\ufe0f"
)
_BULLET = re.compile(
    rf"""
    (?P<sign>[{re.escape(_SIGNS)}]+)\s*(?:\[[ xX]?\]\s*)?   # • or - or ##, perhaps a box to tick
    |\[[ xX]?\]\s+
    |[\u2460-\u24ff\u2776-\u2793]\s*                         # ① or ⓐ
    |(?P<round>o\s+|O\t)(?=\S)                             # Word's second bullet
    |\(?(?P<number>\d{{1,3}})[.)](?:\s+|(?=[^\W\d]))        # 1. or 2) or (3)
    |(?P<numbers>\d{{1,2}}(?:\.\d{{1,2}})+)[.)]?\s+         # 1.2.1
    |\(?(?P<letter>[a-zA-Z]|[ivx]{{2,4}}|[IVX]{{2,5}})(?P<end>[.)])\s+  # a) or b. or iv)
    """,
    re.VERBOSE,
)
# What a drawn tree stands behind: ├── or │   └──, and the same in ASCII.
_DRAWN = re.compile(
    r"[\s│├└─┬┌╰╭┃┣┗━║╠╚═]*[│├└─┬┌╰╭┃┣┗━║╠╚═]+\s*|(?:[ \t]|\|(?=[ \t|]))*(?:[|+`\\]-{2,3}\s*)"
)
_BOLD = re.compile(r"(?P<mark>\*\*|__)(?P<name>[^*_].*?)(?P=mark):?")


_HEADINGS = frozenset(
    [
        "afdeling",
        "afdelingen",
        "team",
        "teams",
        "onderdeel",
        "cluster",
        "domein",
        "sector",
        "directie",
        "dienst",
        "naam",
        "department",
        "departments",
        "unit",
        "units",
        "division",
        "name",
    ]
)


@dataclass(frozen=True)
class Item:
    """One thing of a list: its line as people count, its name, how deep it stands, below which item."""

    line: int
    name: str
    depth: int = 0
    above: int | None = None


def without_bullet(text: str, *, initials: bool = False) -> str:
    """A line without the bullet or the number of a list before it; a number in a name stays.

    `initials`: a letter with a point begins a name, as in “K. de Wit”.
    """
    return _bare(text, _is_initial if initials else None)


def _bare(text: str, keeps: Callable[[re.Match[str]], bool] | None) -> str:
    for _again in range(3):
        found = _BULLET.match(text)
        if not found or _is_a_version(found) or (keeps and keeps(found)):
            break
        text = text[found.end() :]
    return text


def names(text: str) -> list[str]:
    """The things on these lines, in order, without bullets; how far in they stand does not matter."""
    return [" ".join(item.name.split()) for _indent, item in _read(text)]


def tree(text: str) -> list[Item]:
    """The things on these lines, each below what it stands below; `above` counts in this list.

    Columns of a sheet are levels too; what is repeated to the letter is one. Raises `Refused`:
    `TOO_DEEP`, or `TWICE` for two in one place that differ in case or accents only.
    """
    found: list[Item] = []
    seen: dict[tuple[int | None, str], int] = {}
    opened: list[tuple[int, int]] = []
    for indent, item in _read(text):
        # One space more is how it was copied, no level.
        while opened and opened[-1][0] + 1 >= indent:
            opened.pop()
        above = opened[-1][1] if opened else None
        cells = item.name.split("\t")
        for at, cell in enumerate(cells):
            above = _placed(found, seen, Item(item.line, cell, 0, above), at + 1 < len(cells))
        if above is not None:
            opened.append((indent, above))
    return found


def _placed(
    found: list[Item], seen: dict[tuple[int | None, str], int], item: Item, is_column: bool
) -> int:
    """The place in `found` of an item, new or there already."""
    at = (item.above, sorting.folded(item.name) or item.name)
    if at in seen:
        if is_column or found[seen[at]].name == item.name:
            return seen[at]
        raise Refused(Problem.TWICE, item.name, item.line)
    depth = 0 if item.above is None else found[item.above].depth + 1
    if depth >= DEEPEST:
        raise Refused(Problem.TOO_DEEP, item.name, item.line)
    found.append(Item(item.line, item.name, depth, item.above))
    seen[at] = len(found) - 1
    return seen[at]


def _read(text: str) -> Iterator[tuple[int, Item]]:
    """(how far in, item) of each line that says something; the cells of a sheet stay apart."""
    lines = [_Line.of(number, one) for number, one in enumerate(written.lines(text), start=1)]
    keeps = None if _are_counted(line.bare for line in lines) else _is_capital
    below = levels.Levels([(line.indent, line.bare) for line in lines if line.bare])
    for line in lines:
        cells = [written.name(c).rstrip(" ;,") for c in _bare(line.bare, keeps).split("\t")]
        name = "\t".join(cell for cell in cells if cell.strip(_SIGNS))
        if name and not _is_heading(name):
            yield below.of(line.indent, line.bare), Item(line.number, name)


@dataclass(frozen=True)
class _Line:
    """A line, how far in it stands, and what it says."""

    number: int
    indent: int
    bare: str

    @classmethod
    def of(cls, number: int, text: str) -> _Line:
        text = signs.without_bidi(signs.without_shapeless(text))
        drawn = _DRAWN.match(text)
        bare = text[drawn.end() :] if drawn else text.lstrip()
        before = text[: len(text) - len(bare)]
        bold = _BOLD.fullmatch(bare.strip())
        return cls(
            number, len(before.translate(_WIDE).expandtabs(8)), bold["name"] if bold else bare
        )


def _are_counted(lines: Iterable[str]) -> bool:
    """Whether capitals with a point count the lines, as A. and B. or I. and II.; else they are initials."""
    found = {match["letter"] for line in lines if (match := _BULLET.match(line))}
    return {"A", "B"} <= found or {"I", "II"} <= found


def _is_heading(name: str) -> bool:
    """The first row of a sheet, that says what its columns are."""
    cells = [sorting.folded(cell) for cell in name.split("\t")]
    return len(cells) > 1 and all(cell in _HEADINGS for cell in cells)


def _is_a_version(found: re.Match[str]) -> bool:
    """“3.0 Digitaal” is called so."""
    return bool(found["numbers"]) and found["numbers"].endswith(".0")


def _is_initial(found: re.Match[str]) -> bool:
    """“K. de Wit” and “k. de wit” are somebody; “a. Kees” is the first of a list."""
    if found["end"] != ".":
        return False
    word = found.string[found.end() :].split()[:1]
    return found["letter"].isupper() or bool(word and word[0].islower())


def _is_capital(found: re.Match[str]) -> bool:
    """“C. van der Lek” is called so."""
    return found["end"] == "." and found["letter"].isupper()
