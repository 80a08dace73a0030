"""A title out of a text."""

from __future__ import annotations

import pytest

from backend.initiatives.titles import TITLE_LENGTH, title_from


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Brief gelezen.", "Brief gelezen"),
        ("Brief gelezen. Met een klant.", "Brief gelezen"),
        ("Hoe kan het beter? Gevraagd.", "Hoe kan het beter?"),
        ("Een regel\nen nog een", "Een regel"),
        (".", "."),
        ("Met mevrouw Jansen haar brief gelezen.", "Met mevrouw … haar brief gelezen"),
        ("Met dhr. P. de Vries gebeld. Daarna meer.", "Met dhr. … gebeld"),
        ("Gebeld met 06-12345678 over de rekening", "Gebeld met … over de rekening"),
        (
            "Met mevrouw De Boer (06-12345678) gebeld over haar rekening",
            "Met mevrouw … gebeld over haar rekening",
        ),
        ("Gebeld (met 06-12345678) over de rekening", "Gebeld (met …) over de rekening"),
        ("Gesprek met dhr. Jansen en mw. Pietersen over de brief.", "Gesprek met dhr. …"),
        ("With mr. Jones read IBAN NL91ABNA0417164300; phone: 0612345678!", "With mr. … read"),
        ("Called mevrouw De Boer (06-12345678), BSN 111222333 about it", "Called mevrouw …"),
        ("Met mw.Jansen gebeld", "Met mw.… gebeld"),
        ("Met mevrouw Van der Berg - Jansen gebeld", "Met mevrouw … gebeld"),
        ("Met mevr\u00adouw Jan\u200bsen gebeld", "Met mevr\u00adouw … gebeld"),
        ("06-12345678\nGebeld over de brief", "Gebeld over de brief"),
        ("(06-12345678). Gebeld over de brief.", "Gebeld over de brief"),
        ("\u2066\u2069\nGebeld over de brief", "Gebeld over de brief"),
        ("👍", "👍"),
        ("... Brief gelezen", "Brief gelezen"),
        ("woord " * 30, "woord woord woord woord woord woord woord woord woord woord woord…"),
    ],
)
def test_the_first_sentence_is_the_title(text, title):
    assert title_from(text) == title


def test_one_very_long_word_still_fits():
    assert len(title_from("a" * 400)) <= TITLE_LENGTH


@pytest.mark.parametrize(
    "text",
    ["(06-12345678)", "06-12345678", "[jan@voorbeeld.nl].", "06-12345678, jan@voorbeeld.nl", "06-12345678\n111222333",
     "06-12345678 en 06-12345679"],
)  # fmt: skip
def test_of_a_text_that_is_only_somebodys_data_no_title_is_made(text):
    assert title_from(text) == ""
