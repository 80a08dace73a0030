"""Numbers and addresses in a free text by which somebody can be found."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

import phonenumbers
from stdnum import iban
from stdnum.nl import bsn

from backend.text.findings import Finding, Kind
from backend.text.personal_words import MOMENTS, SHORT, UNITS

_SPELLED = r"[ \t]?[(\[{][ \t]?(?i:dot|punt)[ \t]?[)\]}][ \t]?"
_AT = (
    r"(?:[ \t]{0,2}@[ \t]{0,2}|[ \t]{0,2}[(\[{][ \t]?(?i:at|@|apenstaart(?:je)?)[ \t]?[)\]}][ \t]{0,2}|"
    r"[ \t](?i:apenstaart(?:je)?)[ \t])"
)
# From the beginning of a word on, and no longer than an address may be: else each sign of a long word
# would be looked at anew from each sign before it.
_EMAIL = re.compile(
    rf"(?<![\w.+'’-])(?:[\w.+'’-]{{1,64}}{_SPELLED}){{0,2}}[\w.+'’-]{{1,64}}{_AT}"
    # “Lunch @ 12.30 uur”: the end of a domain is no number.
    rf"[\w-]+(?:(?:\.|{_SPELLED})[\w-]+)*(?:\.|{_SPELLED})[^\W\d_][\w-]*"
)
# As it is said aloud: “jan punt bos at voorbeeld punt nl”.
_SAID_DOT = r"[ \t](?i:punt|dot)[ \t]"
_SAID = re.compile(
    rf"(?<![\w.+'’-])(?:[\w+'’-]{{1,64}}(?:{_SAID_DOT}|\.)){{0,3}}[\w+'’-]{{1,64}}[ \t](?i:at|apenstaart(?:je)?)[ \t]"
    rf"[\w-]{{1,63}}(?:{_SAID_DOT}[\w-]{{1,63}}){{0,3}}{_SAID_DOT}[^\W\d_]{{2,}}"
    # “jan.bos at voorbeeld.nl”
    r"|(?<![\w.+'’-])[\w+'’-]{1,64}\.[\w.+'’-]{0,63}\w[ \t](?i:at|apenstaart(?:je)?)[ \t][\w-]{1,63}"
    r"(?:\.[\w-]{1,63}){0,3}\.[^\W\d_]{2,}"
)
_NUMBER = re.compile(r"(?<!\d)(?<!\d[.,/-])\d(?:[ .-]?\d){7,8}(?![\w/-]|[.,]\d)")
_JOINED = re.compile(r"(?:[\w.,/-]|[?&]\w{1,20}=)\Z")
_IS_BSN = re.compile(r"(?:bsn|sofi|burgerservice)[\w-]*\W{0,3}\Z", re.IGNORECASE)
_DATE = re.compile(
    r"\d{1,2}[-. ]\d{1,2}[-. ]\d{4}|(?:19|20)\d{2}[-. ]?[01]\d[-. ]?[0-3]\d|[0-3]\d[01]\d(?:19|20)\d{2}"
)
# “2024 20 25”, “2024-2025”: what begins as a year and goes on in pieces is a row of numbers.
_YEARS = re.compile(r"(?:19|20)\d{2}[ .-](?:\d{2}[ .-]\d{2}|\d{4}|(?:19|20)\d{2}[ .-]\d)")
_IBAN = re.compile(
    r"(?:(?<!\w)|(?<=iban))[A-Z]{2}[ .-]?\d{2}(?:[ .-]?[A-Z0-9]){11,30}(?!\w)", re.IGNORECASE
)
_GAPS = re.compile(r"[ .-]")
# Dutch postcodes: no 0 in front, and never SA, SD or SS behind.
_POSTCODE = re.compile(
    r"(?<!\w)(?P<digits>[1-9]\d{3})(?P<gap>[ \t]{0,3}|[.-])(?!SA|SD|SS)"
    r"(?P<letters>[A-Z]{2}|[A-Za-z][a-z])(?![^\W\d])"
)
_YEAR = re.compile(r"(?:19|20)\d{2}")
_WORD_BEFORE = re.compile(r"([^\W\d][\w/]{0,20})[ \t]{1,3}\Z")
_NUMBERED = r"\d{1,4}(?:[ \t]?[-/]?[ \t]?[a-zA-Z]{1,2})?(?!\w)"
_HOUSE_BEHIND = re.compile(
    rf"[ \t,.;:()-]{{0,8}}{_NUMBERED}"
    rf"|[ \t\r\n,.;:()-]{{0,8}}(?i:huis)?(?i:nummer|nr\.?|no\.?)[ \t]*:?[ \t]*{_NUMBERED}"
)
_HOUSE_BEFORE = re.compile(
    r"(?<!\d)\d{1,4}(?:[ \t]?(?:[a-zA-Z]|bis|hs|huis))?[ \t,;\r\n]*(?:\(|[-–|][ \t]+)?(?:(?i:postcode)[ \t]*:?[ \t]*)?$"
)
# A town, a street and its number: each word with a capital, or one of those between them.
_PLACE = (
    r"(?:(?:[A-ZÀ-ÖØ-Þ'’][\w'’.-]{0,40}|aan|de|den|der|het|in|op|van|ter|ten|te|a/d)[ \t]{1,3})"
)
_STREET = rf"{_PLACE}{{1,6}}(?!(?:19|20)\d\d(?!\d)){_NUMBERED}"
_TOWN = r"(?:[A-ZÀ-ÖØ-Þ'’][\w'’.-]{0,40}|aan|de|den|der|het|in|op|van)"
_STREET_BEHIND = re.compile(
    rf"(?:[ \t,]{{0,3}}{_TOWN}(?:[ \t]{{1,3}}{_TOWN}){{0,4}})?[ \t]{{0,3}}[,;\n][ \t]{{0,3}}{_STREET}"
)
# A number at the post office is nobody's front door.
_BOX = re.compile(r"\b(?:postbus|antwoordnummer|p\.?[ \t]?o\.?[ \t]?box)\W{1,3}\d", re.IGNORECASE)
_STREET_BEFORE = re.compile(
    rf"(?<![\w'’]){_STREET}[ \t]{{0,3}}[,;\n][ \t]{{0,3}}(?:{_TOWN}[ \t,;\n]{{1,3}}){{1,4}}\Z"
)
# “Zaaknummer 123456782” says itself what it is.
_OTHERWISE = re.compile(
    r"(?:zaak|order|bestel|dossier|factuur|kenmerk|referentie|aanvraag|meld|ticket|artikel|case|invoice|"
    r"reference|kvk|rsin)[\w-]*\W*(?:nr\.?|nummer|number|no\.?)?\W*$",
    re.IGNORECASE,
)
# What has a number and a name for it: “klantnummer 123456782”. Of money it is no number of anybody.
_NUMBER_OF = re.compile(
    r"\b(?!bsn|sofi|burgerservice|persoons)[^\W\d]{3,30}(?:nummer|nr)\b\W*$|\bdebiteur\W*$|[€$£]\s?$",
    re.IGNORECASE,
)
_OF_MONEY = re.compile(r"\s{0,2}(?:euro|eur|€)", re.IGNORECASE)
# Numbers of offices, not of people.
_OF_OFFICES = frozenset(
    {
        phonenumbers.PhoneNumberType.TOLL_FREE,
        phonenumbers.PhoneNumberType.PREMIUM_RATE,
        phonenumbers.PhoneNumberType.SHARED_COST,
        phonenumbers.PhoneNumberType.UAN,
    }
)


def find(text: str) -> Iterator[Finding]:
    """E-mail addresses, phones, citizen service numbers, accounts, postcodes with a house number."""
    for match in chain(_EMAIL.finditer(text), _SAID.finditer(text)):
        yield _found(Kind.EMAIL, text, match.start(), match.end())
    yield from _accounts(text)
    yield from _service_numbers(text)
    yield from _phones(text)
    yield from _houses(text)


def _service_numbers(text: str) -> Iterator[Finding]:
    """Eight or nine digits that pass the eleven-test."""
    for match in _NUMBER.finditer(text):
        digits = re.sub(r"\D", "", match[0])
        if len(set(digits)) > 1 and bsn.is_valid(digits.zfill(9)) and _may_be_bsn(match):
            yield _found(Kind.BSN, text, match.start(), match.end())


def _may_be_bsn(match: re.Match[str]) -> bool:
    """Whether it is called so, or stands by itself and is no date, year or number of something else."""
    before = match.string[max(0, match.start() - 28) : match.start()]
    if _IS_BSN.search(before):
        return True
    other = _DATE.fullmatch(match[0]) or _YEARS.fullmatch(match[0]) or _OTHERWISE.search(before)
    other = other or _NUMBER_OF.search(before) or _OF_MONEY.match(match.string, match.end())
    return not other and not _JOINED.search(before) and not _is_row(match)


def _is_row(match: re.Match[str]) -> bool:
    """“09.00-17.00”, “1200-1340”, “12.345.678”: divided, and not in the way in which a service number
    is, or only a piece of what stands there."""
    dividers = re.sub(r"\d", "", match[0])
    if not dividers:
        return False
    goes_on = re.match(r"[ .-]\d", match.string[match.end() : match.end() + 2])
    goes_on = goes_on or re.search(r"\d[ .-]\Z", match.string[: match.start()][-2:])
    is_whole = len(match[0]) - len(dividers) == 9 and len(dividers) <= 3
    return bool(goes_on) or not is_whole or len(set(dividers)) > 1


def _phones(text: str) -> Iterator[Finding]:
    """Numbers that exist in the Netherlands, or with a country in front."""
    for match in phonenumbers.PhoneNumberMatcher(text, "NL", phonenumbers.Leniency.VALID):
        is_office = phonenumbers.number_type(match.number) in _OF_OFFICES
        is_dialled = match.raw_string.lstrip("(").startswith(("0", "+"))
        if is_dialled and not is_office and not _is_called_otherwise(text, match.start):
            # “(06-12345678)”: what stands around the number is not taken along by half.
            loose = match.raw_string.startswith("(") and ")" not in match.raw_string
            yield _found(Kind.PHONE, text, match.start + loose, match.end)


def _accounts(text: str) -> Iterator[Finding]:
    for match in _IBAN.finditer(text):
        account = match[0]
        # A word behind an account may look like a part of it: shortened until it fits.
        while len(account) > 14:
            if iban.is_valid(_GAPS.sub("", account), check_country=False):
                yield _found(Kind.IBAN, text, match.start(), match.start() + len(account))
                break
            account = account[:-1].rstrip(" .-")


def _houses(text: str) -> Iterator[Finding]:
    """A postcode with a house number behind or before it: together they are one front door."""
    for match in _POSTCODE.finditer(text):
        begin, end = (0, 0) if _is_quantity(match) else _door(text, match)
        if end and not _BOX.search(text[max(0, begin - 18) : end]):
            yield _found(Kind.ADDRESS, text, begin, end)


def _door(text: str, postcode: re.Match[str]) -> tuple[int, int]:
    """Where the postcode and its house number begin and end; nothing where it has none."""
    start, end = postcode.span()
    behind = _HOUSE_BEHIND.match(text, end) or _STREET_BEHIND.match(text, end)
    if behind:
        return start, behind.end()
    for before, far in ((_HOUSE_BEFORE, 24), (_STREET_BEFORE, 80)):
        near = max(0, start - far)
        found = before.search(text[near:start])
        if found:
            return near + found.start(), end
    return 0, 0


def _is_quantity(match: re.Match[str]) -> bool:
    """“5000 ml”, “in 2024 AI”: so much of something, or a year and the next word."""
    letters = match["letters"]
    if letters[-1].islower() and letters.casefold() in UNITS:
        return True
    if not match["gap"] or not _YEAR.fullmatch(match["digits"]):
        return False
    near = match.string[max(0, match.start() - 24) : match.start()]
    before = _WORD_BEFORE.search(near)
    is_moment = before is not None and before[1].casefold() in MOMENTS
    return is_moment or not match["gap"].isspace() or letters.casefold() in SHORT


def _is_called_otherwise(text: str, at: int) -> bool:
    return bool(_OTHERWISE.search(text[max(0, at - 28) : at]))


def _found(kind: Kind, text: str, begin: int, end: int) -> Finding:
    return Finding(kind, begin, end, text[begin:end])
