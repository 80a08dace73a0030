"""People's names, as lists and mail programmes write them, in the order in which they are read."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from backend.text import sorting, written
from backend.text.capitals import has_vowel, is_shouted, put_right
from backend.text.name_words import (
    ALSO_CALLED,
    BODIES,
    DEGREES,
    MOMENTS,
    POSTS,
    REMARKS,
    SHARED,
    TITLES,
)
from backend.text.particles import (
    SHORT,
    bare,
    begins_family,
    first_name,
    is_initials,
    is_only_prefix,
    is_prefix,
)

__all__ = ["Name", "first_name", "greeting", "read"]

_WRAPPED = {'"': '"', "“": "”", "„": "”", "«": "»", "‘": "’", "'": "'", "’": "’", "”": "”"}
_CALLED = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_CURLY = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'", "ʼ": "'", "′": "'"})
_ACCOUNT = re.compile(r"[^\s@]*[a-z0-9][._][^\s@]*|[^\s@]*\d[^\s@]*", re.IGNORECASE)
_APART = re.compile(r"\b([vV]\.) ([dD]\.)(?= )")
# “K.de Wit”, “Ch.Dupont”, “J.v.d. Berg”: initials, or titles, without a space behind them.
_GLUED = re.compile(
    r"(?<![\w.])((?:(?:[A-Z]|IJ|[CTPS]h|[TS]j|St|Fr|Chr|Joh)\.)+)(?=[^\W\d_]{2}|'[stn]\b|v[./]d)"
    r"|(?<![\w.])((?:[a-z]\.)+)(?=(?:van|de|den|der|te|ten|ter)\s)"
)
_GLUED_TITLE = re.compile(
    r"(?<![\w.])((?i:drs?|ing|ir|mr|mw|mevr|prof|ds|dhr)\.)(?=[A-Z]|(?:drs?|ing|ir|mr)\.)"
)


@dataclass(frozen=True)
class Name:
    """A name in reading order, the part of it to look it up by, and what stood in brackets."""

    shown: str = ""
    family: str = ""
    aside: str = ""

    @property
    def greeting(self) -> str:
        """What to greet by; empty where that is not known."""
        return greeting(self.shown)

    @property
    def sort(self) -> str:
        """The stored sort key."""
        return sorting.person_key(self.shown, self.family)


def greeting(name: str) -> str:
    """What to greet somebody of this name by; empty where no first name is known, or several read it."""
    return "" if _is_body(" ".join(name.split()[:1])) else first_name(name)


def read(text: str, email: str = "", is_team: Callable[[str], bool] | None = None) -> Name:
    """The name in what was pasted: “de Wit, Kees” is Kees de Wit, capitals put right.

    Nothing where it is no name: an address, an account, or only signs. What stands in brackets is
    somebody's first name behind initials, else it is `aside` (a team, an organisation); what only
    says how to speak of somebody is neither, unless it `is_team`.
    """
    plain = _unwrapped(_spaced(written.name(text).translate(_CURLY))).lstrip("@")
    if "@" in plain or not any(sign.isalpha() for sign in plain):
        return Name()
    plain, bracketed, places = _apart(plain, is_team)
    asides = sorted([*bracketed, *places, ""], key=lambda one: not (is_team and is_team(one)))
    if _is_account(plain, email) or (len(plain) == 1 and plain.isascii()):
        return Name("", "", asides[0])
    given, family = _ordered(plain)
    given_words = _without_titles(given)
    initials = next((n for n, w in enumerate(given_words) if not is_initials(w)), len(given_words))
    called = next((one for one in bracketed if initials and is_first_name(one, is_team)), "")
    if called:
        given_words = [called, *given_words[initials:]]
        asides.remove(called)
    words = [*given_words, *family] if family else given_words
    cased = put_right(words, is_shared=_is_shared(words))
    last = cased[len(given_words) :]
    return Name(" ".join(cased), " ".join(last), asides[0])


def joined(given: str, prefix: str, family: str) -> Name:
    """A name from the columns of a list."""
    given_words = _without_titles(_spaced(written.name(given).translate(_CURLY)))
    called, _comma, behind = family.partition(",")
    if is_only_prefix(behind.split()):
        prefix, family = f"{prefix} {behind}", called
    last = f"{written.name(prefix)} {written.name(family)}".translate(_CURLY).split()
    words = [*given_words, *last]
    cased = put_right(words, is_shared=_is_shared(words))
    return Name(" ".join(cased), " ".join(cased[len(given_words) :]))


def _spaced(plain: str) -> str:
    """With a space behind initials and titles, and none within v.d."""
    plain = _GLUED_TITLE.sub(r"\1 ", _APART.sub(r"\1\2", plain))
    return _GLUED.sub(lambda found: f"{found[0]} ", plain)


def _unwrapped(plain: str) -> str:
    """Without quotes around the whole; the apostrophe of 't Hoen stays."""
    plain = plain.strip(" \t;,:")
    while len(plain) > 1 and _WRAPPED.get(plain[0]) == plain[-1]:
        plain = plain[1:-1].strip(" ;,")
    return plain.strip('"“”„«» ;,').strip()


