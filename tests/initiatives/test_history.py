"""All changes: everything that is recorded of an initiative can be read back."""

from __future__ import annotations

from django.urls import reverse

from backend.events.kinds import Kind
from backend.initiatives import services
from backend.initiatives.histories import ELSEWHERE, SENTENCES
from backend.listening import services as listening
from backend.listening.models import Words
from backend.successes import services as successes
from tests.initiatives.factories import log, start
from tests.successes.factories import announced, told


def _read(client, initiative) -> str:
    url = reverse("initiatives:initiative_history", args=["deplas", initiative.uid])
    return client.get(url).text


def test_every_kind_of_event_is_told_or_stands_elsewhere_for_a_reason():
    assert not [kind for kind in Kind if (kind in SENTENCES) == (kind in ELSEWHERE)]
    assert all(len(reason) > 20 for reason in ELSEWHERE.values())


def test_words_noted_with_a_step_and_what_became_of_them(samira, browse):
    initiative = start(samira)
    log(samira, initiative, words_text="Fijn.")
    words = Words.objects.get()
    listening.words_consent_change(actor=samira, words=words, consent="organisation")
    listening.words_withdraw(actor=samira, words=words)
    page = _read(browse(samira), initiative)
    for said in (
        "Noteerde de woorden van een klant",
        "Wijzigde hoe ver de woorden van een klant mogen gaan",
        "Trok de woorden van een klant in",
    ):
        assert said in page


def test_the_story_told_announced_and_taken_back(samira, joost, browse):
    success = told(samira)
    successes.success_change(
        actor=samira, success=success, version=success.version, title="Heldere brief"
    )
    announcement = announced(samira, success=success)
    successes.announcement_call_back(actor=samira, announcement=announcement)
    successes.applaud(actor=joost, success=success)
    successes.success_untell(actor=samira, success=success)
    page = _read(browse(samira), success.initiative)
    for said in (
        "Maakte een concept van het verhaal",
        "Wijzigde het verhaal van het succes",
        "Heldere brief",
        "Vertelde het succes",
        "Kondigde het succes aan per mail",
        "Riep de aankondiging terug",
        "Nam het vertelde succes terug",
    ):
        assert said in page
    assert "Joost" not in page


def test_who_helped_is_read_by_the_a_team_only(samira, omar, mieke, browse):
    initiative = start(samira)
    services.team_join(actor=samira, initiative=initiative, membership=omar)
    given = services.check_in(actor=samira, initiative=initiative, answer="stuck", sentence="Hm.")
    services.help_offer(actor=omar, check_in=given)
    assert "Bood hulp aan" in _read(browse(samira), initiative)
    assert "Bood hulp aan" not in _read(browse(mieke), initiative)
