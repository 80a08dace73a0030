"""What stands before a family name, and where a family name begins.

The prefixes are those of the Dutch register of persons (Logisch Ontwerp BRP, table 36), with
Frisian and Belgian spellings.
"""

from __future__ import annotations

import re

_PREFIXES = [
    "à",
    "aan",
    "aan_de",
    "aan_den",
    "aan_het",
    "aan_'t",
    "af",
    "al",
    "am",
    "an_der",
    "auf_dem",
    "auf_den",
    "auf_der",
    "aus_der",
    "aus_dem",
    "ben",
    "bij",
    "bij_de",
    "bij_den",
    "bij_het",
    "bij_'t",
    "bin",
    "boven_d'",
    "d'",
    "da",
    "dal",
    "dal’",
    "dalla",
    "das",
    "de",
    "de_die",
    "de_die_le",
    "de_l'",
    "de_la",
    "de_las",
    "de_le",
    "de_van_der",
    "deca",
    "degli",
    "dei",
    "del",
    "dela",
    "della",
    "den",
    "der",
    "des",
    "di",
    "die_le",
    "do",
    "don",
    "dos",
    "du",
    "el",
    "fan",
    "fan_'e",
    "fan_de",
    "fan_der",
    "fan_'t",
    "'e",
    "het",
    "i",
    "im",
    "in",
    "in_de",
    "in_den",
    "in_der",
    "in_het",
    "in_'t",
    "in't",
    "l'",
    "la",
    "las",
    "le",
    "les",
    "lo",
    "los",
    "of",
    "onder",
    "onder_de",
    "onder_den",
    "onder_het",
    "onder_'t",
    "op",
    "op_de",
    "op_den",
    "op_der",
    "op_gen",
    "op_het",
    "op_'t",
    "op't",
    "op_ten",
    "over",
    "over_de",
    "over_den",
    "over_het",
    "over_'t",
    "'s",
    "s'",
    "'t",
    "te",
    "ten",
    "ter",
    "tho",
    "thoe",
    "thor",
    "to",
    "toe",
    "tot",
    "uijt",
    "uijt_de",
    "uijt_den",
    "uijt_der",
    "uijt_te_de",
    "uijt_ten",
    "uit",
    "uit_de",
    "uit_den",
    "uit_het",
    "uit_'t",
    "uit_te_de",
    "uit_ten",
    "unter",
    "van",
    "van_de",
    "van_de_l'",
    "van_den",
    "van_der",
    "van_gen",
    "van_het",
    "van_la",
    "van_'t",
    "van't",
    "van_ter",
    "van_van_de",
    "vande",
    "vanden",
    "vander",
    "ver",
    "vom",
    "von",
    "von_dem",
    "von_den",
    "von_der",
    "von_'t",
    "voor",
    "voor_de",
    "voor_den",
    "voor_in_'t",
    "voor_'t",
    "vor",
    "vor_der",
    "zu",
    "zum",
    "zur",
]
WORDS = frozenset(word for prefix in _PREFIXES for word in prefix.replace("’", "'").split("_"))
# As people shorten them; with points and in capitals they would be initials.
SHORT = frozenset(
    [
        "v.d.",
        "v.d",
        "vd",
        "v/d",
        "v.",
        "v/h",
        "v.h.",
        "v.'t",
        "v.t",
        "o/d",
        "a/d",
        "i/h",
        "v.de",
        "v.der",
        "v.den",
    ]
)
# Those that nobody is called by: a name that begins with one has no first name before it.
_NO_FIRST_NAME = frozenset(
    [
        "aan",
        "bij",
        "de",
        "den",
        "der",
        "het",
        "in",
        "op",
        "'t",
        "'s",
        "te",
        "ten",
        "ter",
        "thoe",
        "toe",
        "tot",
        "uit",
        "van",
        "vande",
        "vanden",
        "vander",
        "van't",
        "in't",
        "op't",
        "von",
        "fan",
        "voor",
        "zu",
        "zum",
        "zur",
        "el",
    ]
)
_SUFFIX = re.compile(r"(?:jr|sr|junior|senior|ii|iii|iv)\.?", re.IGNORECASE)
# What is written onto a name: d'Ancona, 's-Gravezande.
_ELIDED = re.compile(r"(?:[dl]['’]|['’]s-)(?=\w{2})", re.IGNORECASE)
INITIALS = re.compile(
    r"(?:(?:\w|Ch|Th|Ph|Chr|Joh|St|IJ|Fr|Tj|Sj)\.[-‐]?)+\w?\.?|[^\W\d_]", re.IGNORECASE
)