def _apart(plain: str, is_team: Callable[[str], bool] | None) -> tuple[str, list[str], list[str]]:
    """The name, what stood in brackets, and what stood behind it."""
    bare = " ".join(_CALLED.sub(_prefix_in_brackets, plain).split()).replace(" ,", ",")
    name, place = _behind(bare, is_team)

    def told(found: list[str]) -> list[str]:
        trimmed = [one.strip() for one in found]
        return [one for one in trimmed if (is_team and is_team(one)) or not is_remark(one)]

    bracketed = [one[1] for one in _CALLED.finditer(plain) if not _prefix_in_brackets(one).strip()]
    return name, told(bracketed), told(place.split(" | "))


def _prefix_in_brackets(found: re.Match[str]) -> str:
    """“Dijk (van), Lieke”: what stands before a family name is a part of it, also in brackets."""
    is_prefixes = is_only_prefix(found[1].split()) and not is_remark(found[1])
    return f" {found[1]} " if is_prefixes else " "


def _behind(plain: str, is_team: Callable[[str], bool] | None) -> tuple[str, str]:
    """(a name, what stands behind it): “Kees de Wit | Gemeente X”, “Wit, Kees de - Gemeente X”."""
    name, _bar, place = plain.partition(" | ")
    name, _via, group = name.partition(" via ")
    places = [group, place]
    for dash in (" - ", " – ", " — ", " / "):
        before, _dash, behind = name.partition(dash)
        # “Jansen - de Vries, M.” and “M. Jansen - de Vries” are double names.
        if _is_body(before) or (before.isupper() and " " not in before):
            continue
        if behind and ("," in before or _is_place(behind, is_team)) and "," not in behind:
            name, places = before, [behind, *places]
    ahead, comma, last = name.rpartition(", ")
    while comma and is_place_behind(ahead, last, is_team):
        name, places = ahead, [last, *places]
        ahead, comma, last = name.rpartition(", ")
    return _unwrapped(name), " | ".join(one for one in places if one)


def is_place_behind(name: str, text: str, is_team: Callable[[str], bool] | None) -> bool:
    """Whether what stands behind a comma is no first name: “Kees de Wit, adviseur”."""
    if _is_body(text):
        return True
    words, others = name.split(), text.split()
    is_listed = "," in name
    if len(words) < 2 or (begins_family(words[0]) and not is_listed) or name.islower():
        return False
    # A first name would have its capital: “adviseur Burgerzaken”.
    is_small = any(w.islower() and not (is_prefix(w) or is_initials(w)) for w in others)
    is_post = any(sorting.folded(word) in POSTS for word in others)
    return is_small or is_post or bool(is_team and is_team(text))


def _is_shared(words: list[str]) -> bool:
    return any(sorting.folded(word) in SHARED for word in words)


def _is_body(text: str) -> bool:
    return any(word in BODIES | SHARED for word in sorting.folded(text).split())


def _is_place(text: str, is_team: Callable[[str], bool] | None) -> bool:
    """Whether it is a body, a team or a post, and not half of a double name."""
    words = text.split()
    if (is_team and is_team(text)) or _is_body(text):
        return True
    while len(words) > 1 and is_prefix(words[0]):
        words.pop(0)
    return len(words) > 1 or text.islower() or (len(text) < 6 and text[1:] != text[1:].lower())


def is_remark(aside: str) -> bool:
    """Whether it is a word about somebody, such as (hij/hem) or (afwezig t/m 3 mei), and names nothing."""
    words = [word for word in sorting.folded(aside).split() if not word.isdigit()]
    if any(word in REMARKS for word in words):
        words = [word for word in words if word not in MOMENTS]
    return aside.strip() not in ALSO_CALLED and all(word in REMARKS for word in words)


