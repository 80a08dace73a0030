"""All changes: everything that is recorded of an initiative can be read back."""

from __future__ import annotations

from django.urls import reverse

from backend.events import contracts
from backend.initiatives import services
from backend.initiatives.histories import SENTENCES
from backend.listening import services as listening
from backend.listening.models import Words
from backend.successes import services as successes
from tests.acting import by
from tests.initiatives.factories import log, start
from tests.successes.factories import announced, told


def _read(client, initiative) -> str:
    url = reverse("initiatives:initiative_history", args=["deplas", initiative.uid])
    return client.get(url).text


# What is recorded and stands in no initiative's history, each with the reason.
ELSEWHERE = {
    "it is about the organisation, not about one initiative": (
        "organisation_ unit_ membership_ process_ customer_group_ token_ mail_ work_ programme_"
    ),
    "it is about a person, not about an initiative": "name_ address_",
    "it is somebody's own, and nobody else's to read": "preference_",
    "what a reader does is shown with the success, and is no change of it": "applause_",
}


def test_every_kind_of_event_is_told_or_stands_elsewhere_for_a_reason():
    elsewhere = tuple(" ".join(ELSEWHERE.values()).split())
    kinds = [kind.KIND for kind in contracts.kinds()]
    assert len(kinds) > 60
    assert not [kind for kind in kinds if (kind in SENTENCES) == kind.startswith(elsewhere)]


def test_words_noted_with_a_step_and_what_became_of_them(samira, browse):
    initiative = start(samira)
    log(samira, initiative, words_text="Fijn.")
    words = Words.objects.get()
    listening.words_consent_change(act=by(samira), words=words, consent="organisation")
    listening.words_withdraw(act=by(samira), words=words)
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
        act=by(samira), success=success, version=success.version, title="Heldere brief"
    )
    announcement = announced(samira, success=success)
    successes.announcement_call_back(act=by(samira), announcement=announcement)
    successes.applaud(act=by(joost), success=success)
    successes.success_untell(act=by(samira), success=success)
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
    services.team_join(act=by(samira), initiative=initiative, membership=omar)
    given = services.check_in(act=by(samira), initiative=initiative, answer="stuck", sentence="Hm.")
    services.help_offer(act=by(omar), check_in=given)
    assert "Bood hulp aan" in _read(browse(samira), initiative)
    assert "Bood hulp aan" not in _read(browse(mieke), initiative)
