"""Two or three words under a stone: proposed, whole, of nobody by name, and anybody's to change."""

from __future__ import annotations

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from backend.initiatives.labels import LABEL_LIMIT, label_from
from tests.initiatives.factories import log


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Een foto van de meter gevraagd aan drie klanten", "Foto van meter"),
        ("Aan twee bewoners gevraagd wat zij van de brief vinden", "Twee bewoners gevraagd"),
        ("Meegekeken aan de balie.", "Meegekeken aan balie"),
        ("Met mevrouw Jansen gebeld over haar rekening", "Gebeld over rekening"),
        ("Drie families bezocht", "Drie families bezocht"),
        ("Met de buurvrouw gepraat over het hek", "Buurvrouw gepraat"),
        ("Met tante Riet geoefend aan de balie", "Geoefend aan balie"),
        ("De formulieren van de heer Bos ingekort", "Formulieren ingekort"),
        ("De brief naar jan@voorbeeld.nl gestuurd", "Brief gestuurd"),
        ("De vragen van Fatima opgeschreven", "Vragen opgeschreven"),
        ("Joost en ik hebben de brief herschreven", "Brief herschreven"),
        ("Fatima vroeg drie klanten naar de brief", "Vroeg drie klanten"),
        ("Klanten belden over de rekening", "Klanten belden"),
        ("De brief is herschreven met Fatima erbij", "Brief herschreven"),
        ("I called two customers about the bill", "Called two customers"),
        ("We asked Mrs Brown what she wanted", "Asked"),
        ("Sat with a customer at the desk", "Sat with customer"),
        ("Gemeentebelastingaanslagenproces bekeken", "Bekeken"),
        ("jan@voorbeeld.nl gemaild", "Gemaild"),
        ("“Waarom?” gevraagd", "Waarom gevraagd"),
        ("Gekeken op https://voorbeeld.example/lange/weg", "Gekeken"),
        ("www.voorbeeld.example bekeken", "Bekeken"),
        ("", ""),
        ("👍", ""),
    ],
)
def test_a_label_is_the_first_words_that_tell_it(text, label):
    found = label_from(text)
    assert found == label


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("We hebben de brief niet verstuurd", "Brief niet verstuurd"),
        ("De klant is niet gebeld", "Klant niet gebeld"),
        ("Niet gelukt: geen van de klanten wilde praten", "Niet gelukt"),
        ("Zonder formulier gewerkt", "Zonder formulier gewerkt"),
        ("Geen enkele klant gebeld", "Geen enkele klant"),
        ("Nooit teruggebeld", "Nooit teruggebeld"),
        ("De klant begreep onze brief helemaal niet", ""),
        ("Not sent the letter", "Not sent letter"),
        ("We did not call the customer", "Not call customer"),
        ("We didn’t call the customer", "Didn’t call customer"),
        ("Nobody understood the letter", "Nobody understood letter"),
    ],
)
def test_a_label_never_says_the_opposite(text, label):
    assert label_from(text) == label


@given(st.text(max_size=300))
def test_whatever_is_written_a_label_fits_and_cuts_no_word(text):
    label = label_from(text)
    assert len(label) <= LABEL_LIMIT
    assert len(label.split()) <= 3
    words = text.casefold()
    assert all(word.casefold() in words for word in label.split())


def test_the_proposal_stands_in_the_form_and_follows_the_sentence_until_it_is_changed(
    samira, browse
):
    step = log(samira, text="De brief herschreven")
    url = reverse("initiatives:step_edit", args=["deplas", step.uid])
    client = browse(samira)
    assert 'value="Brief herschreven"' in client.get(url).text
    sent = {
        "text": "De folder herschreven", "kind": "tried", "day": str(step.done_on),
        "label": "Brief herschreven", "version": step.version,
    }  # fmt: skip
    client.post(url, sent)
    step.refresh_from_db()
    assert (step.label, step.stone_label) == ("", "Folder herschreven")
    client.post(url, {**sent, "label": "In gewone taal", "version": step.version})
    step.refresh_from_db()
    assert step.label == step.stone_label == "In gewone taal"
