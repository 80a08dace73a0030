"""Lists of people as they are pasted: from a mail programme's “To”, a sheet, a list that was typed.

Every line is read, and everything that cannot be is named, at once. A line may hold several people.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from backend.text import addresses, cards, cells, copied, headings, names, outline, signs, written
from backend.text.cells import IsTeam
from backend.text.names import Name
from backend.text.particles import begins_family
from backend.text.problems import Problem, Refused

LONGEST_NAME = 120


@dataclass(frozen=True)
class Entry:
    """Somebody on a line: the line's number as people count, and what it tells of them."""

    line: int
    email: str
    name: Name = field(default_factory=Name)
    team: str = ""
    # What stood in brackets behind the name, and is no team.
    aside: str = ""


@dataclass(frozen=True)
class Skipped:
    """A line that is nobody, somebody who stands on an earlier line (`of`), or a word left out."""

    line: int
    why: str
    text: str = ""
    of: int = 0


HEADING, AGAIN, ASIDE = "heading", "again", "aside"


@dataclass(frozen=True)
class People:
    """What a paste holds: who can be read, what was skipped and why, what is wrong and where."""

    found: Sequence[Entry]
    skipped: Sequence[Skipped]
    wrong: Sequence[Refused]


_BRACKETED = re.compile(r"<([^<>]*@[^<>]*)>")
_QUOTED = re.compile(r'"[^"]*"|“[^”]*”|„[^”]*”|\([^()@]*\)')


def read(text: str, is_team: IsTeam | None = None) -> People:
    """The people on these lines: “Name <address>”, “Family, Given <address>”, cells in any order,
    several on a line with `;` or `,`, a heading that says what the columns are.

    `is_team` knows which teams there are: what stands in brackets and is none is left out, with a word.
    """
    found: dict[str, Entry] = {}
    skipped: list[Skipped] = []
    wrong: list[Refused] = []
    columns: list[str] = []
    for number, line in enumerate(cards.flattened(written.lines(text)), start=1):
        heading = _heading(line)
        if heading:
            columns = heading
            skipped.append(Skipped(number, HEADING, written.line(line)))
            continue
        for one in _on_line(number, line, columns, is_team):
            if isinstance(one, Refused):
                wrong.append(one)
                continue
            if one.email in found:
                skipped.append(Skipped(number, AGAIN, one.email, found[one.email].line))
                found[one.email] = _both(found[one.email], one)
                continue
            found[one.email] = one
            if one.aside:
                skipped.append(Skipped(number, ASIDE, one.aside))
    return People(list(found.values()), skipped, wrong)


def _both(first: Entry, again: Entry) -> Entry:
    """Somebody who stands there twice: what the first line did not tell, the second may."""
    if first.name.shown or not again.name.shown:
        return first
    return Entry(first.line, first.email, again.name, first.team or again.team)


def _heading(line: str) -> list[str]:
    """What the columns of a sheet hold, where this line says so; else nothing."""
    if "@" in line or copied.says_nothing(line):
        return []
    if copied.says_how(line):
        return [""]
    return headings.columns(_cells(copied.plain(line), keep=True))


def _on_line(
    number: int, line: str, columns: Sequence[str], is_team: IsTeam | None
) -> Iterator[Entry | Refused]:
    if copied.says_nothing(written.line(line)):
        return
    plain = copied.plain(line)
    if columns and "<" not in plain:
        row = _cells(plain, keep=True)
        if _fits(row, columns):
            yield _by_column(number, row, columns, is_team)
            return
    if not plain.startswith("\t"):
        plain = outline.without_bullet(signs.trimmed(plain).lstrip(" "), initials=True)
    if _BRACKETED.search(plain):
        yield from _bracketed(number, plain, is_team)
    else:
        yield from _of_cells(number, _cells(plain), _is_listed(plain), is_team)


