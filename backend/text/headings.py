"""What the columns of a sheet are called, and what they tell of somebody."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from backend.text import names, sorting
from backend.text.names import Name
from backend.text.particles import is_prefix

_COLUMNS = {
    "email": "e mail|email|mail|mailadres|e mailadres|emailadres|e mail adres|adres|email address|"
    "e mail address|emailaddress|address|mail address|e mailadressen|emailadressen|mailadressen|werkmail|"
    "e mails|emails|mail adres|user principal name|upn|primary smtp address|smtp adres|smtp address",
    "name": "naam|name|namen|names|volledige naam|full name|fullname|medewerker|medewerkers|collega|collegas|"
    "colleague|colleagues|display name|displayname|weergavenaam|voornaam achternaam|voor en achternaam|"
    "voornaam en achternaam|first and last name|first name last name|deelnemer|deelnemers|participant|"
    "participants|genodigden|gebruiker|user|wie|who|ambassadeur|ambassadeurs|contactpersoon|werknemer|persoon|"
    "teamlid|teamleden|lid|leden|ambtenaar",
    "reversed": "achternaam voornaam|achternaam en voornaam|achter en voornaam|last name first name|"
    "naam voornaam|surname first name",
    "called": "roepnaam|known as|preferred name",
    "given": "voornaam|voornamen|first name|given name|firstname|givenname|forename",
    "initials": "voorletters|voorletter|initialen|initials",
    "prefix": "tussenvoegsel|tussenvoegsels|voorvoegsel|voorvoegsels|prefix|middle name|tv|tussenv|tussen|voorv|"
    "tussenvoegsel s|tussen voegsel|vv|tvs|infix",
    "family": "achternaam|achternamen|familienaam|last name|surname|family name|lastname|familyname|sn",
    "birth": "geboortenaam|geslachtsnaam|meisjesnaam",
    "team": "team|teamnaam|teams",
    "department": "afdeling|unit|department|onderdeel",
}  # fmt: skip
_COLUMN = {word: column for column, words in _COLUMNS.items() for word in words.split("|")}
# As programmes write them: FirstName, PrimarySmtpAddress.
_JOINED = {word.replace(" ", ""): column for word, column in _COLUMN.items()}
# Which one it is, of several of a kind.
_BESIDE = frozenset(
    [
        "werk", "zakelijk", "zakelijke", "medewerker", "collega", "deelnemer", "contactpersoon",
        "van", "de", "het", "een", "je", "jouw", "uw", "work", "business", "employee", "your",
        "persoon", "ambassadeur", "user", "gebruiker", "teamlid",
        "intern", "interne", "1", "value", "verplicht",
    ]
)  # fmt: skip
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_MORE = frozenset({"en", "and", "of", "or", "met"})


def columns(cells: Sequence[str]) -> list[str]:
    """What each column holds (“” for what is not asked), where these cells are a heading; else nothing.

    Several in one cell (“Naam / E-mail”) make a heading that says nothing of the columns.
    """
    found = [column(cell) for cell in cells]
    told = [one for one in cells if one.strip()]
    if "email" in found or (len(told) == 1 and {"name", "reversed"} & set(found)):
        return found
    several = [_several(sorting.folded(_BRACKETS.sub(" ", cell)).split()) for cell in told]
    return [""] if told and any(several) and all(several) else []


def column(cell: str) -> str:
    """What a column of this heading holds; empty for one that is not asked."""
    for text in (cell, _BRACKETS.sub(" ", cell)):
        words = sorting.folded(text).split()
        kept = [word for word in words if word not in _BESIDE]
        known = _JOINED.get("".join(words)) or _JOINED.get("".join(kept))
        if known:
            return known
    return ""


def _several(words: Sequence[str]) -> bool:
    """Whether all of these words, one behind the other, are what columns are called."""
    if len(words) > 8:
        return False
    if not words:
        return True
    if words[0] in _MORE | _BESIDE and _several(words[1:]):
        return True
    return any(
        " ".join(words[:n]) in _COLUMN and _several(words[n:])
        for n in range(1, min(len(words), 4) + 1)
    )


def told(cells: Sequence[str], called: Sequence[str]) -> dict[str, str]:
    """What a row holds, by column; the first of two of one kind.

    A column that only holds what stands before a family name holds just that, whatever it is called.
    """
    found: dict[str, str] = {}
    for cell, one in zip(cells, called, strict=False):
        words = cell.split()
        is_prefixes = not one and words and all(map(is_prefix, words)) and cell.islower()
        kind = "prefix" if is_prefixes else one
        if kind and cell.strip() and not found.get(kind):
            found[kind] = cell
    return found


def name(row: Mapping[str, str], email: str) -> Name:
    """The name that the columns of a row tell."""
    given = row.get("called") or row.get("given") or row.get("initials", "")
    prefix, family, whole = (row.get(part, "") for part in ("prefix", "family", "name"))
    family = family or row.get("birth", "")
    if family or (given and not whole):
        return names.joined(given, prefix, family)
    if given and sorting.folded(given) not in sorting.folded(whole):
        return names.joined(given, prefix, whole)
    if whole and prefix and not given:
        *first, last = whole.split()
        return names.read(
            f"{whole} {prefix}" if "," in whole else " ".join([*first, prefix, last]), email
        )
    return names.read(whole, email) if whole else _reversed(row.get("reversed", ""), email)


def _reversed(text: str, email: str) -> Name:
    """“Wit Kees” below a heading that says so."""
    words = text.split()
    if "," in text or len(words) < 2:
        return names.read(text, email)
    at = next((n for n, word in enumerate(words) if n and is_prefix(word)), len(words))
    behind, words = words[at:], words[:at]
    return names.read(f"{' '.join(words[:-1])}, {' '.join([words[-1], *behind])}", email)
