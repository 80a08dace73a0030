"""What looks like a customer's personal data is found; innocent sentences are left in peace."""

from __future__ import annotations

import itertools
import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.nl import bsn

from backend.text import personal
from backend.text.personal import Kind

# What is to be found stands in curly brackets.
NAMED = """
Met mevrouw {Jansen} haar brief gelezen
Dr. {Overweg} belde
Ms {Smith} said no
Mevr. {De Vries} belde
dhr. {P. de Vries} belde terug
De familie {Bakker} wil meedenken
Mrs {Smith} said no
With Mr. {van der Berg}
De heer {Yılmaz} kwam
meneer {El Amrani} was boos
cliënt {Ahmed} kwam langs
bij oma {Truus} thuis
mw. {A. Bos-de Wit}
klant {Jansen} belde
MEVROUW {JANSEN}
Mevrouw {'t Hart}
the {Smith} family moved
mevrouw {in 't Veld}
Met mw.{Jansen} gebeld
mevr.{de Vries}
Dhr.{Jansen}
dr.{A.Bos}
Bij de fam {Bakker}
hr. {Jansen}
Hr.{Jansen}
professor {Jansen}
dames {De Wit}
echtpaar {Jansen}
gezin {Bakker}
dokter {Bos}
echtpaar {Jansen-de Wit}
mevrouw {v/d Berg}
mevr. {v.d. Berg}
mevr.{v.d.Berg}
mevrouw {vd Berg}
mw. {A. v. d. Berg}
meneer {V.d. Berg}
meneer {v Dijk}
mevrouw {v/h Hof}
klant: {Jansen}
Client: {A. de Vries}, 71 jaar
bewoner : {El Amrani}
klant: {De Vries} belde
klant: {A. Bos} belde
mvr. {Bos}
de hr {Bos}
mevrouw {v d Berg}
mevrouw {Иванова}
mevrouw {Παπαδοπούλου}
meneer {王芳} belde
mevrouw {فاطمة الزهراء}
mevrouw {प्रिया} kwam
mevrouw {Şahin}
mevrouw\u00ad {Jansen}
mevrouw \u200b{Jansen}
mevr\u2060ouw\u2009{Jansen}
Met mevrouw {Van der Berg - Jansen} gebeld
mevrouw {Bos – de Wit}
mevrouw {Jansen/De Wit}
mevrouw {Bos e/v De Wit}
mevrouw {Jansen} - Zij wilde niet
mevrouw {van der Dank}
mevrouw {van't Hof} belde
mevrouw {van Dijk} afkomstig uit Leiden
""".strip().splitlines()
OTHER = {
    Kind.PHONE: """
bel 06 1234 5678
Gebeld met 06-12345678 vanmiddag
+31 6 12345678
070-3512345
0031612345678
call +44 20 7946 0958
bel ０６１２３４５６７８
06‑1234\u200b5678
٠٦١٢٣٤٥٦٧٨
""",
    Kind.EMAIL: """
jan.bos at voorbeeld.nl
mail jan.jansen@ziggo.nl
jan.jansen(at)ziggo.nl
a＠b.nl
jan.jansen @ ziggo.nl
jan.jansen [@] ziggo.nl
jan.jansen(@)ziggo.nl
a(at)b(dot)nl
jan [dot] jansen [at] ziggo [dot] nl
jan apenstaartje ziggo.nl
jan at ziggo punt nl
jan punt de punt wit apenstaart ziggo punt co punt uk
jan.bos at ziggo dot nl
jan\u200b.jansen@zig\u00adgo.nl
o’brien@ziggo.nl
""",
    Kind.BSN: """
persoonsnummer 123456782
BSN 111222333
123456782
123.456.782
1234 56 782
haar bsn is 10000008
bsn111222333
BSN-111222333
BSN: 111.222.333
burgerservicenummer:111222333
1112\u200b22333
１１１２２２３３３
bsn 2024 2025
111\u202f222\u202f333
""",
    Kind.IBAN: """
NL91 ABNA 0417 1643 00
NL91ABNA0417164300
BE68 5390 0754 7034 van hem
NL91 ABNA\u200b 0417 1643 00
ibanNL91ABNA0417164300
ＮＬ９１ＡＢＮＡ０４１７１６４３００
NL91‑ABNA‑0417‑1643‑00
""",
    Kind.ADDRESS: """
1234AB Huisnummer: 12
12, postcode 1234AB
2511 CV 12
2511CV, nr 12a
woont op 2511 cv 12
Kerkstraat 12, 2511 CV Den Haag
1234AB12
1234 Ab 12
1234-AB 12
1234\u2009AB\u200912
1234  AB  12
2024 AB 12
1234 AB Duin, Dorpsstraat 12
1234 AB, Dorpsstraat 12
Dorpsstraat 12bis, 1234 AB Duin
Dorpsstraat 12 - 1234 AB Duin
Dorpsstraat 12 (1234 AB Duin)
2511CV Den Haag, Laan van Zee 12a
Dorpsstraat 12, Duin, 1234 AB
Laan van Zee 12, Den Haag 2511 CV
""",
}
INNOCENT = """
Zie https://duin.nl/zaak?id=123456782
Klaar in MS Teams gezet
Van 09.00-17.00 uur open, en van 10.15 - 13.45 uur
Zo'n 1200-1302 brieven
Bel 088 789 00 00
Op 12032025 gestart
Postbus 1234, 2500 AB Den Haag
Antwoordnummer 1234, 2500 AB Den Haag
2500 AB Den Haag, Postbus 1234
P.O. Box 1234, 2500 AB Den Haag
Postbus 1234, Den Haag 2500 AB
Een mevrouw van Marokkaanse afkomst
Een meneer van Surinaamse komaf
De Customer Effort Score steeg
Customer Satisfaction was up
With Customer Support and Resident Services
Het Klant Tevredenheids Onderzoek is klaar
Naar de klant KCC-medewerker
Een patiënt MRI-scan
Ms Teams hapert
klantnummer 123456782
contractnummer: 123456782
een bedrag van € 123.456.782
123456782 euro begroot
e.g. at example.com
we waren at nu.nl
aan de Prof. Teldersweg
bij dokter Schaepmanstraat 3
Voor het loket aan het Mr. Visserplein
Aan de Prof. Lorentzlaan, in de Dr. Schaepmanstraat en op de Doctor Nolensschool
Kijk at home, punt uit
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
mevrouw Ja, dat klopt
Mevrouw Nee
Mevrouw Dank u
Meneer Goedemorgen, waarmee kan ik helpen
Mevrouw Waarom duurt het zo lang
Dames en Heren, welkom
Dag heren. Daarna gingen we verder
Klant: Ik wil een brief
Klant: Brief gelezen en begrepen
Met HR Business Partner overlegd
Overleg met HR. Daarna gebeld
Bij het Centrum voor Jeugd en Gezin Zuid
Het gezin Centraal
2024 20 25
In 2024-2025 en 2022 2026
2008 2009 2
in 2024 AI 3
In maart 2024 Ai 3 keer
In 2023 HR 12 keer
zaak 2024-AB-12
5000 ml 3
1500 Kg 3
2511 CV Den Haag had 12 klachten
2511 CV Den Haag, In 2024 kwam het
Lunch @ 12.30 uur, of @ 13.00u
Klant: De gemeente belt niet terug
A123456782
order-111222333
""".strip().splitlines()


