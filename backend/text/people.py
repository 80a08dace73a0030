"""Lists of people as they are pasted: from a mail programme's “To”, a sheet, a list that was typed.

Every line is read, and everything that cannot be is named, at once. A line may hold several people.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from backend.text import addresses, names, outline, sorting, written
from backend.text.names import Name
from backend.text.problems import Problem, Refused

LONGEST_NAME = 120


@dataclass(frozen=True)
class Entry:
    """Somebody on a line: the line's number as people count, and what it tells of them."""

    line: int
    email: str
    name: Name = field(default_factory=Name)
    team: str = ""


@dataclass(frozen=True)
class Skipped:
    """A line that is nobody, or somebody who stands on an earlier line (`of`)."""

    line: int
    why: str
    text: str = ""
    of: int = 0


HEADING, AGAIN = "heading", "again"


@dataclass(frozen=True)
class People:
    """What a paste holds: who can be read, what was skipped and why, what is wrong and where."""

    found: Sequence[Entry]
    skipped: Sequence[Skipped]
    wrong: Sequence[Refused]


_LINK = re.compile(r"\[([^\[\]]*)\]\(mailto:([^()]*)\)", re.IGNORECASE)
_BEFORE = re.compile(r"\s*(?:aan|to|cc|bcc|van|from|an|à)\s*:\s*", re.IGNORECASE)
_BRACKETED = re.compile(r"<([^<>]*@[^<>]*)>")
_QUOTED = re.compile(r'"[^"]*"|“[^”]*”|„[^”]*”')
_COLUMNS = {
    "email": "e mail|email|mail|mailadres|e mailadres|emailadres|e mail adres|adres|email address|"
    "e mail address|address|mail address|e mailadressen|mailadressen|werkmail",
    "name": "naam|name|volledige naam|full name|medewerker|collega|colleague|display name|weergavenaam",
    "given": "voornaam|roepnaam|first name|given name|firstname",
    "prefix": "tussenvoegsel|tussenvoegsels|voorvoegsel|voorvoegsels|prefix|middle name",
    "family": "achternaam|familienaam|last name|surname|family name|lastname",
    "team": "team|afdeling|unit|department|teamnaam|onderdeel",
}
_COLUMN = {word: column for column, words in _COLUMNS.items() for word in words.split("|")}


def read(text: str) -> People:
    """The people on these lines: “Name <address>”, “Family, Given <address>”, cells in any order,
    several on a line with `;` or `,`, a heading that says what the columns are."""
    found: dict[str, Entry] = {}
    skipped: list[Skipped] = []
    wrong: list[Refused] = []
    columns: list[str] = []
    for number, line in enumerate(written.lines(text), start=1):
        heading = _heading(line)
        if heading:
            columns = heading
            skipped.append(Skipped(number, HEADING, written.line(line)))
            continue
        for one in _on_line(number, line, columns):
            if isinstance(one, Refused):
                wrong.append(one)
            elif one.email in found:
                first = found[one.email]
                skipped.append(Skipped(number, AGAIN, one.email, first.line))
                if not first.name.shown and one.name.shown:
                    found[one.email] = Entry(
                        first.line, one.email, one.name, first.team or one.team
                    )
            else:
                found[one.email] = one
    return People(list(found.values()), skipped, wrong)


def _heading(line: str) -> list[str]:
    """What the columns of a sheet hold, where this line says so; else nothing."""
    if "@" in line:
        return []
    cells = [_COLUMN.get(sorting.folded(cell), "") for cell in _cells(line, keep=True)]
    return cells if "email" in cells or cells == ["name"] else []


def _on_line(number: int, line: str, columns: Sequence[str]) -> Iterator[Entry | Refused]:
    plain = line.replace("＠", "@").replace("\ufe6b", "@")
    if not written.line(plain).strip(" ;,"):
        return
    plain = _LINK.sub(r"\1 <\2>", plain)
    if columns and "<" not in plain:
        cells = _cells(plain, keep=True)
        if _fits(cells, columns):
            yield _tried(number, *_by_column(cells, columns))
            return
    plain = outline.without_bullet(plain.lstrip(" ")) if not plain.startswith("\t") else plain
    plain = _BEFORE.sub("", plain, count=1) if _BEFORE.match(plain) else plain
    if _BRACKETED.search(plain):
        yield from _bracketed(number, plain)
    else:
        yield from _of_cells(number, _cells(plain), "," if _by_comma(plain) else "")


def _bracketed(number: int, line: str) -> Iterator[Entry | Refused]:
    """“A <a@x>; B <b@x>, c@x”: what stands before an address in brackets is the name."""
    end = 0
    matches = list(_BRACKETED.finditer(line))
    for n, match in enumerate(matches):
        before = line[end : match.start()].strip(" \t;,")
        *others, name = _loose(before)
        for other in others:
            yield from _of_cells(number, _cells(other), ",")
        end = match.end()
        rest = line[end:].strip(" \t;,") if n + 1 == len(matches) else ""
        if not rest or "@" in rest:
            yield _tried(number, match[1], names.read(name, match[1]))
        else:
            yield _tried(number, match[1], names.read(name, match[1]), rest)
    tail = line[end:].strip(" \t;,")
    if "@" in tail:
        yield from _of_cells(number, _cells(tail), ",")


