"""People's names, as lists and mail programmes write them, in the order in which they are read."""

from __future__ import annotations

import re
from dataclasses import dataclass

from backend.text import sorting, written
from backend.text.particles import first_name, is_initials, is_prefix

__all__ = ["Name", "first_name", "greeting", "read"]

_TITLES = frozenset(
    [
        "dr",
        "drs",
        "ir",
        "ing",
        "mr",
        "mw",
        "mevr",
        "mevrouw",
        "mej",
        "dhr",
        "dhr/mw",
        "prof",
        "ds",
        "bc",
        "mrs",
        "ms",
        "miss",
        "mister",
        "mme",
        "herr",
        "frau",
    ]
)
_DEGREES = frozenset(
    [
        "msc",
        "bsc",
        "ma",
        "ba",
        "mba",
        "llm",
        "llb",
        "phd",
        "md",
        "ra",
        "rc",
        "rm",
        "mpa",
        "emba",
        "mphil",
        "med",
        "bed",
        "beng",
        "bba",
        "bict",
        "rn",
        "aa",
        "rb",
    ]
)
_WRAPPED = {'"': '"', "“": "”", "„": "”", "«": "»", "‘": "’", "'": "'", "’": "’", "”": "”"}
_CALLED = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_CURLY = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'", "ʼ": "'", "′": "'"})
_ACCOUNT = re.compile(r"[^\s@]*[a-z0-9][._][^\s@]*|[^\s@]*\d[^\s@]*", re.IGNORECASE)
_VOWEL = re.compile("[aeiouyáéíóúàèìòùäëïöüâêîôûåøœæıAEIOUYÁÉÍÓÚÀÈÌÒÙÄËÏÖÜÂÊÎÔÛÅØŒÆİ]")


@dataclass(frozen=True)
class Name:
    """A name in reading order, the part of it to look it up by, and what stood in brackets."""

    shown: str = ""
    family: str = ""
    aside: str = ""

    @property
    def greeting(self) -> str:
        """What to greet by; empty where that is not known."""
        return first_name(self.shown)

    @property
    def sort(self) -> str:
        """The stored sort key."""
        return sorting.person_key(self.shown, self.family)


def greeting(name: str) -> str:
    """What to greet somebody of this name by; empty where no first name is known."""
    return first_name(name)


def read(text: str, email: str = "") -> Name:
    """The name in what was pasted: “de Wit, Kees” is Kees de Wit, capitals put right.

    Nothing where it is no name: an address, an account, or only signs. What stands in brackets is
    somebody's first name behind initials, else it is `aside` (a team, an organisation).
    """
    plain = _unwrapped(written.name(text).translate(_CURLY))
    if "@" in plain or not any(sign.isalpha() for sign in plain):
        return Name()
    plain, aside = _apart(plain)
    if _is_account(plain, email):
        return Name("", "", aside)
    given, family = _ordered(plain)
    given_words, called = _without_titles(given), ""
    initials = next((n for n, w in enumerate(given_words) if not is_initials(w)), len(given_words))
    if initials and _is_first_name(aside):
        given_words, called = [aside, *given_words[initials:]], aside
    words = [*given_words, *family] if family else given_words
    cased = _cased(words)
    last = cased[len(given_words) :]
    return Name(" ".join(cased), " ".join(last), "" if called else aside)


def joined(given: str, prefix: str, family: str) -> Name:
    """A name from the columns of a list."""
    given_words = _without_titles(written.name(given).translate(_CURLY))
    last = f"{written.name(prefix)} {written.name(family)}".translate(_CURLY).split()
    cased = _cased([*given_words, *last])
    return Name(" ".join(cased), " ".join(cased[len(given_words) :]))


def _unwrapped(plain: str) -> str:
    """Without quotes around the whole; the apostrophe of 't Hoen stays."""
    plain = plain.strip(" \t;,:")
    while len(plain) > 1 and _WRAPPED.get(plain[0]) == plain[-1]:
        plain = plain[1:-1].strip(" ;,")
    return plain.strip('"“”„«» ;,').strip()


def _apart(plain: str) -> tuple[str, str]:
    """The name, and what stands in brackets."""
    found = _CALLED.search(plain)
    aside = found[1].strip() if found else ""
    return " ".join(_CALLED.sub(" ", plain).split()).replace(" ,", ","), aside