def _bracketed(number: int, line: str, is_team: IsTeam | None) -> Iterator[Entry | Refused]:
    """“A <a@x>; B <b@x>, c@x”: what stands before an address in brackets is the name."""
    end = 0
    matches = list(_BRACKETED.finditer(line))
    for n, match in enumerate(matches):
        before = line[end : match.start()].strip(" \t;,")
        *others, name = _loose(before, is_team)
        for other in others:
            yield from _of_cells(number, _cells(other), True, is_team)
        end = match.end()
        rest = line[end:].strip(" \t;,") if n + 1 == len(matches) else ""
        called = names.read(copied.without_label(copied.of_a_group(name)), match[1], is_team)
        behind = [] if "@" in rest else _cells(rest)
        if not name and behind and rest[0] not in "([":
            listed = _is_listed(rest)
            told = cells.told([], behind, match[1], listed=listed, is_team=is_team)
            yield _tried(number, match[1], *told, is_team)
            continue
        yield _tried(number, match[1], called, cells.team(behind, is_team), is_team)
    tail = line[end:].strip(" \t;,")
    if "@" in tail:
        yield from _of_cells(number, _cells(tail), True, is_team)


def _loose(before: str, is_team: IsTeam | None) -> list[str]:
    """Addresses without brackets in front of a name, each apart, and the name at the end."""
    pieces = [piece.strip() for piece in _split(before, ";") if piece.strip()]
    if len(pieces) == 1 and "@" in before and "," in before:
        pieces = [piece.strip() for piece in _split(before, ",") if piece.strip()]
    others = [piece for piece in pieces[:-1] if "@" in piece or _is_apart(piece, pieces[-1])]
    name = " ".join(
        piece for piece in pieces[:-1] if piece not in others and not copied.is_number(piece)
    )
    return [*others, f"{name} {pieces[-1]}".strip() if pieces else ""]


def _is_apart(name: str, other: str) -> bool:
    """Whether each is a whole name: “Kees de Wit; Anna Bos <anna@x>” are two people."""
    return all(" " in one and not begins_family(one.split()[0]) for one in (name, other))


def _of_cells(
    number: int, row: Sequence[str], listed: bool, is_team: IsTeam | None
) -> Iterator[Entry | Refused]:
    """People out of cells: what stands before an address is its name; behind the only one, the name
    where there is none yet, then the team."""
    at = [n for n, cell in enumerate(row) if "@" in cell]
    if not at:
        yield Refused(Problem.NO_ADDRESS, _short(" ".join(row)), number)
        return
    begin = 0
    # “Groep: kees@x, anne@x” is one group, “Kees: kees@x; Anne: anne@x” are two names.
    is_group = len(at) > 1 and sum(row[n].partition("@")[0].count(": ") for n in at) < 2
    for n in at:
        email, name = _name_with(row[n], is_group=is_group)
        around = [*(copied.without_label(cell) for cell in row[begin:n]), name]
        before = [cell for cell in around if cell.strip(" -")]
        behind = [cell for cell in row[n + 1 :] if cell] if len(at) == 1 else []
        told = cells.told(before, behind, email, listed=listed, is_team=is_team)
        yield _tried(number, email, *told, is_team)
        begin = n + 1


def _fits(row: Sequence[str], columns: Sequence[str]) -> bool:
    """Whether a row is one of the sheet that the heading is of: the address stands in its column,
    and no other beside the sheet."""
    at = columns.index("email") if "email" in columns else len(row)
    beside = any("@" in cell for cell in row[len(columns) :])
    return at < len(row) and "@" in row[at] and not beside


def _by_column(
    number: int, row: Sequence[str], columns: Sequence[str], is_team: IsTeam | None
) -> Entry | Refused:
    told = headings.told(row, columns)
    email = told["email"]
    teams = [told[kind] for kind in ("team", "department") if told.get(kind)]
    bare, name = _name_with(email, is_group=False)
    called = headings.name(told, bare)
    if not called.shown and name:
        called = names.read(name, bare, is_team)
    return _tried(number, bare, called, cells.team(teams, is_team), is_team)


