"""One success as its colleagues read it, and clap for it."""

from __future__ import annotations

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from backend.initiatives import services as initiatives
from backend.listening import services as listening
from backend.listening.models import Consent
from backend.successes import services
from backend.successes.models import Applause, Success
from tests.acting import by
from tests.successes.factories import SAID, drafted, finished, told


def _url(success: Success, name: str = "success_detail") -> str:
    return reverse(f"successes:{name}", args=["deplas", success.uid])


def test_a_colleague_reads_words_story_steps_and_thanks(samira, omar, browse):
    text = browse(omar).get(_url(told(samira))).text
    for part in (SAID, "Een klant van 71", "Twee kleine stappen", "In drie meterkasten", "Samira"):
        assert part in text
    assert "Dit willen wij ook" not in text


def test_words_whose_consent_shrinks_are_gone_from_the_page(samira, omar, browse):
    success = told(samira)
    listening.words_consent_change(act=by(samira), words=success.words, consent=Consent.A_TEAM)
    assert SAID not in browse(omar).get(_url(success)).text


def test_a_draft_is_not_found(samira, omar, browse):
    success = drafted(samira)
    assert browse(omar).get(_url(success)).status_code == 404
    assert browse(omar).post(_url(success, "applaud")).status_code == 404


def test_another_organisation_finds_nothing_under_its_own_address(samira, stranger, browse):
    success = told(samira)
    own = reverse("successes:success_detail", args=["verweg", success.uid])
    assert browse(stranger).get(own).status_code == 404
    assert browse(stranger).get(_url(success)).status_code == 404


def test_one_click_claps_and_one_takes_it_back_also_without_script(samira, omar, browse):
    success, client = told(samira), browse(omar)
    answer = client.post(_url(success, "applaud"), follow=True)
    assert answer.redirect_chain[0][0].endswith("#applause")
    assert "Je klapt mee" in answer.text
    client.post(_url(success, "applaud"))
    assert Success.objects.get().applause_count == 1
    client.post(_url(success, "applause_withdraw"))
    assert Success.objects.get().applause_count == 0 == Applause.objects.count()


def test_htmx_gets_only_the_applause(samira, omar, browse):
    answer = browse(omar).post(_url(told(samira), "applaud"), headers={"hx-request": "true"})
    assert answer.text.strip().startswith('<div class="applause"')


def test_looking_claps_for_nobody(samira, omar, browse):
    assert browse(omar).get(_url(told(samira), "applaud")).status_code == 302
    assert not Applause.objects.exists()


def test_the_a_team_reads_how_many_clap_and_may_announce(samira, omar, joost, browse):
    success = told(samira)
    services.applaud(act=by(omar), success=success)
    own, other = browse(samira).get(_url(success)).text, browse(joost).get(_url(success)).text
    assert "1 collega klapt voor jullie" in own
    assert _url(success, "announcement_request") in own
    assert _url(success, "announcement_request") not in other


def test_hostile_text_is_shown_as_text(samira, omar, browse):
    success = told(samira, title="<script>alert(1)</script> 🌊 شكرا")
    text = browse(omar).get(_url(success)).text
    assert "<script>alert" not in text
    assert "🌊 شكرا" in text


def test_the_number_of_queries_is_at_most_twelve_whatever_the_number_of_steps(samira, omar, browse):
    initiative = finished(samira)
    initiatives.initiative_resume(act=by(samira), initiative=initiative)
    for number in range(25):
        initiatives.step_log(
            act=by(samira), initiative=initiative, text=f"Stap {number}", kind="tried"
        )
    initiatives.initiative_finish(act=by(samira), initiative=initiative)
    draft = services.success_draft(act=by(samira), initiative=initiative)
    url = _url(services.success_tell(act=by(samira), success=draft))
    client = browse(omar)
    client.get(url)
    with CaptureQueriesContext(connection) as found:
        client.get(url)
    assert len(found) <= 12
