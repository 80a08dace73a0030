"""The page of one initiative, and what each reader may see and do there."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from backend.initiatives import services
from backend.initiatives.models import Initiative
from backend.listening.models import Consent
from backend.organisations.models import MembershipState
from tests import conftest
from tests.acting import by
from tests.initiatives.factories import log, start

HTMX = {"HX-Request": "true"}


def url(name: str, initiative: Initiative, *more: str) -> str:
    return reverse(f"initiatives:{name}", args=["deplas", initiative.uid, *more])


@pytest.fixture
def initiative(samira) -> Initiative:
    return start(samira)


def test_the_customers_words_stand_first_as_far_as_consent_goes(samira, omar, initiative, browse):
    log(samira, initiative, words_text="Ik zit op mijn knieën in de meterkast.")
    assert "op mijn knieën" in browse(samira).get(url("initiative_detail", initiative)).text
    assert "op mijn knieën" not in browse(omar).get(url("initiative_detail", initiative)).text
    log(samira, initiative, words_text="Het was fijn.", consent=Consent.ORGANISATION)
    page = browse(omar).get(url("initiative_detail", initiative)).text
    assert "Het was fijn." in page
    assert "op mijn knieën" not in page


def test_how_it_is_going_and_who_did_what_is_for_the_a_team(samira, petra, initiative, browse):
    log(samira, initiative)
    services.check_in(
        act=by(samira), initiative=initiative, answer="stuck", sentence="Juridisch zegt nee"
    )
    team, leader = (
        browse(member).get(url("initiative_detail", initiative)) for member in (samira, petra)
    )
    assert "Juridisch zegt nee" in team.text
    assert "Juridisch zegt nee" not in leader.text
    assert not any(entry.actor for entry in leader.context["page"].timeline)


def test_how_many_steps_were_taken_is_for_the_a_team(samira, petra, initiative, browse):
    """An A-team may be one person; the stones themselves are told to everybody."""
    for _more in range(3):
        log(samira, initiative)
    mine, theirs = (
        browse(one).get(url("initiative_detail", initiative)).text for one in (samira, petra)
    )
    assert "stappen gezet" in mine
    assert "stappen gezet" not in theirs
    assert "De stappen tot nu toe" in theirs


@pytest.mark.parametrize(
    ("expectation", "words", "steps", "planned", "expected"),
    [
        ("", "", 0, False, "first_step"),
        ("", "", 1, False, "expectation"),
        ("Minder bellen", "", 1, False, "words"),
        ("Minder bellen", "Fijn", 1, False, "plan"),
        ("Minder bellen", "Fijn", 1, True, ""),
    ],
)
def test_one_next_action_is_named(
    samira, browse, organisation, expectation, words, steps, planned, expected
):
    initiative = start(samira, expectation=expectation)
    if steps:
        log(samira, initiative, words_text=words)
    if planned:
        log(samira, initiative, planned_on=organisation.today() + timedelta(days=3))
    page = browse(samira).get(url("initiative_detail", initiative)).context["page"]
    assert page.next == expected


def test_a_quiet_one_asks_how_it_is_going(samira, browse):
    quiet = start(by(samira, silent=True, at=timezone.now() - timedelta(days=30)))
    answer = browse(samira).get(url("initiative_detail", quiet))
    assert answer.context["page"].next == "check_in"
    assert url("check_in", quiet) in answer.text


def test_one_that_grows_large_is_told_so_kindly(samira, initiative, browse):
    for _number in range(12):
        log(samira, initiative)
    assert browse(samira).get(url("initiative_detail", initiative)).context["page"].is_large


def test_a_text_is_changed_where_it_stands_and_can_be_undone(samira, initiative, browse):
    client, address = browse(samira), url("initiative_change", initiative, "expectation")
    assert "<html" not in client.get(address, headers=HTMX).text
    saved = client.post(address, {"expectation": "Eén keer bellen", "version": 1}, headers=HTMX)
    assert "Eén keer bellen" in saved.text
    initiative.refresh_from_db()
    assert initiative.expectation == "Eén keer bellen"
    undo = next(part for part in saved.text.split('"') if part.endswith("/undo/"))
    assert client.post(undo).status_code == 302
    initiative.refresh_from_db()
    assert initiative.expectation == ""


def test_a_title_changed_in_place_is_the_title_of_the_tab_too(samira, initiative, browse):
    typed = {"title": "Een kortere brief", "version": initiative.version}
    piece = (
        browse(samira).post(url("initiative_change", initiative, "title"), typed, headers=HTMX).text
    )
    assert "<title>Een kortere brief – Stapsteen</title>" in piece


def test_who_may_not_read_every_change_is_told_where_it_stands(omar, samira, initiative, browse):
    answer = browse(omar).get(url("initiative_history", initiative))
    assert answer.status_code == 403
    assert "staat op de pagina van het initiatief" in answer.text
    assert f'<a class="button" href="{url("initiative_detail", initiative)}">' in answer.text


def test_two_editors_of_one_text_see_both(samira, initiative, browse):
    services.initiative_change(
        act=by(samira), initiative=initiative, version=1, expectation="Van een collega"
    )
    address = url("initiative_change", initiative, "expectation")
    for headers in ({}, HTMX):
        answer = browse(samira).post(
            address, {"expectation": "Van mij", "version": 1}, headers=headers
        )
        assert answer.status_code == 409
        assert "Van een collega" in answer.text
        assert "Van mij" in answer.text
        assert 'name="version" value="2"' in answer.text
    initiative.refresh_from_db()
    assert initiative.expectation == "Van een collega"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", " "),
        ("title", "t" * 121),
        ("expectation", "e" * 10_000),
        ("unit", ""),
        ("process", "x"),
    ],
)
def test_a_refused_change_is_told_at_its_field(samira, initiative, browse, field, value):
    address = url("initiative_change", initiative, field)
    answer = browse(samira).post(address, {field: value, "version": 1}, headers=HTMX)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]


def test_what_cannot_be_changed_is_not_found(samira, initiative, browse):
    for field in ("stage", "organisation", "touched_at"):
        assert browse(samira).get(url("initiative_change", initiative, field)).status_code == 404


def test_only_the_a_team_and_the_programme_manager_change_it(
    omar, petra, mieke, initiative, browse
):
    address = url("initiative_change", initiative, "title")
    for member in (omar, petra):
        refused = browse(member).post(address, {"title": "Anders", "version": 1})
        assert refused.status_code == 403
        assert "data-reason" in refused.text
    assert browse(mieke).post(address, {"title": "Anders", "version": 1}).status_code == 302


def test_finishing_leads_to_telling_and_can_be_undone(samira, initiative, browse):
    log(samira, initiative)
    client = browse(samira)
    assert client.get(url("initiative_finish", initiative)).status_code == 200
    today = samira.organisation.today().isoformat()
    sent = {"surprise": "Zo snel!", "keeper": "", "closed_on": today}
    answer = client.post(url("initiative_finish", initiative), sent)
    assert answer["Location"] == reverse("successes:success_tell", args=["deplas", initiative.uid])
    initiative.refresh_from_db()
    assert (initiative.stage, initiative.surprise) == ("done", "Zo snel!")
    client.post(url("initiative_resume", initiative))
    initiative.refresh_from_db()
    assert initiative.stage == "doing"


def test_stopping_needs_a_lesson_and_keeps_what_was_typed(samira, initiative, browse):
    client, address = browse(samira), url("initiative_stop", initiative)
    today = samira.organisation.today().isoformat()
    assert client.post(address, {"lesson": "", "closed_on": today}).status_code == 422
    kept = client.post(address, {"lesson": "Begin kleiner", "closed_on": "2999-01-01"})
    assert kept.status_code == 422
    assert "Begin kleiner" in kept.text
    client.post(address, {"lesson": "Begin kleiner", "closed_on": today})
    initiative.refresh_from_db()
    assert (initiative.stage, initiative.lesson) == ("stopped", "Begin kleiner")
    assert "Begin kleiner" in client.get(url("initiative_detail", initiative)).text


def test_letting_it_go_on_can_be_undone_and_it_is_closed_as_it_was(samira, browse, organisation):
    initiative, client = start(samira), browse(samira)
    day = organisation.today()
    services.initiative_stop(act=by(samira), initiative=initiative, lesson="Te groot begonnen.")
    page = client.post(url("initiative_resume", initiative), follow=True)
    undo = url("initiative_resume_undo", initiative)
    assert undo in page.text
    client.post(undo)
    initiative.refresh_from_db()
    assert (initiative.stage, initiative.closed_on) == ("stopped", day)
    assert initiative.lesson == "Te groot begonnen."
    twice = client.post(undo, follow=True)
    assert "al gesloten" in twice.text or "al afgesloten" in twice.text


@pytest.mark.parametrize("since", ["a step", "no step left", "no lesson"])
def test_what_went_on_since_is_not_closed_by_an_undo(samira, browse, since):
    initiative = start(samira)
    step = log(samira, initiative)
    if since == "no lesson":
        services.initiative_stop(act=by(samira), initiative=initiative, lesson="Te groot begonnen.")
    else:
        services.initiative_finish(act=by(samira), initiative=initiative)
    services.initiative_resume(act=by(samira), initiative=initiative)
    if since == "a step":
        log(samira, initiative)
    elif since == "no step left":
        services.step_remove(act=by(samira), step=step)
    else:
        services.initiative_change(act=by(samira), initiative=initiative, version=1, lesson="")
    page = browse(samira).post(url("initiative_resume_undo", initiative), follow=True)
    assert "Het ging intussen verder." in page.text
    initiative.refresh_from_db()
    assert initiative.is_open


def test_what_never_closed_is_not_closed_by_an_undo(samira, omar, browse):
    initiative = start(samira)
    undo = url("initiative_resume_undo", initiative)
    browse(samira).post(undo)
    initiative.refresh_from_db()
    assert initiative.is_open
    assert browse(omar).post(undo).status_code == 403


def test_a_colleague_of_the_team_joins_and_a_leader_from_elsewhere_does_not(
    omar, petra, initiative, browse
):
    assert browse(omar).post(url("team_join", initiative)).status_code == 302
    assert omar in initiative.members.all()
    assert browse(petra).post(url("team_join", initiative)).status_code == 403
    assert browse(omar).post(url("team_leave", initiative)).status_code == 302
    assert omar not in initiative.members.all()


def test_the_a_team_brings_in_a_colleague(samira, joost, initiative, browse):
    client = browse(samira)
    assert "Joost Wever" in client.get(url("team_add", initiative), {"q": "joost"}).text
    client.post(url("team_add", initiative), {"membership": str(joost.uid)})
    assert joost in initiative.members.all()
    assert client.post(url("team_add", initiative), {"membership": "x"}).status_code == 422
    client.post(f"{url('team_leave', initiative)}?membership={joost.uid}")
    assert joost not in initiative.members.all()


def found(client, initiative: Initiative, search: str, **options) -> list[str]:
    answer = client.get(url("team_add", initiative), {"q": search}, **options)
    return [one.person.name for one in answer.context["found"]]


def test_a_colleague_for_the_a_team_is_found_by_a_part_of_name_and_team(
    samira, joost, omar, initiative, browse
):
    client = browse(samira)
    assert found(client, initiative, "") == ["Omar Tahiri"], "those of the initiative's own team"
    assert found(client, initiative, "  WEV zuid\x00 ") == ["Joost Wever"]
    assert found(client, initiative, "joost meterstanden") == []
    nobody = client.get(url("team_add", initiative), {"q": "<b>zz"})
    assert "Niemand gevonden voor “&lt;b&gt;zz”." in nobody.text
    part = client.get(url("team_add", initiative), {"q": "jo"}, headers=HTMX).text
    assert "Joost Wever" in part
    assert "<h1" not in part


def test_who_is_in_the_a_team_or_left_is_not_offered_and_refused_all_the_same(
    samira, joost, omar, initiative, browse
):
    services.team_join(act=by(samira), initiative=initiative, membership=joost)
    services.team_join(act=by(omar), initiative=initiative, membership=omar)
    client = browse(samira)
    assert found(client, initiative, "joost") == []
    own = client.get(url("team_add", initiative), {"q": "omar"})
    assert "Kwam zelf bij het A-team" in own.text, "adding them lets them read what was said before"
    omar.state = MembershipState.LEFT
    omar.save()
    assert found(client, initiative, "omar") == []
    for one in (joost, omar):
        refused = client.post(url("team_add", initiative) + "?q=om", {"membership": str(one.uid)})
        assert refused.status_code == 422
        assert 'value="om"' in refused.text


def test_of_many_colleagues_the_first_ten_are_offered_and_typing_on_finds_the_rest(
    samira, organisation, unit, initiative, browse, django_assert_max_num_queries
):
    for number in range(12):
        conftest.member(organisation, unit, f"Collega{number} X")
    client = browse(samira)
    with django_assert_max_num_queries(7):
        answer = client.get(url("team_add", initiative), {"q": "collega"})
    assert len(answer.context["found"]) == 10
    assert "typ verder" in answer.text
    assert found(client, initiative, "collega11") == ["Collega11 X"]


def test_the_last_of_a_team_is_told_why_they_cannot_leave(samira, initiative, browse):
    answer = browse(samira).post(url("team_leave", initiative), follow=True)
    assert samira in initiative.members.all()
    assert "toast--error" in answer.text


def test_the_history_says_who_when_and_what(samira, initiative, browse):
    services.initiative_change(
        act=by(samira), initiative=initiative, version=1, title="Nieuwe titel"
    )
    step = log(samira, initiative)
    services.step_change(act=by(samira), step=step, version=1, text="Beter gezegd")
    page = browse(samira).get(url("initiative_history", initiative)).text
    for said in ("Nieuwe titel", initiative.title, "Beter gezegd", "Samira Haddou"):
        assert said in page


def test_when_an_a_team_said_how_it_is_going_is_its_own(samira, mieke, initiative, browse):
    services.check_in(act=by(samira), initiative=initiative, answer="going_well")
    history = url("initiative_history", initiative)
    said = "Zei hoe het gaat"
    assert said in browse(samira).get(history).text
    assert said not in browse(mieke).get(history).text


def test_its_queries_do_not_grow_with_the_data(
    samira, joost, initiative, browse, organisation, django_assert_max_num_queries
):
    client, address = browse(samira), url("initiative_detail", initiative)
    with django_assert_max_num_queries(14):
        client.get(address)
    services.team_join(act=by(samira), initiative=initiative, membership=joost)
    for number in range(8):
        log(samira, initiative, words_text=f"Woorden {number}")
        services.check_in(act=by(joost), initiative=initiative, answer="going_well")
        version = Initiative.objects.get().version
        services.initiative_change(
            act=by(samira), initiative=initiative, version=version, title=f"Titel {number}"
        )
    with django_assert_max_num_queries(14):
        client.get(address)


def test_one_of_elsewhere_is_not_found(stranger, initiative, browse):
    address = reverse("initiatives:initiative_detail", args=["verweg", initiative.uid])
    assert browse(stranger).get(address).status_code == 404


def test_after_a_step_the_open_page_shows_the_new_stage_and_the_words(samira, initiative, browse):
    log(samira, initiative, words_text="Ik bel liever niet.")
    piece = browse(samira).get(
        url("initiative_detail", initiative),
        headers={"HX-Request": "true", "HX-Target": "div#story"},
    )
    assert "<html" not in piece.text
    for part in ("stage", "heard", "laid", "ending"):
        assert f'id="{part}"' in piece.text
    assert "Ik bel liever niet." in piece.text


def test_finishing_tells_of_a_planned_step_that_was_not_done(samira, initiative, browse):
    log(samira, initiative)
    page = url("initiative_finish", initiative)
    assert "geplande stap" not in browse(samira).get(page).text
    log(samira, initiative, planned_on=samira.organisation.today())
    assert "geplande stap" in browse(samira).get(page).text


def test_who_may_not_read_the_words_is_told_whose_they_are(samira, joost, browse):
    initiative = start(samira)
    url = reverse("initiatives:initiative_detail", args=["deplas", initiative.uid])
    assert "Nog geen woorden van een klant" in browse(joost).get(url).text
    log(samira, initiative, words_text="Alleen voor jullie.", consent="a_team")
    outside = browse(joost).get(url).text
    assert "De woorden zijn van het A-team" in outside
    assert "Nog geen woorden" not in outside
    assert "De woorden zijn van het A-team" not in browse(samira).get(url).text
