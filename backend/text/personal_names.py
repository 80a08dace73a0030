"""Names of customers in a free text: a title or a role, and a word with a capital behind it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from backend.text import particles
from backend.text.findings import Finding, Kind

_TITLES = (
    r"mevrouw|mevr\.?|mw\.?|mej\.?|mejuffrouw|meneer|mijnheer|menheer|heer|dhr\.?|fam(?:ilie|\.)|wed(?:uwe|\.)|"
    r"juffrouw|mrs\.?|mr\.?|ms\.?|miss|madam|madame|monsieur|dr\.?|drs\.?|ir\.?|prof\.?|"
    r"oma|opa|tante|oom|buurvrouw|buurman"
)
# A role has a thing behind it as often as a name: “Klant Contact Centrum”.
_ROLES = (
    r"cliënte?|client|pati[eë]nte?|klant|inwoner|inwoonster|bewoner|bewoonster|vrijwilliger|"
    r"patient|resident|customer|citizen"
)
_PREFIX = "|".join(
    sorted((re.escape(word) for word in particles.WORDS if len(word) > 1), key=len, reverse=True)
)
_INITIAL = r"(?:[A-ZÀ-ÖØ-ÞĀ-Ž]\.|Th\.|Ch\.|Joh\.|Chr\.)[ \t]?"
_CAPITAL = r"(?:[dlDL]['’]|['’][st][- ])?[A-ZÀ-ÖØ-ÞĀ-ŽŞİ][\w'’-]*"
_NAMED = re.compile(
    rf"""(?<![\w-])(?P<title>(?i:{_TITLES}|{_ROLES}))[ \t\u00a0]+
    (?:(?i:en|and|of|or)[ \t]+(?i:{_TITLES})[ \t]+)?
    (?P<name>(?:(?:{_INITIAL})+[ \t]*)?(?:(?i:{_PREFIX})[ \t]+){{0,3}}{_CAPITAL}
    (?:[ \t]+(?:(?i:{_PREFIX})[ \t]+){{0,3}}{_CAPITAL}){{0,3}})""",
    re.VERBOSE,
)
_FAMILY = re.compile(rf"(?<!\w)[Tt]he[ \t]+(?P<name>{_CAPITAL})[ \t]+family(?!\w)")
_ROLE = re.compile(_ROLES, re.IGNORECASE)
# What stands with a capital behind a title and is no name: it begins a sentence, or is an office.
_NO_NAME = frozenset(
    [
        "aan",
        "achter",
        "als",
        "bij",
        "daar",
        "dan",
        "dat",
        "de",
        "deze",
        "die",
        "dit",
        "door",
        "een",
        "en",
        "er",
        "had",
        "heb",
        "hebben",
        "heeft",
        "het",
        "hier",
        "hij",
        "hoe",
        "ik",
        "in",
        "is",
        "kan",
        "komt",
        "kon",
        "kwam",
        "maar",
        "maken",
        "met",
        "mijn",
        "moet",
        "mocht",
        "na",
        "naar",
        "niet",
        "nog",
        "nu",
        "of",
        "om",
        "omdat",
        "ons",
        "onze",
        "ook",
        "op",
        "over",
        "samen",
        "sinds",
        "te",
        "tijdens",
        "toch",
        "toen",
        "tot",
        "uit",
        "van",
        "vandaag",
        "vanuit",
        "veel",
        "verder",
        "via",
        "volgens",
        "voor",
        "vraagt",
        "vroeg",
        "wat",
        "we",
        "wel",
        "wie",
        "wij",
        "wil",
        "wilde",
        "ze",
        "zegt",
        "zei",
        "zij",
        "zijn",
        "zonder",
        "zou",
        "zo",
        "a",
        "about",
        "after",
        "an",
        "and",
        "at",
        "because",
        "but",
        "by",
        "for",
        "from",
        "had",
        "has",
        "have",
        "he",
        "her",
        "his",
        "how",
        "i",
        "if",
        "it",
        "my",
        "not",
        "of",
        "on",
        "or",
        "our",
        "said",
        "says",
        "she",
        "so",
        "than",
        "that",
        "the",
        "their",
        "then",
        "there",
        "they",
        "this",
        "to",
        "was",
        "we",
        "were",
        "what",
        "when",
        "where",
        "which",
        "who",
        "why",
        "with",
        "you",
        "your",
        "balie",
        "loket",
        "receptie",
        "wethouder",
        "burgemeester",
        "directeur",
        "manager",
        "raad",
        "college",
        "president",
        "voorzitter",
        "minister",
    ]
)
_THINGS = frozenset(
    [
        "gemeente",
        "afdeling",
        "team",
        "dienst",
        "wijk",
        "centrum",
        "service",
        "desk",
        "centre",
        "center",
        "hart",
        "zorg",
        "contact",
        "reis",
        "waarde",
        "journey",
        "experience",
        "first",
        "central",
        "centraal",
        "kant",
        "tevredenheid",
        "vriendelijk",
        "panel",
        "raad",
        "platform",
        "portaal",
        "portal",
        "maandag",
        "dinsdag",
        "woensdag",
        "donderdag",
        "vrijdag",
        "zaterdag",
        "zondag",
        "januari",
        "februari",
        "maart",
        "april",
        "mei",
        "juni",
        "juli",
        "augustus",
        "september",
        "oktober",
        "november",
        "december",
        "whatsapp",
        "digid",
        "teams",
        "facebook",
        "google",
        "excel",
    ]
)
# “Een mevrouw uit Leiden” names a town; “mevrouw in 't Veld” somebody.
_FROM_WHERE = frozenset(["aan", "bij", "in", "of", "onder", "op", "over", "tot", "uit", "voor"])
_OF_A_NAME = frozenset(["'t", "’t", "den", "der"])


def find(text: str) -> Iterator[Finding]:
    """The names behind titles and roles; the title itself is no part of them."""
    for match in _NAMED.finditer(text):
        if _is_name(match):
            yield _found(match)
    for match in _FAMILY.finditer(text):
        yield _found(match)


def _is_name(match: re.Match[str]) -> bool:
    words = [word for word in match["name"].split() if not particles.is_prefix(word)]
    first = next((word for word in words if not particles.is_initials(word)), "")
    plain = re.sub("['’]s$", "", first).casefold()
    if not first or plain in _NO_NAME:
        return False
    begins = match["name"].split()[:2]
    if begins[0] in _FROM_WHERE and begins[1] not in _OF_A_NAME:
        return False
    is_role = bool(_ROLE.fullmatch(match["title"]))
    return not is_role or not (plain in _THINGS or first.isupper() or begins[0] == "van")


def _found(match: re.Match[str]) -> Finding:
    return Finding(Kind.NAME, match.start("name"), match.end("name"), match["name"])