def _loose(before: str) -> list[str]:
    """Addresses without brackets in front of a name, each apart, and the name at the end."""
    pieces = [piece.strip() for piece in _split(before, ";") if piece.strip()]
    if len(pieces) == 1 and "@" in before and "," in before:
        pieces = [piece.strip() for piece in _split(before, ",") if piece.strip()]
    others = [piece for piece in pieces[:-1] if "@" in piece]
    name = " ".join(piece for piece in pieces[:-1] if "@" not in piece)
    return [*others, f"{name} {pieces[-1]}".strip() if pieces else ""]


def _of_cells(number: int, cells: Sequence[str], comma: str) -> Iterator[Entry | Refused]:
    """People out of cells: what stands before an address is its name; behind the only one, the name
    where there is none yet, then the team."""
    at = [n for n, cell in enumerate(cells) if "@" in cell]
    if not at:
        yield Refused(Problem.NO_ADDRESS, _short(" ".join(cells)), number)
        return
    begin = 0
    for n in at:
        email, name = _name_with(cells[n])
        before = [name] if name else [cell for cell in cells[begin:n] if cell]
        behind = [cell for cell in cells[n + 1 :] if cell] if len(at) == 1 else []
        yield _tried(number, email, *_told(before, behind, comma))
        begin = n + 1


def _told(before: Sequence[str], behind: Sequence[str], comma: str) -> tuple[Name, str]:
    """(name, team) out of what stands around an address."""
    rest = list(behind)
    if not before and rest:
        before, rest = [rest[0]], rest[1:]
    if len(before) > 1:
        # With commas the family name comes first, as in a list; in columns the first name does.
        name = (
            names.read(", ".join(before))
            if comma
            else names.joined(before[0], "", " ".join(before[1:]))
        )
    else:
        name = names.read(before[0]) if before else Name()
    return name, " ".join(rest[:1])


def _fits(cells: Sequence[str], columns: Sequence[str]) -> bool:
    """Whether a row is one of the sheet that the heading is of: the address stands in its column."""
    at = columns.index("email") if "email" in columns else len(cells)
    return at < len(cells) and "@" in cells[at]


def _by_column(cells: Sequence[str], columns: Sequence[str]) -> tuple[str, Name, str]:
    told = {column: cell for column, cell in zip(columns, cells, strict=False) if column}
    email = told["email"]
    if told.get("family") or told.get("given"):
        name = names.joined(*(told.get(part, "") for part in ("given", "prefix", "family")))
    else:
        name = names.read(told.get("name", ""), email)
    return email, name, told.get("team", "")


def _tried(number: int, email: str, name: Name, team: str = "") -> Entry | Refused:
    try:
        known = addresses.address(email)
    except Refused as refused:
        return Refused(refused.problem, _short(refused.text), number)
    if len(name.shown) > LONGEST_NAME:
        return Refused(Problem.TOO_LONG, _short(name.shown), number)
    return Entry(number, known, name, written.name(team or name.aside).strip(" ;,"))


def _name_with(cell: str) -> tuple[str, str]:
    """An address in a cell, and a name that stands with it: “Anne Bos anne@x”."""
    words = cell.split()
    mails = [word for word in words if "@" in word]
    if len(mails) != 1 or len(words) == 1 or _is_wrapped_address(cell):
        return cell, ""
    return mails[0], " ".join(word for word in words if "@" not in word).strip(" :-–()")


def _is_wrapped_address(cell: str) -> bool:
    return cell.strip().lower().startswith("mailto:")


def _cells(line: str, *, keep: bool = False) -> list[str]:
    """The cells of a row, whatever divides them; `keep`: also those that are empty."""
    divider = "\t" if "\t" in line.strip(" ") else ";" if ";" in line else ","
    cells = [cell.strip() for cell in _split(line, divider)]
    if divider == ";":
        cells = [part for cell in cells for part in _people_in(cell)]
    return cells if keep else [one for c in cells if c.strip(" ;,") for one in _addresses_in(c)]


def _addresses_in(cell: str) -> list[str]:
    """Addresses with nothing but a space between them are several people."""
    words = cell.split()
    return words if len(words) > 1 and all("@" in word[1:-1] for word in words) else [cell]


def _people_in(cell: str) -> list[str]:
    """“Anne Bos, anne@x” between semicolons is somebody with an address."""
    if cell.count("@") < 1 or "," not in cell:
        return [cell]
    return [part.strip() for part in _split(cell, ",")]


def _by_comma(line: str) -> bool:
    return "\t" not in line and "," in line


def _split(text: str, divider: str) -> list[str]:
    """Parts between dividers that do not stand within quotes."""
    hidden = _QUOTED.sub(lambda found: found[0].replace(divider, "\x00"), text)
    return [part.replace("\x00", divider) for part in hidden.split(divider)]


def _short(text: str) -> str:
    return written.line(text)[:60]