def _tried(
    number: int, email: str, name: Name, team: str, is_team: IsTeam | None
) -> Entry | Refused:
    try:
        known = addresses.address(email)
    except Refused as refused:
        return Refused(refused.problem, _short(refused.text), number)
    if len(name.shown) > LONGEST_NAME:
        return Refused(Problem.TOO_LONG, _short(name.shown), number)
    team, aside = _place(written.name(team).strip(" ;,-–—"), written.name(name.aside), is_team)
    return Entry(number, known, name, team, aside)


def _place(team: str, aside: str, is_team: IsTeam | None) -> tuple[str, str]:
    """(team, what is left out): what stands in brackets is a team only where there is such a one."""
    in_brackets = re.fullmatch(r"[(\[](.*)[)\]]", team)
    if in_brackets:
        team, aside = "", in_brackets[1].strip()
    if team or not aside or (names.is_remark(aside) and not (is_team and is_team(aside))):
        return team, ""
    return (aside, "") if is_team is None or is_team(aside) else ("", aside)


def _name_with(cell: str, *, is_group: bool) -> tuple[str, str]:
    """An address in a cell, and a name that stands with it: “Anne Bos anne@x”.

    Of a group of addresses on a line, what ends in a colon is the name of all of them.
    """
    words = cell.split()
    at = [n for n, word in enumerate(words) if "@" in word]
    if len(at) != 1 or len(words) == 1 or _is_wrapped_address(cell):
        return cell, ""
    before, behind = " ".join(words[: at[0]]), " ".join(words[at[0] + 1 :])
    if before.endswith(":") and is_group:
        before = ""
    before = copied.without_label(before)
    if len(before) == 1:
        before = ""  # the E of a signature
    if behind[:1] in {"(", "["} and (before or names.is_remark(behind)):
        return words[at[0]], f"{before} {behind}" if before else ""
    behind = copied.without_label(behind).strip(" :-–()[]")
    # A bar: what stands behind an address that has its name is no part of it.
    return words[at[0]], " | ".join(filter(None, [before, behind]))


def _is_wrapped_address(cell: str) -> bool:
    return cell.strip().lower().startswith(("mailto:", "smtp:"))


def _cells(line: str, *, keep: bool = False) -> list[str]:
    """The cells of a row, whatever divides them; `keep`: also those that are empty."""
    divider = "\t" if "\t" in line.strip(" ") else ";" if ";" in line else ","
    found = [_unquoted(cell.strip()) for cell in _split(line, divider)]
    if divider == ";":
        found = [part for cell in found for part in _people_in(cell)]
    return found if keep else [one for c in found if c.strip(" ;,") for one in _addresses_in(c)]


def _unquoted(cell: str) -> str:
    """A cell without the quotes that a sheet puts around it."""
    inner = cell[1:-1]
    return inner.strip() if cell[:1] == cell[-1:] == '"' and '"' not in inner else cell


def _addresses_in(cell: str) -> list[str]:
    """Addresses with nothing but a space between them are several people."""
    words = cell.split()
    return words if len(words) > 1 and all("@" in word[1:-1] for word in words) else [cell]


def _people_in(cell: str) -> list[str]:
    """“Anne Bos, anne@x” between semicolons is somebody with an address."""
    if cell.count("@") < 1 or "," not in cell:
        return [cell]
    return [part.strip() for part in _split(cell, ",")]


def _is_listed(line: str) -> bool:
    """Whether the family name comes first: with commas it does, in columns the first name does."""
    if "\t" in line or "," not in line:
        return False
    begin = [cell.strip('" ').split()[:1] for cell in line.split(",")]
    is_sheet = ", " not in line and ";" not in line
    return not (is_sheet and any(word and begins_family(word[0]) for word in begin))


def _split(text: str, divider: str) -> list[str]:
    """Parts between dividers that do not stand within quotes or brackets."""
    hidden = _QUOTED.sub(lambda found: found[0].replace(divider, "\x00"), text)
    return [part.replace("\x00", divider) for part in hidden.split(divider)]


def _short(text: str) -> str:
    return written.line(text)[:60]
