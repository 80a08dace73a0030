"""The cells of a row without a heading: which of them are a name, in which order, and what is left."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from backend.text import copied, names, sorting
from backend.text.names import Name
from backend.text.particles import begins_family, is_elided, is_only_prefix, is_prefix

IsTeam = Callable[[str], bool]


def told(
    before: Sequence[str],
    behind: Sequence[str],
    email: str,
    *,
    listed: bool,
    is_team: IsTeam | None,
) -> tuple[Name, str]:
    """(name, team) out of what stands around an address; the name stands before it, or else behind.

    `listed`: written as in a list, the family name first and a comma behind it.
    """
    ahead = [cell for cell in before if not copied.is_number(cell) and not copied.is_known_by(cell)]
    rest = _places(behind, is_team)
    teams: list[str] = []
    if not ahead:
        size = _named(rest, email, is_team)
        ahead, rest = rest[:size], rest[size:]
    elif is_team:
        ahead, teams = _without_teams(ahead, is_team)
    name, left = _whole(ahead, email, listed=listed, is_team=is_team)
    return name, teams[0] if teams else team([*rest, *left], is_team)


def team(behind: Sequence[str], is_team: IsTeam | None) -> str:
    """The team among the cells behind a name: one that there is, or else the first."""
    rest = _places(behind, is_team)
    known = [cell for cell in rest if is_team and is_team(cell)]
    return [*known, *rest, ""][0]


def _places(behind: Sequence[str], is_team: IsTeam | None) -> list[str]:
    """Without numbers and what only says something of somebody; a team may be called 112."""
    return [
        cell
        for cell in behind
        if (is_team and is_team(cell)) or not (copied.is_number(cell) or names.is_remark(cell))
    ]


def _named(cells: Sequence[str], email: str, is_team: IsTeam | None) -> int:
    """How many cells behind an address are its name: one, and those that belong to a family name."""
    size = min(len(cells), 1)
    while 0 < size < len(cells) and size < 3:
        words, last = cells[size].split(), cells[size - 1].split()
        if is_team and is_team(cells[size]):
            break
        begins = bool(words) and begins_family(words[0]) and words[0].islower()
        # “Wit, Kees de” was divided at its comma.
        begins = begins or (
            size == 1 and len(words) > 1 and is_prefix(words[-1]) and words[-1].islower()
        )
        goes_on = is_only_prefix(last) or (
            size == 1 and len(last) == 1 and _is_made_of(email, cells[0], cells[1])
        )
        # “de Wit; Kees”: what begins so has no first name yet.
        goes_on = goes_on or (
            size == 1 and _begins_small(cells[0]) and names.is_first_name(cells[1], is_team)
        )
        if not (begins or goes_on):
            break
        size += 1
    return size


def _without_teams(cells: list[str], is_team: IsTeam) -> tuple[list[str], list[str]]:
    """(what is not a team, teams), where a name is left without them: a team may be called Bos."""
    teams = [cell for cell in cells if is_team(cell)]
    rest = [cell for cell in cells if cell not in teams]
    is_sure = len(" ".join(rest).split()) > 1 or any(" " in team for team in teams)
    return (rest, teams) if rest and is_sure else (cells, [])


def _whole(
    cells: Sequence[str], email: str, *, listed: bool, is_team: IsTeam | None
) -> tuple[Name, list[str]]:
    """The name in these cells, and those that are none of it."""
    if not cells:
        return Name(), []
    if len(cells) == 1 or _is_full(cells, email, listed=listed):
        return names.read(cells[0], email, is_team), list(cells[1:])
    by_address = len(cells) == 2 and _fits(email, *cells) and not _fits(email, cells[1], cells[0])
    if listed and not by_address:
        return names.read(", ".join(cells), "", is_team), []
    return names.joined(*_ordered(cells, email)), []


def _is_full(cells: Sequence[str], email: str, *, listed: bool) -> bool:
    """Whether the first cell is a whole name: what follows is a rank or a place."""
    words, others = cells[0].split(), cells[1].split()
    if len(words) < 2 or begins_family(words[0]) or begins_family(others[0]):
        return False
    if not listed and names.is_place_behind(cells[0], cells[1], None):
        return True
    if "," in cells[0]:
        return not is_only_prefix(cells[0].partition(",")[2].split())
    if any(part in _letters(email.partition("@")[0]) for part in _long(others)):
        return False
    by_address = _fits(email, words[0], " ".join(words[1:]))
    within = any(is_prefix(word) and word.islower() for word in words[1:-1])
    return by_address or (within and not listed)


def _ordered(cells: Sequence[str], email: str) -> tuple[str, str, str]:
    """(given, prefixes, family) out of columns in either order."""
    prefixes = [n for n, cell in enumerate(cells) if is_only_prefix(cell.split())]
    *given, family = [cell for n, cell in enumerate(cells) if n not in prefixes] or [""]
    first = " ".join(given)
    if first and _family_is_first(cells, prefixes, first, family, email):
        first, family = family, first
    return first, " ".join(cells[n] for n in prefixes), family


def _family_is_first(
    cells: Sequence[str], prefixes: Sequence[int], first: str, second: str, email: str
) -> bool:
    begins = [_begins_small(part) or begins_family(part.split()[0]) for part in (first, second)]
    if begins[0] != begins[1]:
        return begins[0]
    fits = _fits(email, first, second), _fits(email, second, first)
    if fits[0] != fits[1]:
        return fits[1]
    return bool(prefixes) and prefixes[0] in {0, len(cells) - 1}


def _begins_small(part: str) -> bool:
    """“da Silva”, “d'Hondt”, “Jansen-de Vries”, “Wit, de”: a first name would have its capital."""
    first, *others = part.split()
    if is_only_prefix(part.partition(",")[2].split()):
        return True
    if first[0].islower() and (is_elided(first) or (others and is_prefix(first))):
        return True
    behind = first.rpartition("-")[2]
    return bool(others) and behind.islower() and is_prefix(behind)


def _fits(email: str, given: str, family: str) -> bool:
    """Whether an address is made of this name: kees@, kees.dewit@, k.wit@."""
    local, first, last = _letters(email.partition("@")[0]), _letters(given), _letters(family)
    if not local or not first or not last:
        return False
    behind = last.endswith(local[1:]) and len(local) > 2
    return local == first or (
        local[0] == first[0] and (local.endswith(last) or local == first + last or behind)
    )


def _is_made_of(email: str, one: str, other: str) -> bool:
    return _fits(email, one, other) or _fits(email, other, one)


def _letters(text: str) -> str:
    return "".join(sign for sign in sorting.folded(text) if sign.isalpha())


def _long(words: Sequence[str]) -> list[str]:
    return [plain for word in words if len(plain := _letters(word)) > 2]