@pytest.mark.parametrize("marked", NAMED)
def test_a_name_behind_a_title_is_found(marked):
    before, name, behind = re.split("[{}]", marked)
    text = before + name + behind
    assert [(one.kind, one.text) for one in personal.likely(text)] == [(Kind.NAME, name)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [(text, kind) for kind, texts in OTHER.items() for text in texts.strip().splitlines()],
)
def test_a_number_or_an_address_of_somebody_is_found(text, kind):
    assert [one.kind for one in personal.likely(text)] == [kind]


@pytest.mark.parametrize("text", INNOCENT)
def test_an_innocent_sentence_is_left_in_peace(text):
    assert personal.likely(text) == []


def test_every_name_behind_a_title_of_several_people_is_found():
    found = personal.likely("De heren Jansen en De Wit, Pietersen en ik")
    assert [one.text for one in found] == ["Jansen", "De Wit", "Pietersen"]
    found = personal.likely("Gesprek met de heren Jansen, Daarna en Wij gingen")
    assert [one.text for one in found] == ["Jansen"]


def test_what_is_found_among_signs_that_nobody_sees_is_named_as_it_was_written():
    text = "\u200bBel mevr\u00adouw Jan\u00adsen\u200b op \u2060０６-1234\u200b5678\u200b."
    assert [one.text for one in personal.likely(text)] == ["Jan\u00adsen", "０６-1234\u200b5678"]
    assert personal.without(text) == "\u200bBel mevr\u00adouw …\u200b op \u2060…\u200b."


@given(st.integers(100_000_000, 999_999_999))
def test_nine_digits_are_a_service_number_by_their_eleven_test_only(number):
    found = personal.likely(f"Nummer {number} van haar")
    assert bool(found) == (bsn.is_valid(str(number)) and len(set(str(number))) > 1)


PIECES = [
    *(re.sub("[{}]", "", marked) for marked in NAMED),
    *(text for texts in OTHER.values() for text in texts.strip().splitlines()),
    *"mevrouw Jnsb.\n0612345678@NLCV 2511-de'\u200b\u00ad＠２/:–И",
]


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_what_is_left_out_is_exactly_what_was_found(text):
    found = personal.likely(text)
    assert all(text[one.begin : one.end] == one.text for one in found)
    assert all(first.end <= second.begin for first, second in itertools.pairwise(found))
    behind = [one.end for one in found]
    between = zip([0, *behind], [*(one.begin for one in found), len(text)], strict=True)
    assert personal.without(text) == "…".join(text[begin:end] for begin, end in between)


def _seconds(text: str) -> float:
    """The quickest of five looks, of this thread alone: what else the machine does counts for nothing."""
    began = [time.thread_time()]
    for _look in range(5):
        personal.likely(text)
        began.append(time.thread_time())
    return min(after - before for before, after in itertools.pairwise(began))


@pytest.mark.parametrize(
    "sign",
    [
        "a",
        "1",
        "A",
        "é",
        "a.",
        "-",
        "'",
        "06-",
        "Jan-",
        "+",
        "NL",
        "a@",
        "a@a.",
        "0 ",
        "(",
        "a(dot)",
        "(at)",
        "１",
        "mw A.",
        "mw Jan-",
        "mw Jan/ ",
        "v.d. ",
        "heren Jan, ",
        "klant: ",
        "bsn",
        "1234 AB De De, ",
        "De De 1, De De 1234 AB ",
    ],
)
def test_eight_times_the_text_takes_no_more_than_about_eight_times_as_long(sign):
    """Once it took 64 times as long, and a long word held up a page for minutes."""
    short, long = (sign * (signs // len(sign)) for signs in (2_000, 16_000))
    assert _seconds(long) < 24 * _seconds(short) + 0.02


def test_beyond_what_any_field_takes_nothing_is_looked_at():
    assert personal.likely("x " * 30_000 + "jan@voorbeeld.nl") == []
    assert len(personal.likely("x " * 9_000 + "jan@voorbeeld.nl")) == 1