def bare(word: str) -> str:
    """A word as prefixes are compared: any case, any apostrophe."""
    return re.sub("[’‘`´ʼ]", "'", word).casefold()


def is_prefix(word: str) -> bool:
    """Whether a word may stand before a family name."""
    plain = bare(word)
    return plain in WORDS or (plain in SHORT and not ("." in word and word.isupper()))


def is_only_prefix(words: list[str]) -> bool:
    """Whether all of it stands before a family name, and nobody is called so: van den."""
    return bool(words) and all(map(is_prefix, words)) and begins_family(words[0])


def begins_family(word: str) -> bool:
    """Whether a name that begins so has no first name before it."""
    plain = bare(word)
    return plain in _NO_FIRST_NAME or (plain in SHORT and is_prefix(word))


def is_elided(word: str) -> bool:
    """Whether what stands before a family name is written onto it: d'Hondt."""
    return bool(_ELIDED.match(word))


def is_initials(word: str) -> bool:
    """Whether a word is letters in place of a name: J.P. or K."""
    return bool(INITIALS.fullmatch(word))


def split_family(name: str, family: str = "") -> tuple[str, str, str]:
    """A name in reading order as (given, prefixes, family); a single name is the family."""
    words = name.split()
    suffix = [words.pop()] if len(words) > 2 and _SUFFIX.fullmatch(words[-1]) else []
    at = _begins(words, family.split())
    given, rest = words[:at], words[at:]
    before = 0
    while before < len(rest) - 1 and is_prefix(rest[before]):
        before += 1
    last = [_ELIDED.sub("", rest[before], count=1), *rest[before + 1 :]] if rest else []
    return " ".join(given), " ".join(rest[:before]), " ".join(last + suffix)


def first_name(name: str) -> str:
    """What to greet somebody by; empty where no first name is known."""
    words = name.split()
    if (
        not words
        or (is_initials(words[0]) and not is_prefix(words[0]))
        or (words[0].isupper() and len(words[0]) < 4 < len(name))
    ):
        return ""
    if len(words) > 1 and _only_family(words):
        return ""
    return words[0]


def _only_family(words: list[str]) -> bool:
    if bare(words[0]) in SHORT:
        return is_prefix(words[0])
    if not begins_family(words[0]):
        return bool(_ELIDED.match(words[0]) and words[0][0].islower())
    return words[0][0].islower() or words[0][0] in "'’" or len(words) < 3 or is_prefix(words[1])


def _is_joint(word: str) -> bool:
    half, hyphen, prefix = word.rpartition("-")
    return bool(half and hyphen) and is_prefix(prefix)


def _begins(words: list[str], family: list[str]) -> int:
    """Where the family name with its prefixes begins."""
    if not words or _only_family(words):
        return 0
    if family and [bare(w) for w in words[-len(family) :]] == [bare(w) for w in family]:
        at = len(words) - len(family)
    else:
        at = next(
            (n for n, word in enumerate(words[:-1]) if n and is_prefix(word)),
            len(words) - 1,
        )
        # “Berg - de Vries”, “Jansen-de Vries”: a double name begins before its joint.
        while at > 1 and (words[at - 1] in {"-", "–"} or _is_joint(words[at - 1])):
            at -= 1 if _is_joint(words[at - 1]) else 2
    while at > 1 and is_prefix(words[at - 1]):
        at -= 1
    return at