def _ordered(plain: str) -> tuple[str, list[str]]:
    """(given, family with its prefixes); without a comma all is in reading order already."""
    parts = [part.strip() for part in plain.split(",") if part.strip()]
    while len(parts) > 1 and all(_is_degree(word) for word in parts[-1].split()):
        parts.pop()
    if len(parts) < 2:
        return _shouted_first(parts[0] if parts else "")
    family, given = _without_titles(parts[0]), " ".join(parts[1:]).split()
    behind: list[str] = []
    while len(family) > 1 and is_prefix(family[-1]) and not is_prefix(family[0]):
        behind.insert(0, family.pop())
    while len(given) > 1 and is_prefix(given[-1]):
        behind.insert(0, given.pop())
    if len(given) == 1 and is_prefix(given[0]) and given[0].islower():
        behind, given = given, []
    return " ".join(given), [*behind, *family]


def _shouted_first(plain: str) -> tuple[str, list[str]]:
    """“DUPONT Jean”: a family name in capitals comes first only where the rest is not."""
    words = _without_titles(plain)
    shouted = 0
    while shouted < len(words) and _is_shouted(words[shouted]):
        shouted += 1
    rest = words[shouted:]
    if (
        shouted
        and rest
        and not any(is_prefix(w) or w.isupper() for w in rest)
        and not words[0].islower()
    ):
        return " ".join(rest), words[:shouted]
    return plain, []


def _is_shouted(word: str) -> bool:
    letters = [sign for sign in word if sign.isalpha()]
    return len(letters) > 2 and all(sign.isupper() for sign in letters)


def _without_titles(text: str) -> list[str]:
    words = text.split()
    if len(words) > 2 and [word.casefold() for word in words[:2]] == ["de", "heer"]:
        words = words[2:]
    while len(words) > 1 and words[0].rstrip(".").casefold() in _TITLES:
        words.pop(0)
    while len(words) > 1 and _is_degree(words[-1]):
        words.pop()
    return words


def _is_degree(word: str) -> bool:
    plain = word.replace(".", "").strip(",").casefold()
    return plain in _DEGREES and (word.isupper() or not word.islower()) and not word.istitle()


def _is_first_name(aside: str) -> bool:
    plain = re.fullmatch(r"[^\W\d_]{2,}(?:-[^\W\d_]+)*", aside)
    return plain is not None and not (aside.isupper() and len(aside) < 5)


def _is_account(plain: str, email: str) -> bool:
    """“kees.dewit” and “kdewit2” are what somebody signs in with."""
    if " " in plain:
        return False
    local = email.rpartition("@")[0].casefold()
    if _ACCOUNT.fullmatch(plain) and not is_initials(plain):
        return True
    return bool(local) and plain.casefold() == local and any(sign in plain for sign in "._-")


def _cased(words: list[str]) -> list[str]:
    """Capitals put right where a whole name, or a word of it, is only in capitals or only small."""
    text = " ".join(words)
    if text.isupper() and len(words) == sum(is_initials(word) for word in words):
        return words
    if text.isupper() or text.islower():
        return [_put_right(word, n) for n, word in enumerate(words)]
    shouted = [_is_shouted(word) and bool(_VOWEL.search(word)) for word in words]
    small = [any(shouted) and n > 0 and is_prefix(w) and w.isupper() for n, w in enumerate(words)]
    return [_put_right(word, n) if shouted[n] or small[n] else word for n, word in enumerate(words)]


def _put_right(word: str, at: int) -> str:
    if is_prefix(word) and at:
        return _small(word)
    if is_initials(word) and (len(word) == 1 or "." in word):
        return word.upper() if len(word) < 3 or word.isupper() else word
    pieces = re.split("([-–'])", word)
    return "".join(_piece(pieces, n, at) for n in range(len(pieces)))


def _piece(pieces: list[str], n: int, at: int) -> str:
    piece = pieces[n]
    if not piece or not piece[0].isalpha():
        return piece
    after, before = pieces[n + 1 : n + 2], pieces[n - 1 : n] if n else []
    if at and n == 0 and after == ["'"] and piece.casefold() in {"d", "l"}:
        return _small(piece)
    if before == ["'"] and (not pieces[n - 2] or len(piece) == 1):
        # The 't of “van 't Hoff”, the 's of “'s-Gravezande”.
        return _small(piece)
    if before in (["-"], ["–"]) and is_prefix(piece):
        return _small(piece)
    return _capital(piece)


def _capital(piece: str) -> str:
    low = _small(piece)
    if low.startswith("ij"):
        return "IJ" + low[2:]
    if low.startswith("mc") and len(low) > 3:
        return "Mc" + low[2].upper() + low[3:]
    first = piece[0] if piece[0].isupper() else piece[0].upper()
    return first + low[1:]


def _small(piece: str) -> str:
    """Lower case; a dotted İ becomes one i."""
    return piece.replace("İ", "i").lower()
