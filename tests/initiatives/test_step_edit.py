"""Changing, doing, planning and removing a step from its pages."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from backend.board.reading import board as reading
from backend.events.models import Change, Event
from backend.initiatives import services
from backend.initiatives.models import Initiative, Step
from backend.initiatives.views import steps as views
from backend.photos import services as photos
from backend.photos.models import Photo
from tests.acting import by
from tests.initiatives.factories import log, start
from tests.photos.factories import picture


def url(name: str, step: Step, *more: object) -> str:
    return reverse(f"initiatives:{name}", args=["deplas", step.uid, *more])


@pytest.fixture
def step(samira) -> Step:
    return log(samira)


@pytest.fixture
def planned(samira, organisation) -> Step:
    day = organisation.today() - timedelta(days=2)
    return log(by(samira, silent=True), start(samira), planned_on=day)


def typed(step: Step, **change: object) -> dict[str, object]:
    day = (step.done_on or step.planned_on).isoformat()
    return {
        "text": "Vier klanten gevraagd",
        "kind": "listened",
        "label": "4 klanten",
        "day": day,
        "version": step.version,
        **change,
    }


def test_a_step_is_said_better(samira, step, browse):
    assert browse(samira).get(url("step_edit", step)).status_code == 200
    answer = browse(samira).post(url("step_edit", step), typed(step))
    assert answer.status_code == 302
    step.refresh_from_db()
    assert (step.text, step.kind, step.label) == ("Vier klanten gevraagd", "listened", "4 klanten")


def test_two_editors_see_both_texts(samira, step, browse):
    services.step_change(act=by(samira), step=step, version=1, text="Wat zij schreef")
    answer = browse(samira).post(url("step_edit", step), typed(step, version=1, text="Wat ik typ"))
    assert answer.status_code == 409
    assert "Wat zij schreef" in answer.text
    assert "Wat ik typ" in answer.text
    assert 'name="version" value="2"' in answer.text
    assert Step.objects.get().text == "Wat zij schreef"


def test_a_colleague_who_did_not_log_it_may_not_change_it(omar, petra, step, browse):
    for member in (omar, petra):
        assert browse(member).post(url("step_edit", step), typed(step)).status_code == 403
        assert browse(member).post(url("step_remove", step)).status_code == 403


def test_a_step_of_elsewhere_is_not_found(stranger, step, browse):
    address = reverse("initiatives:step_edit", args=["verweg", step.uid])
    assert browse(stranger).get(address).status_code == 404


def test_a_planned_step_is_done_today_and_that_can_be_undone(samira, planned, browse):
    client = browse(samira)
    answer = client.post(url("step_do", planned), headers={"HX-Request": "true"})
    assert Step.objects.get().done_on is not None
    undo = f"{url('step_plan', planned)}?planned_on={planned.planned_on.isoformat()}"
    assert undo in answer.text
    client.post(undo, headers={"HX-Request": "true"})
    back = Step.objects.get()
    assert (back.done_on, back.planned_on) == (None, planned.planned_on)


def test_a_planned_step_that_is_said_better_is_still_planned(samira, planned, browse):
    today = samira.organisation.today()
    for day in (today, today - timedelta(days=3)):
        Step.objects.filter(pk=planned.pk).update(planned_on=day, done_on=None)
        planned.refresh_from_db()
        said = typed(planned, text=f"Beter gezegd, op {day}")
        assert browse(samira).post(url("step_edit", planned), said).status_code == 302
        planned.refresh_from_db()
        assert (planned.text, planned.done_on, planned.planned_on) == (said["text"], None, day)


def test_a_planned_step_gets_another_day(samira, planned, browse, organisation):
    day = organisation.today() + timedelta(days=7)
    browse(samira).post(url("step_plan", planned), {"planned_on": day.isoformat()})
    assert Step.objects.get().planned_on == day


@pytest.mark.parametrize("day", ["", "2999-01-01", "gisteren"])
def test_another_day_that_cannot_be_is_told_at_the_field(samira, planned, browse, day):
    answer = browse(samira).post(url("step_plan", planned), {"planned_on": day})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["planned_on"]


def test_removing_can_be_undone(samira, step, browse):
    client = browse(samira)
    answer = client.post(url("step_remove", step), headers={"HX-Request": "true"})
    assert url("step_restore", step) in answer.text
    assert Step.objects.get().removed_at is not None
    assert client.get(url("step_edit", step)).status_code == 200
    client.post(url("step_restore", step))
    assert Step.objects.get().removed_at is None


def test_reading_an_address_changes_nothing(samira, planned, browse):
    for name in ("step_remove", "step_restore"):
        assert browse(samira).get(url(name, planned)).status_code == 302
    assert browse(samira).get(url("step_do", planned)).status_code == 200  # it asks for the day
    planned.refresh_from_db()
    assert (planned.done_on, planned.removed_at, planned.version) == (None, None, 1)


def test_a_photo_comes_later_and_goes_again(samira, step, browse):
    client, page = browse(samira), url("step_edit", step)
    with_photo = typed(step, photo=picture(), photo_alt="Een brug")
    assert client.post(page, with_photo).status_code == 302
    step.refresh_from_db()
    assert step.photo.alt == "Een brug"
    assert "Een brug" in client.get(page).text
    assert client.post(page, typed(step, photo_remove="on")).status_code == 302
    step.refresh_from_db()
    assert step.photo is None


def test_what_is_no_photo_is_told_together_with_all_else(samira, step, browse):
    wrong = typed(step, text="", photo=ContentFile(b"tekst", name="brug.jpg"))
    answer = browse(samira).post(url("step_edit", step), wrong)
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"text", "photo", "photo_alt"}


def test_the_customers_words_stand_by_for_who_may_read_them(samira, omar, browse):
    step = log(samira, words_text="Ik bel liever niet.")
    assert "Ik bel liever niet." in browse(samira).get(url("step_edit", step)).text
    services.team_join(act=by(omar), initiative=step.initiative, membership=omar)
    assert "Ik bel liever niet." not in browse(omar).get(url("step_edit", step)).text


def test_another_day_is_not_one_that_is_past(samira, planned, organisation, browse):
    past = (organisation.today() - timedelta(days=1)).isoformat()
    answer = browse(samira).post(url("step_plan", planned), {"planned_on": past})
    assert answer.status_code == 422
    assert "Deze dag is al voorbij." in answer.text


def test_what_waited_for_an_answer_waits_again_when_a_step_is_taken_back(samira):
    initiative = start(by(samira, silent=True, at=timezone.now() - timedelta(days=30)))
    Initiative.objects.update(touched_at=timezone.now() - timedelta(days=20))
    services.check_in(act=by(samira), initiative=initiative, answer="later")
    initiative.refresh_from_db()
    quiet = initiative.touched_at
    step = log(samira, initiative)
    services.step_remove(act=by(samira), step=step)
    initiative.refresh_from_db()
    assert initiative.touched_at <= quiet
    assert initiative.changed_at < timezone.now() - timedelta(days=29)
    services.step_restore(act=by(samira), step=step)
    initiative.refresh_from_db()
    assert initiative.touched_at > quiet


def test_an_answer_stays_a_sign_of_life_when_a_step_is_taken_back(samira):
    initiative = start(by(samira, silent=True, at=timezone.now() - timedelta(days=30)))
    answered = services.check_in(act=by(samira), initiative=initiative, answer="going_well")
    services.step_remove(act=by(samira), step=log(samira, initiative))
    initiative.refresh_from_db()
    assert initiative.touched_at == answered.answered_at


def test_a_page_that_comes_back_still_has_its_photo(samira, step, browse):
    wrong = typed(step, text="", photo=picture(), photo_alt="Een brug")
    answer = browse(samira).post(url("step_edit", step), wrong)
    assert set(answer.context["form"].errors) == {"text"}
    waiting = Photo.objects.get()
    browse(samira).post(
        url("step_edit", step), typed(step, photo_waits=waiting.uid, photo_alt="Een brug")
    )
    assert Step.objects.get().photo == waiting


def test_an_open_page_keeps_its_own_photo(samira, step, browse):
    day = typed(step)["day"]
    browse(samira).post(
        reverse("initiatives:step_create", args=["deplas"]),
        {"text": "", "kind": "tried", "day": day, "photo": picture(), "photo_alt": "x"},
        headers={"HX-Request": "true"},
    )
    assert not Photo.objects.exists()


def test_what_is_to_be_seen_on_a_photo_is_said_better(samira, step, browse):
    client, page = browse(samira), url("step_edit", step)
    client.post(page, typed(step, photo=picture(), photo_alt="Een brug"))
    step.refresh_from_db()
    assert 'value="Een brug"' in client.get(page).text
    seen = {"photo_seen": step.photo.uid, "photo_alt_seen": "Een brug"}
    client.post(page, typed(step, photo_alt="Een houten brug over de sloot", **seen))
    step.refresh_from_db()
    assert step.photo.alt == "Een houten brug over de sloot"
    assert Change.objects.filter(field="photo_alt", before="Een brug").exists()
    history = client.get(url("initiative_history", step.initiative)).text
    assert "Beschreef beter wat er op een foto te zien is" in history
    refused = client.post(page, typed(step, photo_alt="", **seen))
    assert list(refused.context["form"].errors) == ["photo_alt"]


def test_two_who_describe_a_photo_see_each_others_words(samira, step, browse):
    client, page = browse(samira), url("step_edit", step)
    client.post(page, typed(step, photo=picture(), photo_alt="Een brug"))
    step.refresh_from_db()
    first = step.photo
    seen = {"photo_seen": first.uid, "photo_alt_seen": "Een brug"}
    client.post(page, typed(step, photo_alt="Een houten brug", **seen))
    # Who only says the step better leaves the description as it is by now.
    client.post(page, typed(step, text="Beter gezegd", photo_alt="Een brug", **seen))
    step.refresh_from_db()
    assert (step.text, step.photo.alt) == ("Beter gezegd", "Een houten brug")
    second = client.post(page, typed(step, text="Nog eens", photo_alt="Brug", **seen))
    assert list(second.context["form"].errors) == ["photo_alt"]
    assert "Een houten brug" in second.text
    assert 'name="photo_alt_seen" value="Een houten brug"' in second.text
    assert Step.objects.get().text == "Beter gezegd"  # both or neither
    client.post(page, typed(step, photo=picture(), photo_alt="Een sluis"))
    other = client.post(page, typed(step, photo_alt="Brug", **seen))
    assert "Er staat nu een andere foto" in other.text


def test_a_change_of_a_step_can_be_undone_with_its_day_and_photo(samira, step, browse):
    client, day = browse(samira), step.done_on
    client.post(url("step_edit", step), typed(step, photo=picture(), photo_alt="Een brug"))
    step.refresh_from_db()
    photo, earlier = step.photo, (day - timedelta(days=3)).isoformat()
    page = client.post(
        url("step_edit", step),
        typed(step, text="Anders", day=earlier, photo_remove="on"),
        follow=True,
    )
    event = Event.objects.filter(kind="step_changed").latest("id")
    undo = url("step_change_undo", step, event.uid)
    assert undo in page.text
    assert client.get(undo).status_code == 302
    client.post(undo)
    step.refresh_from_db()
    assert (step.text, step.done_on, step.photo) == ("Vier klanten gevraagd", day, photo)
    again = client.post(undo, follow=True)
    assert "intussen" in again.text or "daarna" in again.text
    assert Step.objects.get().text == "Vier klanten gevraagd"


def test_the_undo_of_a_change_is_for_who_may_change_it(samira, omar, step, stranger, browse):
    browse(samira).post(url("step_edit", step), typed(step))
    event = Event.objects.get(kind="step_changed")
    assert browse(omar).post(url("step_change_undo", step, event.uid)).status_code == 403
    other = log(samira)
    assert browse(samira).post(url("step_change_undo", other, event.uid)).status_code == 404


def test_what_was_done_by_mistake_leaves_the_next_step_where_it_was(samira, planned, browse):
    """The form offers the initiative of the latest step first."""
    latest = log(samira, start(samira, title="Het laatste")).initiative
    home = reverse("pages:my_steps", args=["deplas"])
    client = browse(samira)
    day = planned.planned_on.isoformat()
    client.post(url("step_do", planned))
    client.post(f"{url('step_plan', planned)}?planned_on={day}")
    assert client.get(home).context["form"].offer.chosen == latest


def test_when_a_finished_one_began_stays_as_it_was_counted(samira, organisation):
    initiative = start(samira)
    step = log(samira, initiative)
    services.initiative_finish(act=by(samira), initiative=initiative)
    earlier = organisation.today() - timedelta(days=40)
    services.step_change(act=by(samira), step=step, version=1, done_on=earlier)
    initiative.refresh_from_db()
    assert initiative.started_on == organisation.today()
    services.initiative_resume(act=by(samira), initiative=initiative)
    assert reading.whole(organisation=organisation).named("took:") == {}


def test_a_mistyped_day_put_right_leaves_no_trace_in_when_it_began(samira, organisation):
    initiative, today = start(samira), organisation.today()
    step = log(samira, initiative, done_on=today - timedelta(days=300))
    step = services.step_change(act=by(samira), step=step, version=1, done_on=today)
    initiative.refresh_from_db()
    assert initiative.started_on == today
    begun = log(samira, done_on=today - timedelta(days=300))
    services.step_remove(act=by(samira), step=begun)
    begun.initiative.refresh_from_db()
    assert begun.initiative.started_on == today


@pytest.mark.parametrize("change", [{"photo_remove": "on"}, {"photo_alt": "Twee"}])
def test_a_photo_that_was_taken_off_is_there_for_a_day_to_put_back(samira, step, browse, change):
    client = browse(samira)
    client.post(url("step_edit", step), typed(step, photo=picture(), photo_alt="Een"))
    Photo.objects.update(uploaded_at=timezone.now() - timedelta(days=30))
    step.refresh_from_db()
    first = step.photo
    more = {"photo": picture()} if "photo_alt" in change else {}
    client.post(url("step_edit", step), typed(step, **change, **more))
    photos.photos_discard_unused()
    event = Event.objects.filter(kind="step_changed").latest("id")
    client.post(url("step_change_undo", step, event.uid))
    step.refresh_from_db()
    assert step.photo == first


def test_what_cannot_be_put_back_any_more_changes_nothing(samira, step, browse):
    client = browse(samira)
    client.post(url("step_edit", step), typed(step, photo=picture(), photo_alt="Een"))
    step.refresh_from_db()
    client.post(url("step_edit", step), typed(step, photo=picture(), photo_alt="Twee"))
    for days in (0, 2):
        photos.photos_discard_unused(now=timezone.now() + timedelta(days=days))
    event = Event.objects.filter(kind="step_changed").latest("id")
    page = client.post(url("step_change_undo", step, event.uid), follow=True)
    assert "is er niet meer" in page.text
    assert Step.objects.get().photo.alt == "Twee"


def test_putting_back_what_somebody_moved_at_the_same_time_is_no_fault(samira, browse, monkeypatch):
    goal, step = start(samira), log(samira, start(samira))
    services.step_remove(act=by(samira), step=step)
    read = views._step

    def late(*asked):
        found = read(*asked)
        services.step_restore(act=by(samira), step=found)
        services.step_change(act=by(samira), step=found, version=1, initiative=goal)
        return found

    monkeypatch.setattr(views, "_step", late)
    assert browse(samira).post(url("step_restore", step)).status_code == 302


def test_a_planned_step_past_its_day_is_done_on_the_day_that_is_said(samira, organisation, browse):
    today = organisation.today()
    step = log(samira, planned_on=today)
    Step.objects.filter(pk=step.pk).update(planned_on=today - timedelta(days=5))
    client, url = browse(samira), reverse("initiatives:step_do", args=["deplas", step.uid])
    home = client.get(reverse("pages:my_steps", args=["deplas"])).text
    assert "Gedaan op …" in home
    assert f'value="{today - timedelta(days=5)}"' in home
    later = log(samira, step.initiative, planned_on=today + timedelta(days=9))
    page = client.get(
        reverse("initiatives:initiative_detail", args=["deplas", step.initiative.uid])
    ).text
    proposed = re.search(rf'id="done-{later.pk}"[^>]*value="([^"]+)" max="([^"]+)"', page)
    assert proposed and proposed.groups() == (str(today), str(today))
    for wrong in ("gisteren", str(today + timedelta(days=1))):
        answer = client.post(url, {"done_on": wrong})
        assert answer.status_code == 422
        assert 'aria-invalid="true"' in answer.text
        assert f'value="{wrong}"' in answer.text
        assert Step.objects.get(pk=step.pk).done_on is None
    client.post(url, {"done_on": str(today - timedelta(days=3))})
    assert Step.objects.get(pk=step.pk).done_on == today - timedelta(days=3)
