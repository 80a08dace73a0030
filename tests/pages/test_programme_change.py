"""The programme's vision, ambitions and period."""

from __future__ import annotations

import pytest
from django.urls import reverse

from backend.initiatives import services as initiatives
from backend.initiatives.models import Ambition, Programme
from tests.acting import by
from tests.initiatives.factories import start

TYPED = {
    "name": "Over de plas",
    "vision": "Juist omdat u niet weg kunt, zorgen wij extra goed voor u.",
    "ambitions": "U hoort binnen een dag iets\n\nU hoeft het maar één keer te zeggen",
    "starts_on": "2026-03-02",
    "ends_on": "2027-03-01",
}
URL = reverse("programme:programme_change", args=["deplas"])


def test_a_manager_starts_the_programme_and_changes_it_later(mieke, browse):
    client = browse(mieke)
    assert client.post(URL, TYPED).status_code == 302
    changed = {**TYPED, "vision": "Wij komen naar u toe.", "ambitions": "Eén", "version": "1"}
    assert client.post(URL, changed).status_code == 302
    assert Programme.objects.get().vision == "Wij komen naar u toe."
    assert list(Ambition.objects.values_list("text", flat=True)) == ["Eén"]


def test_an_ambassador_may_not(samira, browse):
    assert browse(samira).post(URL, TYPED).status_code == 403
    assert not Programme.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("vision", ""),
        ("vision", "x" * 10_000),
        ("ends_on", "2026-03-02"),
        ("starts_on", "morgen"),
        ("ambitions", "x" * 201),
    ],
)
def test_a_mistake_is_told_at_its_field_and_nothing_typed_is_lost(mieke, browse, field, value):
    answer = browse(mieke).post(URL, {**TYPED, field: value})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert "Over de plas" in answer.text
    assert not Programme.objects.exists()


def test_a_second_editors_text_is_shown_and_not_overwritten(mieke, browse):
    client = browse(mieke)
    client.post(URL, TYPED)
    theirs = {
        **TYPED,
        "vision": "De eerste.",
        "ambitions": "Iedereen gehoord",
        "ends_on": "2027-06-01",
    }
    client.post(URL, {**theirs, "version": "1"})
    answer = client.post(URL, {**TYPED, "vision": "De tweede.", "version": "1"})
    assert answer.status_code == 409
    assert "De eerste." in answer.text
    assert "De tweede." in answer.text
    now = answer.text.split('class="notice"')[1].split("</div>")[0]
    assert "Iedereen gehoord" in now
    assert "1 juni 2027" in now
    assert Programme.objects.get().vision == "De eerste."


def test_an_ambition_in_other_words_keeps_its_initiatives_and_a_used_one_does_not_go(
    mieke, samira, browse
):
    client = browse(mieke)
    client.post(URL, {**TYPED, "ambitions": "U hoord snel iets\nEén keer zeggen"})
    initiative = start(samira)
    ambition = Ambition.objects.get(text="U hoord snel iets")
    initiatives.initiative_change(
        act=by(samira), initiative=initiative, version=1, ambition=ambition
    )
    better = {**TYPED, "ambitions": "U hoort snel iets\nEén keer zeggen", "version": "1"}
    assert client.post(URL, better).status_code == 302
    ambition.refresh_from_db()
    assert ambition.text == "U hoort snel iets"
    gone = client.post(URL, {**TYPED, "ambitions": "Eén keer zeggen", "version": "2"})
    assert (gone.status_code, list(gone.context["form"].errors)) == (422, ["ambitions"])
    assert Ambition.objects.filter(pk=ambition.pk).exists()
