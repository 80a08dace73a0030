"""What looks like a customer's personal data is found; innocent sentences are left in peace."""

from __future__ import annotations

import itertools
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.nl import bsn

from backend.text import personal
from backend.text.personal import Kind

NAMED = [
    ("Met mevrouw Jansen haar brief gelezen", "Jansen"), ("Mevr. De Vries belde", "De Vries"),
    ("dhr. P. de Vries belde terug", "P. de Vries"), ("De familie Bakker wil meedenken", "Bakker"),
    ("Mrs Smith said no", "Smith"), ("With Mr. van der Berg", "van der Berg"), ("De heer Yılmaz kwam", "Yılmaz"),
    ("meneer El Amrani was boos", "El Amrani"), ("cliënt Ahmed kwam langs", "Ahmed"), ("bij oma Truus thuis", "Truus"),
    ("mw. A. Bos-de Wit", "A. Bos-de Wit"), ("klant Jansen belde", "Jansen"), ("MEVROUW JANSEN", "JANSEN"),
    ("Mevrouw 't Hart", "'t Hart"), ("the Smith family moved", "Smith"), ("mevrouw in 't Veld", "in 't Veld"),
]  # fmt: skip
OTHER = [
    ("bel 06 1234 5678", Kind.PHONE), ("Gebeld met 06-12345678 vanmiddag", Kind.PHONE),
    ("+31 6 12345678", Kind.PHONE), ("070-3512345", Kind.PHONE), ("0031612345678", Kind.PHONE),
    ("call +44 20 7946 0958", Kind.PHONE), ("mail jan.jansen@ziggo.nl", Kind.EMAIL),
    ("jan.jansen(at)ziggo.nl", Kind.EMAIL), ("BSN 111222333", Kind.BSN), ("123456782", Kind.BSN),
    ("123.456.782", Kind.BSN), ("1234 56 782", Kind.BSN), ("haar bsn is 10000008", Kind.BSN),
    ("NL91 ABNA 0417 1643 00", Kind.IBAN), ("NL91ABNA0417164300", Kind.IBAN),
    ("BE68 5390 0754 7034 van hem", Kind.IBAN), ("2511 CV 12", Kind.ADDRESS), ("2511CV, nr 12a", Kind.ADDRESS),
    ("woont op 2511 cv 12", Kind.ADDRESS), ("Kerkstraat 12, 2511 CV Den Haag", Kind.ADDRESS),
]  # fmt: skip
INNOCENT = """
mevrouw aan de balie
Een mevrouw van 71 zei dat ze de brief niet snapte
De heer of mevrouw
Meneer met een hond, mevrouw met een kat
In 2024 hadden we 1200 klanten
Ordernummer 123456782 is zoek
zaaknummer 20241234
Kenmerk: 111222333
Sinds 12-03-2024 loopt het
Vandaag de nieuwe brief over verhuizen met een klant gelezen
Met het Klant Contact Centrum gebeld
We zetten de Klant Centraal
Bel 14 070 of 0800-1234
Bel 112
versie 3.2.1 van 2023
Tussen 9 en 12 uur open, 1500 km
Een klant uit Amsterdam, een inwoner van Leiden
Mevrouw De klant zei
Mevrouw, Wat fijn
Dag meneer. Wij gaan verder
van 61 % naar 78 %
€ 1.234.567,89
2000 en 12 anderen
in 1995 is 12 keer geteld
Mr. and Mrs.
familie en vrienden
Oma las de brief
Teamoverleg om 10.30 uur op 24-11-2026
We hebben 1234 AB-formulieren
Er kwamen 2025 in 3 weken binnen
3000 KB en 12 MB
A customer said the letter was clear
The resident was happy in May
Samen met burgemeester en wethouders
""".strip().splitlines()


@pytest.mark.parametrize(("text", "name"), NAMED)
def test_a_name_behind_a_title_is_found(text, name):
    assert [(one.kind, one.text) for one in personal.likely(text)] == [(Kind.NAME, name)]


@pytest.mark.parametrize(("text", "kind"), OTHER)
def test_a_number_or_an_address_of_somebody_is_found(text, kind):
    assert [one.kind for one in personal.likely(text)] == [kind]


@pytest.mark.parametrize("text", INNOCENT)
def test_an_innocent_sentence_is_left_in_peace(text):
    assert personal.likely(text) == []


@given(st.integers(100_000_000, 999_999_999))
def test_nine_digits_are_a_service_number_by_their_eleven_test_only(number):
    found = personal.likely(f"Nummer {number} van haar")
    assert bool(found) == (bsn.is_valid(str(number)) and len(set(str(number))) > 1)


@given(st.text(st.sampled_from(list("mevrouw Jnsb.\n0612345678@NLCV 2511-de'")), max_size=60))
def test_what_is_left_out_is_exactly_what_was_found(text):
    found = personal.likely(text)
    assert all(text[one.begin : one.end] == one.text for one in found)
    assert all(first.end <= second.begin for first, second in itertools.pairwise(found))
    assert personal.without(text).count("…") >= len(found)


def _seconds(text: str) -> float:
    """The quickest of three looks: what else this machine does counts for less."""
    began = [time.perf_counter()]
    for _look in range(3):
        personal.likely(text)
        began.append(time.perf_counter())
    return min(after - before for before, after in itertools.pairwise(began))


@pytest.mark.parametrize(
    "sign", ["a", "1", "A", "é", "a.", "-", "'", "06-", "Jan-", "+", "NL", "a@", "a@a.", "0 ", "("]
)
def test_four_times_the_text_takes_no_more_than_about_four_times_as_long(sign):
    """Once it took sixteen times as long, and a long word held up a page for minutes."""
    short, long = (sign * (signs // len(sign)) for signs in (4_000, 16_000))
    assert _seconds(long) < 10 * _seconds(short) + 0.01


def test_beyond_what_any_field_takes_nothing_is_looked_at():
    assert personal.likely("x " * 30_000 + "jan@voorbeeld.nl") == []
    assert len(personal.likely("x " * 9_000 + "jan@voorbeeld.nl")) == 1
