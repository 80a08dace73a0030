"""Numbers and addresses in a free text by which somebody can be found."""

from __future__ import annotations

import re
from collections.abc import Iterator

import phonenumbers
from stdnum import iban
from stdnum.nl import bsn

from backend.text.findings import Finding, Kind

# From the beginning of a word on, and no longer than an address may be: else each sign of a long word
# would be looked at anew from each sign before it.
_EMAIL = re.compile(r"(?<![\w.+'-])[\w.+'-]{1,64}(?:@|\s?\(at\)\s?|\[at\])[\w-]+(?:\.[\w-]+)+")
_NUMBER = re.compile(r"(?<![\w.,/-])\d(?:[ .\u00a0-]?\d){7,8}(?![\w/-]|[.,]\d)")
_DATE = re.compile(r"\d{1,2}[-. ]\d{1,2}[-. ]\d{4}|(?:19|20)\d{2}[-. ]?[01]\d[-. ]?[0-3]\d")
_IBAN = re.compile(
    r"(?<!\w)[A-Z]{2}[ .-]?\d{2}(?:[ .\u00a0-]?[A-Z0-9]){11,30}(?!\w)", re.IGNORECASE
)
_GAPS = re.compile(r"[ .\u00a0-]")
# Dutch postcodes: no 0 in front, and never SA, SD or SS behind.
_POSTCODE = re.compile(r"(?<!\w)[1-9]\d{3}[ \t\u00a0]?(?!SA|SD|SS)(?:[A-Z]{2}|[a-z]{2})(?!\w)")
_UNITS = frozenset(
    [
        "jr",
        "km",
        "kg",
        "st",
        "en",
        "in",
        "is",
        "of",
        "op",
        "te",
        "mb",
        "kb",
        "gb",
        "kw",
        "we",
        "er",
        "ze",
        "om",
        "al",
        "zo",
        "ik",
    ]
)
_HOUSE_BEHIND = re.compile(
    r"[ \t,.;:()-]*(?:(?:huis)?(?:nummer|nr\.?|no\.?)[ \t]*)?\d{1,4}(?:[ \t]?[-/]?[ \t]?[a-zA-Z]{1,2})?(?!\w)"
)
_HOUSE_BEFORE = re.compile(r"(?<!\d)\d{1,4}(?:[ \t]?[a-zA-Z])?[ \t,;\n]*$")
# “Zaaknummer 123456782” says itself what it is.
_OTHERWISE = re.compile(
    r"(?:zaak|order|bestel|dossier|factuur|kenmerk|referentie|aanvraag|meld|ticket|artikel|case|invoice|"
    r"reference|kvk|rsin)[\w-]*\W*(?:nr\.?|nummer|number|no\.?)?\W*$",
    re.IGNORECASE,
)
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
    for match in _EMAIL.finditer(text):
        yield _found(Kind.EMAIL, text, match.start(), match.end())
    yield from _accounts(text)
    yield from _service_numbers(text)
    yield from _phones(text)
    yield from _houses(text)


def _service_numbers(text: str) -> Iterator[Finding]:
    """Eight or nine digits that pass the eleven-test."""
    for match in _NUMBER.finditer(text):
        digits = re.sub(r"\D", "", match[0])
        other = _DATE.fullmatch(match[0]) or _is_called_otherwise(text, match.start())
        if not other and len(set(digits)) > 1 and bsn.is_valid(digits.zfill(9)):
            yield _found(Kind.BSN, text, match.start(), match.end())


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
            account = account[:-1].rstrip(" .\u00a0-")


def _houses(text: str) -> Iterator[Finding]:
    """A postcode with a house number behind or before it: together they are one front door."""
    for match in _POSTCODE.finditer(text):
        if match[0][-2:] in _UNITS:
            continue
        behind = _HOUSE_BEHIND.match(text, match.end())
        if behind:
            yield _found(Kind.ADDRESS, text, match.start(), behind.end())
            continue
        near = max(0, match.start() - 12)
        before = _HOUSE_BEFORE.search(text[near : match.start()])
        if before:
            yield _found(Kind.ADDRESS, text, near + before.start(), match.end())


def _is_called_otherwise(text: str, at: int) -> bool:
    return bool(_OTHERWISE.search(text[max(0, at - 28) : at]))


def _found(kind: Kind, text: str, begin: int, end: int) -> Finding:
    return Finding(kind, begin, end, text[begin:end])
