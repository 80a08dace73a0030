"""Names of customers in a free text: a title or a role, and a word with a capital behind it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import chain

from backend.text import particles
from backend.text.findings import Finding, Kind
from backend.text.personal_words import NO_NAME, PRODUCTS, SAID, THINGS

_TITLES = (
    r"mevrouw|mevr\.?|mevr?w\.?|mvr\.?|mw\.?|mej\.?|mejuffrouw|meneer|mijnheer|menheer|heer|dhr\.?|fam(?:ilie|\.)?|"
    r"wed(?:uwe|\.)|weduwnaar|juffrouw|mrs\.?|mr\.?|ms\.?|miss|sir|madam|madame|monsieur|"
    r"doctor|dokter|dr\.?|drs\.?|ir\.?|ing\.|professor|prof\.?|oma|opa|tante|oom|buurvrouw|buurman"
)
# Behind these stands more than one name: “de heren Jansen en De Wit”.
_SEVERAL = r"heren|dames|echtpaar|families|gezinnen|messrs\.?"
# A role has a thing behind it as often as a name: “Klant Contact Centrum”.
_ROLES = (
    r"cliënte?|client|pati[eë]nte?|klant|inwoner|inwoonster|bewoner|bewoonster|vrijwilliger|"
    r"patient|resident|customer|citizen"
)
# “Hr. Jansen” has a full stop, and HR is a department; so is “Jeugd en Gezin Zuid”.
_TITLE = rf"(?:(?i:{_TITLES}|{_SEVERAL}|{_ROLES})|[Hh]r\.|(?<=[Dd]e )hr|(?<!en )[Gg]ezin)"
_ALONE = re.compile(rf"(?:{_TITLES}|{_SEVERAL})\.?", re.IGNORECASE)
_GAP = r"[ \t]{1,8}"
# Behind a full stop the space may be left out, behind a colon a name stands by itself.
_SEPARATOR = rf"(?:{_GAP}|(?<=\.)|[ \t]{{0,8}}:[ \t]{{0,8}})"
_PREFIX = "|".join(
    sorted((re.escape(word) for word in particles.WORDS if len(word) > 1), key=len, reverse=True)
).replace("'", "['’]")
# Prefixes as they are shortened: v/d, v.d., vd, v. d., v/h, o.d.
_SHORT = r"[voiab]/[dht][enr]?\.?|[voi]\.?[dht][enr]?\.?|[voi]\.?|[dht][enr]?\.|d"
_BEFORE = rf"(?:(?i:{_PREFIX}|{_SHORT})(?:{_GAP}|(?<=[./]))){{0,4}}"
_SHORTENED = re.compile(_SHORT, re.IGNORECASE)
# Marks that are a part of a word and that Python does not count among its signs.
_MARKS = "\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0900-\u0dff\u0e31-\u0e4e"


def _ranges(signs: Iterator[int]) -> str:
    """Signs as what stands between the brackets of a pattern."""
    found: list[list[int]] = []
    for sign in signs:
        if found and found[-1][1] == sign - 1:
            found[-1][1] = sign
        else:
            found.append([sign, sign])
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in found)


# Capitals of every script that has them, and the letters of those that have none.
_UPPER = _ranges(
    sign
    for sign in chain(range(0x41, 0x2E80), range(0x3041, 0xD7A4), range(0xF900, 0xFB00))
    if unicodedata.category(chr(sign)) in {"Lu", "Lt"}
    or (sign > 0x0590 and unicodedata.category(chr(sign)) == "Lo")
)
_INITIAL = rf"(?:[{_UPPER}]\.|Th\.|Ch\.|Joh\.|Chr\.)[ \t]?"
_CAPITAL = rf"(?:[dlDL]['’]|['’][st][- ])?[{_UPPER}][\w{_MARKS}'’-]*"
_NAME = rf"(?:(?:{_INITIAL}){{1,8}}[ \t]?)?{_BEFORE}{_CAPITAL}"
# Between two halves of a name: “Van der Berg - Jansen”, “Jansen/De Wit”, “Jansen e.v. De Wit”.
_JOINT = r"(?:[ \t]?[-–/][ \t]?|,?[ \t](?:e/v|e\.v\.|geb\.|geboren)[ \t]?)"
# All that stands behind the first capital may be lacking: the pattern never tries another way.
_NAMED = re.compile(
    rf"(?<![\w-])(?P<title>{_TITLE})"
    rf"(?:{_GAP}(?i:en|and|of|or|&){_GAP}{_TITLE})?(?P<separator>{_SEPARATOR})"
    rf"(?P<name>{_NAME}(?:(?:{_GAP}|{_JOINT}){_BEFORE}{_CAPITAL}){{0,3}})"
)
_NEXT = re.compile(rf",?[ \t](?:(?:en|and|&)[ \t])?(?P<name>{_NAME})")
_FAMILY = re.compile(rf"(?<!\w)[Tt]he[ \t]+(?P<name>{_CAPITAL})[ \t]+family(?!\w)")
_ROLE = re.compile(f"{_ROLES}|gezin", re.IGNORECASE)
_PLURAL = re.compile(_SEVERAL, re.IGNORECASE)
# A street that is called after somebody: “Mr. Visserplein”, “Prof. Lorentzlaan”.
_LEARNED = re.compile(r"(?:mr|dr|drs|ir|ing|prof)\.?|doctor|dokter|professor", re.IGNORECASE)
_STREET = re.compile(
    r"[\w-]{4,}(?:straat|laan|plein|kade|singel|gracht|dreef|plantsoen|school|college|instituut|ziekenhuis)"
    r"|[\w-]{5,}weg"
)
# “MS Teams” is no Ms.
_MAKER = re.compile(r"ms\.?", re.IGNORECASE)
_ENDS = re.compile(r"[ \t]*(?:[\n,;.()\d–—-]|\Z)")
_BEHIND_JOINT = re.compile(r"[ \t]?[-–/][ \t]?([^-–/]*)\Z")
# “Een mevrouw uit Leiden” names a town; “mevrouw in 't Veld” somebody.
_FROM_WHERE = frozenset(["aan", "bij", "in", "of", "onder", "op", "over", "tot", "uit", "voor"])
# “Een mevrouw van Turkse komaf”.
_ORIGIN = re.compile(r"[ \t]+(?:afkomst|komaf|herkomst|origine|nationaliteit|bodem)\b")
_OF_A_NAME = frozenset(["'t", "’t", "den", "der"])


def is_title(word: str) -> bool:
    """Whether a word by itself stands before a name: “mevr.”, “familie”."""
    return bool(_ALONE.fullmatch(word))


def find(text: str) -> Iterator[Finding]:
    """The names behind titles and roles; the title itself is no part of them."""
    for match in _NAMED.finditer(text):
        if not _is_name(match):
            continue
        yield _found(match)
        if _PLURAL.fullmatch(match["title"]):
            yield from _others(text, match.end())
    for match in _FAMILY.finditer(text):
        yield _found(match)


def _others(text: str, at: int) -> Iterator[Finding]:
    """The names that follow the first behind a title of several people."""
    match = _NEXT.match(text, at)
    while match and not _is_no_half(match["name"]):
        yield _found(match)
        match = _NEXT.match(text, match.end())


def _is_name(match: re.Match[str]) -> bool:
    words = [word for word in match["name"].split() if not _is_prefix(word)]
    first = next((word for word in words if not particles.is_initials(word)), "")
    plain = _plain(first)
    if not first or plain in NO_NAME or _is_said(match["name"]):
        return False
    # “Klant: Brief gelezen”: one word that the sentence goes on behind is a word of that sentence.
    is_one = len(match["name"].split()) == 1
    if ":" in match["separator"] and is_one and not _ENDS.match(match.string, match.end()):
        return False
    if _is_from_where(match):
        return False
    if _MAKER.fullmatch(match["title"]) and plain in PRODUCTS:
        return False
    if _LEARNED.fullmatch(match["title"]) and _STREET.fullmatch(match["name"].split()[-1]):
        return False
    is_role = bool(_ROLE.fullmatch(match["title"]))
    # “Klant KCC”, “patiënt MRI-scan”
    is_short = first.partition("-")[0].isupper()
    is_thing = plain in THINGS or is_short or match["name"].startswith("van ")
    return not (is_role and is_thing)


def _is_from_where(match: re.Match[str]) -> bool:
    """Whether it tells only where somebody is from."""
    first, *others = match["name"].split()
    if first == "van":
        return bool(_ORIGIN.match(match.string, match.end()))
    return first in _FROM_WHERE and others[0] not in _OF_A_NAME


def _is_said(name: str) -> bool:
    """Whether it is said to somebody: “Mevrouw Ja, dat klopt”."""
    return _plain(name.split(maxsplit=1)[0]) in SAID


def _is_prefix(word: str) -> bool:
    return particles.is_prefix(word) or bool(_SHORTENED.fullmatch(word))


def _plain(word: str) -> str:
    return re.sub("['’]s$", "", word).casefold()


def _found(match: re.Match[str]) -> Finding:
    begin, end = match.span("name")
    behind = _BEHIND_JOINT.search(match["name"])
    if behind and _is_no_half(behind[1]):
        end = begin + behind.start()
    return Finding(Kind.NAME, begin, end, match.string[begin:end])


def _is_no_half(text: str) -> bool:
    """Whether another sentence begins here, not another name: “Mevrouw Jansen - Zij wilde niet”."""
    first = next((word for word in text.split() if not _is_prefix(word)), "")
    return not first or _plain(first) in NO_NAME | SAID
