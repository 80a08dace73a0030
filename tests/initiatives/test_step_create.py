"""The form that logs a step, with and without htmx."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from backend.events.models import Event
from backend.initiatives import services
from backend.initiatives.models import Initiative, Step
from backend.photos.models import Photo
from tests.acting import by
from tests.initiatives.factories import start
from tests.photos.factories import picture

HTMX = {"HX-Request": "true", "HX-Target": "form#step-form"}


@pytest.fixture
def url(organisation) -> str:
    return reverse("initiatives:step_create", args=[organisation.slug])


@pytest.fixture
def typed(organisation) -> dict[str, str]:
    return {
        "text": "Samen met een klant de brief gelezen",
        "kind": "listened",
        "day": organisation.today().isoformat(),
        "initiative": "",
        "key": str(uuid4()),
        "place": "home",
    }


def test_the_open_page_gets_a_message_with_undo_and_hears_what_was_logged(
    samira, url, typed, browse
):
    answer = browse(samira).post(url, typed, headers=HTMX)
    assert answer.status_code == 200
    step = Step.objects.get()
    moments = {(one.source, one.happened_at) for one in Event.objects.all()}
    assert moments == {("page", step.logged_at)}
    assert "steps-changed" in answer["HX-Trigger"]
    assert reverse("initiatives:step_remove", args=["deplas", step.uid]) in answer.text
    assert str(step.initiative.uid) in answer["HX-Trigger"]
    assert answer["HX-Reswap"] == "none"


def test_without_script_one_goes_back_home_with_the_same_message(samira, url, typed, browse):
    answer = browse(samira).post(url, typed, follow=True)
    assert answer.redirect_chain[0][0] == reverse("pages:my_steps", args=["deplas"])
    assert "toast__undo" in answer.text


def test_a_first_step_of_only_a_telephone_number_is_kept_when_it_is_sent_once_more(
    samira, url, typed, browse
):
    client = browse(samira)
    asked = client.post(url, {**typed, "text": "(06-12345678)"})
    heeded = [part.split('"')[0] for part in asked.text.split('name="heeded" value="')[1:]]
    again = {**typed, "text": "(06-12345678)", "heeded": heeded, "key": str(uuid4())}
    assert (asked.status_code, client.post(url, again).status_code) == (422, 302)
    assert Initiative.objects.get().title == "Nieuw initiatief"


def test_pressing_twice_is_one_step(samira, url, typed, browse):
    client = browse(samira)
    client.post(url, typed)
    client.post(url, typed)
    assert Step.objects.count() == 1
    assert Initiative.objects.count() == 1


def test_a_day_to_come_plans(samira, url, typed, browse, organisation):
    day = organisation.today() + timedelta(days=4)
    browse(samira).post(url, {**typed, "day": day.isoformat()})
    assert (Step.objects.get().planned_on, Step.objects.get().done_on) == (day, None)


@pytest.mark.parametrize(
    ("change", "faulty"),
    [
        ({"text": ""}, "text"),
        ({"text": "a" * 10_000}, "text"),
        ({"kind": ""}, "kind"),
        ({"kind": "thought"}, "kind"),
        ({"day": "1999-01-01"}, "day"),
        ({"day": "2999-01-01"}, "day"),
        ({"day": "morgen"}, "day"),
        ({"words_text": "woord " * 2000}, "words_text"),
        ({"words_text": "ok", "consent": "world"}, "consent"),
        ({"words_text": "", "said_by": "een klant"}, "words_text"),
        ({"initiative": "nonsense"}, "initiative"),
    ],
)
@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
def test_what_is_refused_is_told_at_its_field_and_nothing_typed_is_lost(
    samira, url, typed, browse, change, faulty, headers
):
    sent = {**typed, "words_text": "Ik snapte de brief niet", **change}
    answer = browse(samira).post(url, sent, headers=headers)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [faulty]
    assert ("<html" in answer.text) == (not headers)
    for name in ("text", "words_text"):
        assert sent[name][:80] in answer.text
    assert not Step.objects.exists()


def test_a_photo_comes_along_with_its_words(samira, url, typed, browse, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    sent = {**typed, "photo": picture(), "photo_alt": "Een meterkast"}
    browse(samira).post(url, sent)
    assert Step.objects.get().photo.alt == "Een meterkast"


def test_a_file_that_is_no_photo_or_has_no_words_is_told_at_its_field(samira, url, typed, browse):
    broken = picture()
    broken.file.truncate(10)
    client = browse(samira)
    no_photo = client.post(url, {**typed, "photo": broken, "photo_alt": "Een meterkast"})
    no_words = client.post(url, {**typed, "photo": picture()})
    assert list(no_photo.context["form"].errors) == ["photo"]
    assert list(no_words.context["form"].errors) == ["photo_alt"]
    assert not Step.objects.exists()


def test_a_photo_of_a_refused_step_waits_for_the_next_time_and_is_nobody_elses(
    samira, omar, url, typed, browse, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    client = browse(samira)
    refused = client.post(url, {**typed, "text": "", "photo": picture(), "photo_alt": "Een kast"})
    waiting = Photo.objects.get()
    assert list(refused.context["form"].errors) == ["text"]
    assert f'name="photo_waits" value="{waiting.uid}"' in refused.text
    shown = reverse("photos:photo", args=["deplas", waiting.uid])
    assert client.get(shown).status_code == 200
    assert browse(omar).get(shown).status_code == 404
    again = {**typed, "photo_waits": waiting.uid, "photo_alt": "Een meterkast"}
    theirs = browse(omar).post(url, {**again, "key": ""})
    assert list(theirs.context["form"].errors) == ["photo"]  # somebody else's is no photo
    client.post(url, again)
    assert Step.objects.get().photo.alt == "Een meterkast"
    assert client.post(url, again).status_code == 302  # the second press
    assert Photo.objects.count() == 1


def test_a_photo_that_waits_survives_another_refusal_and_can_be_left_out_after_all(
    samira, url, typed, browse, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    client = browse(samira)
    client.post(url, {**typed, "text": "", "photo": picture()})
    again = {**typed, "photo_waits": Photo.objects.get().uid, "photo_alt": ""}
    refused = client.post(url, again)
    assert list(refused.context["form"].errors) == ["photo_alt"]
    assert 'name="photo_waits"' in refused.text
    client.post(url, {**again, "photo_drop": "on"})
    assert Step.objects.get().photo is None
    gone = client.post(url, {**typed, "key": "", "photo_waits": "x", "photo_alt": "Een kast"})
    assert list(gone.context["form"].errors) == ["photo"]  # told, not lost in silence


def test_a_photo_of_a_step_that_could_not_be_saved_waits_too(
    samira, url, typed, browse, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    samira.unit = None
    samira.save()
    sent = {**typed, "photo": picture(), "photo_alt": "Een meterkast"}
    answer = browse(samira).post(url, sent)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["unit"]
    assert Photo.objects.get().alt == ""  # waits; the one to be saved is thrown away


def test_who_is_in_no_team_says_for_which_team_it_is(samira, unit, url, typed, browse):
    samira.unit = None
    samira.save()
    browse(samira).post(url, {**typed, "unit": str(unit.uid)})
    assert Step.objects.get().initiative.unit == unit


def test_staff_log_in_initiatives_of_their_own_team_and_not_elsewhere(
    omar, samira, joost, url, typed, browse
):
    here, elsewhere = start(samira), start(joost)
    client = browse(omar)
    assert client.post(url, {**typed, "initiative": str(here.uid)}).status_code == 302
    refused = client.post(url, {**typed, "initiative": str(elsewhere.uid)})
    assert list(refused.context["form"].errors) == ["initiative"]


def test_another_organisations_initiative_cannot_be_chosen(
    samira, stranger, url, typed, browse, organisation
):
    from django_scopes import scope

    with scope(organisation=stranger.organisation):
        foreign = start(stranger)
    answer = browse(samira).post(url, {**typed, "initiative": str(foreign.uid)})
    assert answer.status_code == 422


def test_an_initiative_that_was_closed_meanwhile_is_told_at_its_field(samira, url, typed, browse):
    initiative = start(samira)
    services.initiative_stop(act=by(samira), initiative=initiative, lesson="Te groot")
    answer = browse(samira).post(url, {**typed, "initiative": str(initiative.uid)})
    assert list(answer.context["form"].errors) == ["initiative"]


def test_saving_costs_few_queries(samira, url, typed, browse, django_assert_max_num_queries):
    initiative = start(samira)
    client = browse(samira)
    sent = {**typed, "initiative": str(initiative.uid)}
    client.post(url, sent, headers=HTMX)
    # session, person, membership; once: savepoint, held, known, kept, release; initiative;
    # savepoint, lock, who may, step, initiative, event, wake, release
    with django_assert_max_num_queries(17):
        client.post(url, {**sent, "key": str(uuid4())}, headers=HTMX)
