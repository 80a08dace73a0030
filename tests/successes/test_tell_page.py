"""The page on which a drafted story is polished and told."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from backend.events.models import Event
from backend.initiatives.models import Initiative
from backend.initiatives.stages import Stage
from backend.listening.models import Consent
from backend.listening.services import words_withdraw
from backend.photos.models import Photo
from backend.successes import services
from backend.successes.models import Success
from tests.acting import by
from tests.initiatives.factories import log, start
from tests.successes.factories import SAID, SECRET, announced, begun, finished, told

TYPED = {
    "title": "Een foto is genoeg",
    "story": "Klanten maken een foto.",
    "thanks": "Samira en zeven klanten",
    "words": "",
    "version": "1",
}


def _url(initiative: Initiative, name: str = "success_tell") -> str:
    return reverse(f"successes:{name}", args=["deplas", initiative.uid])


def _photo(name: str = "foto.jpg") -> SimpleUploadedFile:
    kept = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(kept, "JPEG")
    return SimpleUploadedFile(name, kept.getvalue(), "image/jpeg")


def test_opening_the_page_shows_the_draft_and_keeps_nothing(samira, browse):
    text = browse(samira).get(_url(finished(samira))).text
    assert "In drie meterkasten gekeken." in text
    assert SAID in text
    assert not Success.objects.exists()


def test_telling_keeps_what_was_typed_and_goes_on_to_the_announcement(samira, browse):
    initiative = finished(samira)
    answer = browse(samira).post(_url(initiative), TYPED)
    success = Success.objects.get()
    assert answer["Location"].endswith(f"/successes/{success.uid}/announce/")
    assert (success.title, success.words, success.told_at is not None) == (
        "Een foto is genoeg",
        None,
        True,
    )
    assert Initiative.objects.get().stage == Stage.CELEBRATED


def test_saving_for_later_tells_nobody(samira, browse):
    initiative = finished(samira)
    answer = browse(samira).post(_url(initiative, "success_change"), TYPED)
    assert answer["Location"] == _url(initiative)
    assert Success.objects.get().told_at is None
    assert "Klanten maken een foto." in browse(samira).get(_url(initiative)).text


def test_a_double_press_tells_once(samira, browse):
    initiative, client = finished(samira), browse(samira)
    for _twice in range(2):
        assert client.post(_url(initiative), TYPED).status_code == 302
    assert Success.objects.count() == 1


def test_the_programme_manager_may_and_a_colleague_may_not(samira, omar, mieke, browse):
    initiative = finished(samira)
    for name in ("success_tell", "success_change", "success_preview"):
        assert browse(omar).post(_url(initiative, name), TYPED).status_code == 403
    assert browse(omar).get(_url(initiative)).status_code == 403
    assert not Success.objects.exists()
    assert browse(mieke).post(_url(initiative), TYPED).status_code == 302


def test_somebody_elsewhere_finds_nothing(samira, stranger, browse):
    initiative = finished(samira)
    own = _url(initiative).replace("/deplas/", "/verweg/")
    assert browse(stranger).post(own, TYPED).status_code == 404
    assert browse(stranger).post(_url(initiative), TYPED).status_code == 404


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", ""),
        ("title", "x" * 121),
        ("story", "   "),
        ("story", "woord " * 2000),
        ("thanks", "x" * 10_000),
        ("words", "geen uuid"),
        ("words", "0197f7a0-0000-7000-8000-000000000000"),
    ],
)
def test_a_mistake_is_told_at_its_field_and_nothing_typed_is_lost(samira, browse, field, value):
    initiative = finished(samira)
    answer = browse(samira).post(_url(initiative), {**TYPED, field: value})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert ("Klanten maken een foto." if field != "story" else "Een foto is genoeg") in answer.text
    assert not Success.objects.exists()


def test_words_for_the_a_team_only_are_no_choice_and_cannot_be_forced(samira, browse):
    initiative = finished(samira, words=SECRET, consent=Consent.A_TEAM)
    words = initiative.words_links.get().words
    client = browse(samira)
    assert SECRET not in client.get(_url(initiative)).text
    answer = client.post(_url(initiative), {**TYPED, "words": str(words.uid)})
    assert list(answer.context["form"].errors) == ["words"]


def test_a_photo_comes_with_its_description(samira, browse):
    initiative, client = finished(samira), browse(samira)
    refused = client.post(_url(initiative), {**TYPED, "photo": _photo()})
    assert list(refused.context["form"].errors) == ["photo_alt"]
    waiting = Photo.objects.get()  # it need not be chosen again
    client.post(
        _url(initiative),
        {**TYPED, "photo_waits": waiting.uid, "photo_alt": "Een meter in een kast"},
    )
    assert Success.objects.get().photo.alt == "Een meter in een kast"


def test_a_file_that_is_no_photo_is_refused_and_tells_nothing(samira, browse):
    initiative = finished(samira)
    file = SimpleUploadedFile("foto.jpg", b"<svg onload=alert(1)>", "image/jpeg")
    typed = {**TYPED, "photo": file, "photo_alt": "Een meter"}
    answer = browse(samira).post(_url(initiative), typed)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["photo"])
    assert not Success.objects.exists()


def test_a_photo_can_be_left_out_again(samira, browse):
    initiative, client = finished(samira), browse(samira)
    typed = {**TYPED, "photo": _photo(), "photo_alt": "Een meter"}
    client.post(_url(initiative, "success_change"), typed)
    version = Success.objects.get().version
    client.post(
        _url(initiative, "success_change"), {**TYPED, "photo_remove": "on", "version": version}
    )
    assert Success.objects.get().photo is None


def test_two_editors_see_both_texts_and_neither_is_lost(samira, mieke, browse):
    initiative = finished(samira)
    first = {**TYPED, "story": "Het verhaal van Samira."}
    browse(samira).post(_url(initiative, "success_change"), first)
    second = {**TYPED, "story": "Het verhaal van Mieke."}
    answer = browse(mieke).post(_url(initiative, "success_change"), second)
    assert answer.status_code == 409
    for text in ("Het verhaal van Samira.", "Het verhaal van Mieke."):
        assert text in answer.text
    again = {**second, "version": answer.context["version"]}
    assert browse(mieke).post(_url(initiative, "success_change"), again).status_code == 302
    assert Success.objects.get().story == "Het verhaal van Mieke."


def test_the_preview_shows_what_is_typed_and_saves_nothing(samira, browse):
    initiative, client = finished(samira), browse(samira)
    typed = {**TYPED, "story": "Nog niet bewaard."}
    piece = client.post(_url(initiative, "success_preview"), typed, headers={"hx-request": "true"})
    whole = client.post(_url(initiative, "success_preview"), typed)
    for answer in (piece, whole):
        assert answer.status_code == 200
        assert "Nog niet bewaard." in answer.text
    assert "<html" not in piece.text
    assert not Success.objects.exists()


def test_an_initiative_that_still_runs_leads_back_to_its_page(samira, browse):
    initiative = log(samira, start(samira)).initiative
    for method in ("get", "post"):
        answer = getattr(browse(samira), method)(_url(initiative))
        assert (answer.status_code, str(initiative.uid) in answer["Location"]) == (302, True)


def test_a_told_story_can_still_be_corrected(samira, browse):
    success = told(samira)
    url = _url(success.initiative, "success_change")
    answer = browse(samira).post(url, {**TYPED, "version": success.version})
    assert answer["Location"].endswith(f"/successes/{success.uid}/")
    success.refresh_from_db()
    assert (success.title, success.told_at is not None) == ("Een foto is genoeg", True)


def test_telling_can_be_taken_back_from_the_message(samira, browse):
    initiative, client = finished(samira), browse(samira)
    page = client.post(_url(initiative), TYPED, follow=True)
    undo = reverse("successes:success_untell", args=["deplas", Success.objects.get().uid])
    assert f'action="{undo}"' in page.text
    assert client.get(undo).status_code == 302
    client.post(undo)
    assert Success.objects.get().told_at is None


def test_a_told_success_is_taken_back_from_its_own_page_at_any_time(samira, joost, mieke, browse):
    success = begun(announced(samira)).success
    page = reverse("successes:success_detail", args=["deplas", success.uid])
    take_back = reverse("successes:success_untell", args=["deplas", success.uid])
    assert f'action="{take_back}"' not in browse(joost).get(page).text
    assert browse(joost).post(take_back).status_code == 403
    for who in (samira, mieke):
        assert f'action="{take_back}"' in browse(who).get(page).text
    answer = browse(samira).post(take_back, follow=True)
    assert "Mail die verstuurd is, blijft verstuurd" in answer.text
    assert Success.objects.get().told_at is None
    way = reverse("successes:announcement_detail", args=["deplas", success.announcements.get().uid])
    assert browse(samira).get(way).url.endswith("/tell/")
    gone = browse(joost).get(page)
    assert gone.status_code == 410
    assert "teruggenomen" in gone.text
    undo = reverse("successes:success_untell_undo", args=["deplas", success.uid])
    assert f'action="{undo}"' in answer.text
    browse(samira).post(undo)
    assert browse(joost).get(page).status_code == 200


def test_who_told_it_takes_it_back_also_after_leaving_the_a_team(samira, browse):
    success = told(samira)
    success.initiative.team.filter(membership=samira).delete()
    client = browse(samira)
    answer = client.post(
        reverse("successes:success_untell", args=["deplas", success.uid]), follow=True
    )
    assert Success.objects.get().told_at is None
    undo = reverse("successes:success_untell_undo", args=["deplas", success.uid])
    assert undo in answer.text
    client.post(undo)
    assert Success.objects.get().told_by_id == samira.pk


def test_a_story_right_to_left_with_emoji_is_kept_as_typed(samira, browse):
    initiative = finished(samira)
    story = "شكرا جزيلا 🌊\r\n\r\nTweede alinea"
    browse(samira).post(_url(initiative), {**TYPED, "story": story})
    assert Success.objects.get().story == story.replace("\r\n", "\n")
    assert services.success_draft(act=by(samira), initiative=initiative) == Success.objects.get()


def test_the_photo_of_a_story_that_came_second_waits_beside_it(samira, mieke, browse):
    initiative = finished(samira)
    browse(samira).post(_url(initiative, "success_change"), TYPED)
    second = {**TYPED, "story": "Anders.", "photo": _photo(), "photo_alt": "Een meter"}
    assert browse(mieke).post(_url(initiative, "success_change"), second).status_code == 409
    assert not Success.objects.get().photo
    assert Photo.objects.get().alt == ""


def test_looking_how_it_will_look_shows_the_new_photo_and_keeps_it(samira, browse):
    initiative = finished(samira)
    typed = {**TYPED, "photo": _photo(), "photo_alt": "Een meter in een kast"}
    page = browse(samira).post(_url(initiative, "success_preview"), typed).text
    address = reverse("photos:photo", args=["deplas", Photo.objects.get().uid])
    assert page.count(address) > 1
    assert 'alt="Een meter in een kast"' in page


def test_the_description_of_a_photo_is_changed_without_choosing_it_again(samira, browse):
    initiative, client = finished(samira), browse(samira)
    client.post(_url(initiative), {**TYPED, "photo": _photo(), "photo_alt": "Een meter"})
    version = Success.objects.get().version
    seen = {"photo_seen": Photo.objects.get().uid, "photo_alt_seen": "Een meter"}
    better = {**TYPED, **seen, "photo_alt": "Een meter in een donkere kast", "version": version}
    client.post(_url(initiative, "success_change"), better)
    assert Success.objects.get().photo.alt == "Een meter in een donkere kast"


def test_a_story_saved_for_later_waits_as_a_draft(samira, browse):
    initiative, home = finished(samira), reverse("pages:my_steps", args=["deplas"])
    client = browse(samira)
    assert "Vertel het succes" in client.get(home).text
    client.post(_url(initiative, "success_change"), TYPED)
    text = client.get(home).text
    assert "Ga verder met het verhaal ‘Een foto is genoeg’" in text
    assert "Er is een concept bewaard." in text
    page = reverse("initiatives:initiative_detail", args=["deplas", initiative.uid])
    assert "Ga ermee verder" in client.get(page).text


def test_a_change_of_a_story_can_be_undone_with_its_photo(samira, mieke, browse):
    initiative, client = finished(samira), browse(samira)
    save = _url(initiative, "success_change")
    client.post(_url(initiative), {**TYPED, "photo": _photo(), "photo_alt": "Een meter"})
    story = Success.objects.get()
    changed = {**TYPED, "story": "Heel anders.", "photo_remove": "on", "version": story.version}
    page = client.post(save, changed, follow=True)
    change = Event.objects.filter(kind="success_changed").latest("id")
    undo = reverse("successes:success_change_undo", args=["deplas", initiative.uid, change.uid])
    assert undo in page.text
    assert client.get(undo).status_code == 302
    client.post(undo)
    put_back = Success.objects.get()
    assert (put_back.story, put_back.photo) == (story.story, story.photo)
    again = client.post(undo, follow=True)
    assert Success.objects.get().version == put_back.version
    assert "toast" in again.text


def test_words_that_were_taken_back_since_do_not_return_with_an_undo(samira, browse):
    initiative, client = finished(samira), browse(samira)
    words = initiative.words_links.get().words
    client.post(_url(initiative), {**TYPED, "words": str(words.uid)})
    version = Success.objects.get().version
    client.post(_url(initiative, "success_change"), {**TYPED, "words": "", "version": version})
    change = Event.objects.filter(kind="success_changed").latest("id")
    words_withdraw(act=by(samira), words=words)
    undo = reverse("successes:success_change_undo", args=["deplas", initiative.uid, change.uid])
    assert "mogen niet verder" in client.post(undo, follow=True).text
    assert Success.objects.get().words is None


def test_saving_a_story_as_it_was_offers_nothing_to_undo(samira, browse):
    initiative, client = finished(samira), browse(samira)
    client.post(_url(initiative), TYPED)
    same = {**TYPED, "version": Success.objects.get().version}
    page = client.post(_url(initiative, "success_change"), same, follow=True)
    assert "/changes/" not in page.text