def _ordered(plain: str) -> tuple[str, list[str]]:
    """(given, family with its prefixes); without a comma all is in reading order already."""
    parts = [part.strip() for part in plain.split(",") if part.strip()]
    while len(parts) > 1 and all(_is_degree(word) for word in parts[-1].split()):
        parts.pop()
    while len(parts) > 2 and all(_is_title(word) for word in parts[-1].split()):
        parts.pop()
    if len(parts) < 2:
        return _shouted_first(parts[0] if parts else "")
    family, given = _without_titles(parts[0]), _without_titles(" ".join(parts[1:]))
    if plain.isupper() and not all(map(is_initials, given)):
        # Beside a first name, V.D. is no initials.
        given = [word.lower() if bare(word) in SHORT else word for word in given]
    behind: list[str] = []
    while len(family) > 1 and is_prefix(family[-1]) and not is_prefix(family[0]):
        behind.insert(0, family.pop())
    ahead = _leading(given, surely=plain.isupper() or is_only_prefix(parts[1].split()))
    behind, given = [*behind, *given[:ahead]], given[ahead:]
    while len(given) > 1 and is_prefix(given[-1]):
        behind.insert(0, given.pop())
    if len(given) == 1 and is_prefix(given[0]) and given[0].islower():
        behind, given = [*given, *behind], []
    return " ".join(given), [*behind, *family]


def _leading(given: list[str], *, surely: bool) -> int:
    """How many words before the first name belong to the family name: “Wit, de Kees”."""
    if not given or not begins_family(given[0]) or not (surely or given[0].islower()):
        return 0
    at = 0
    while at < len(given) - 1 and is_prefix(given[at]):
        at += 1
    return at


def _shouted_first(plain: str) -> tuple[str, list[str]]:
    """“DUPONT Jean”: a family name in capitals comes first only where the rest is not."""
    words = _without_titles(plain)
    shouted = 0
    while shouted < len(words) and (_is_loud(words[shouted]) or _is_loud_prefix(words[shouted])):
        shouted += 1
    rest, behind = words[shouted:], 0
    while behind < len(rest) - 1 and is_prefix(rest[-1 - behind]) and rest[-1 - behind].islower():
        behind += 1
    rest, prefixes = rest[: len(rest) - behind], rest[len(rest) - behind :]
    if (
        shouted
        and rest
        and _is_loud(words[shouted - 1])
        and not any(is_prefix(w) or w.isupper() for w in rest)
        and not words[0].islower()
        and not _is_body(plain)
    ):
        return " ".join(rest), [*prefixes, *words[:shouted]]
    family = words[:-1]
    is_last = family and words[-1].count(".") > 1 and is_initials(words[-1])
    if is_last and not any(map(is_initials, family)):
        # “Jansen M.J.” is written as in a list.
        while len(family) > 1 and is_prefix(family[-1]) and not is_prefix(family[0]):
            family.insert(0, family.pop())
        return words[-1], family
    return plain, []


def _is_loud(word: str) -> bool:
    """In capitals, and a name: neither “P.J.M.” nor “JPM”."""
    return is_shouted(word) and has_vowel(word) and not is_initials(word)


def _is_loud_prefix(word: str) -> bool:
    return is_prefix(word) and word.isupper()


def _without_titles(text: str) -> list[str]:
    words = text.split()
    if len(words) > 2 and [word.casefold() for word in words[:2]] == ["de", "heer"]:
        words = words[2:]
    while len(words) > 1 and _is_title(words[0]):
        words.pop(0)
    while len(words) > 2 and _is_degree(words[-1]):
        words.pop()
    return words


def _is_title(word: str) -> bool:
    return word.rstrip(".").casefold() in TITLES


def _is_degree(word: str) -> bool:
    plain = word.replace(".", "").strip(",").casefold()
    return plain in DEGREES and (word.isupper() or not word.islower()) and not word.istitle()


def is_first_name(aside: str, is_team: Callable[[str], bool] | None) -> bool:
    """Whether it is one word that somebody may be called by: no body, post, team or abbreviation."""
    if _is_body(aside) or sorting.folded(aside) in POSTS or (is_team and is_team(aside)):
        return False
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
