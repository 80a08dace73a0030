"""Days and who may: asked by the services, so that every way in meets them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from backend.initiatives import services
from backend.initiatives.models import Initiative, Programme, Step
from backend.initiatives.selectors import change_of_step
from backend.listening import services as listening
from backend.organisations import services as organisations
from backend.successes import services as successes
from backend.successes.models import Announcement
from backend.web.permissions import Refused
from tests.acting import by
from tests.initiatives.factories import log, start
from tests.successes.factories import finished, told

YEAR = timedelta(days=367)
LONG_AGO = timedelta(days=4000)


@pytest.mark.parametrize(("field", "away"), [("done_on", -YEAR), ("planned_on", YEAR)])
def test_a_step_on_a_day_that_cannot_be_is_refused_by_the_service(samira, field, away):
    day = samira.organisation.today() + away
    with pytest.raises(ValidationError) as refused:
        log(samira, **{field: day})
    assert set(refused.value.message_dict) == {field}
    step = log(samira)
    change = {"done_on": None, field: day}
    with pytest.raises(ValidationError):
        services.step_change(act=by(samira), step=step, version=1, **change)
    planned = log(samira, step.initiative, planned_on=samira.organisation.today())
    if field == "done_on":
        with pytest.raises(ValidationError):
            services.step_do(act=by(samira), step=planned, done_on=day)
    assert not Step.objects.filter(**{field: day}).exists()


def test_a_day_that_is_past_is_no_plan_but_by_an_undo(samira):
    today = samira.organisation.today()
    step = log(by(samira, silent=True), planned_on=today - timedelta(3))
    with pytest.raises(ValidationError):
        services.step_change(
            act=by(samira), step=step, version=1, planned_on=today - timedelta(days=1)
        )
    moved = services.step_change(
        act=by(samira), step=step, version=1, planned_on=today + timedelta(days=1)
    )
    back = services.step_change(
        act=by(samira), step=moved, version=2, planned_on=today - timedelta(days=3)
    )
    assert back.planned_on == today - timedelta(days=3)


def test_words_of_ten_years_ago_are_too_old_for_every_way_in(samira):
    day = samira.organisation.today() - LONG_AGO
    with pytest.raises(ValidationError) as refused:
        listening.words_note(act=by(samira), text="Fijn.", unit=samira.unit, heard_on=day)
    assert set(refused.value.message_dict) == {"heard_on"}


@pytest.mark.parametrize(
    ("model", "field"), [(Step, "kind"), (Initiative, "stage")], ids=["kind", "stage"]
)
def test_the_database_knows_what_may_be_chosen(samira, model, field):
    log(samira)
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.update(**{field: "danced"})


def test_what_ended_cannot_be_chosen_by_any_way_in(samira, mieke):
    team = organisations.unit_add(act=by(mieke), name="Tijdelijk")
    group = organisations.customer_group_add(act=by(mieke), name="Bewoners")
    process = organisations.process_add(act=by(mieke), name="Verhuizen")
    initiative = start(samira)
    organisations.unit_end(act=by(mieke), unit=team)
    organisations.customer_group_end(act=by(mieke), customer_group=group)
    organisations.process_end(act=by(mieke), process=process)
    for name, ended in {"unit": team, "customer_group": group, "process": process}.items():
        with pytest.raises(ValidationError) as refused:
            services.initiative_change(
                act=by(samira), initiative=initiative, version=1, **{name: ended}
            )
        assert set(refused.value.message_dict) == {name}
        with pytest.raises(ValidationError):
            start(samira, **{name: ended})


SERVICES = {
    "initiative_change": lambda a, i, s: services.initiative_change(
        act=by(a), initiative=i, version=1, title="X"
    ),
    "initiative_finish": lambda a, i, s: services.initiative_finish(act=by(a), initiative=i),
    "initiative_stop": lambda a, i, s: services.initiative_stop(
        act=by(a), initiative=i, lesson="X"
    ),
    "check_in": lambda a, i, s: services.check_in(act=by(a), initiative=i, answer="going_well"),
    "team_add": lambda a, i, s: services.team_join(act=by(a), initiative=i, membership=s.logged_by),
    "step_do": lambda a, i, s: services.step_do(act=by(a), step=s),
    "step_edit": lambda a, i, s: services.step_change(act=by(a), step=s, version=1, text="X"),
    "step_remove": lambda a, i, s: services.step_remove(act=by(a), step=s),
    "step_restore": lambda a, i, s: services.step_restore(act=by(a), step=s),
}


@pytest.mark.parametrize("name", SERVICES)
def test_the_service_asks_who_may(name, samira, omar):
    initiative = start(samira)
    step = log(samira, initiative)
    with pytest.raises(Refused):
        SERVICES[name](omar, initiative, step)


def test_whose_words_they_are_is_asked_by_the_service(samira, omar):
    words = listening.words_note(act=by(samira), text="Ik wachtte lang.", unit=samira.unit)
    for asked in (
        lambda a: listening.words_consent_change(act=by(a), words=words, consent="public"),
        lambda a: listening.words_withdraw(act=by(a), words=words),
        lambda a: listening.words_restore(act=by(a), words=words),
    ):
        with pytest.raises(Refused):
            asked(omar)
        asked(samira)


def test_an_announcement_is_sent_and_called_back_by_the_a_team(samira, omar):
    success = told(samira)
    asked = {"success": success, "audience": "organisation"}
    with pytest.raises(Refused):
        successes.announcement_request(act=by(omar), **asked)
    announcement = successes.announcement_request(act=by(samira), **asked)
    with pytest.raises(Refused):
        successes.announcement_call_back(act=by(omar), announcement=announcement)
    assert not Announcement.objects.get().called_back_at
    successes.announcement_call_back(act=by(samira), announcement=announcement)
    assert Announcement.objects.get().called_back_at


def test_a_success_is_taken_back_with_its_announcement_by_who_told_it_and_left_the_team(
    samira, mieke
):
    success = told(samira)
    initiative = success.initiative
    successes.announcement_request(act=by(mieke), success=success, audience="organisation")
    services.team_leave(act=by(mieke), initiative=initiative, membership=samira)
    successes.success_untell(act=by(samira), success=success)
    assert Announcement.objects.get().called_back_at


def test_the_programme_is_the_managers(samira, mieke):
    today = samira.organisation.today()
    asked = {
        "name": "Dichtbij", "vision": "Elke klant thuis", "ambitions": [],
        "starts_on": today, "ends_on": today + timedelta(days=300),
    }  # fmt: skip
    with pytest.raises(Refused):
        services.programme_start(act=by(samira), **asked)
    programme = services.programme_start(act=by(mieke), **asked)
    with pytest.raises(Refused):
        services.programme_change(act=by(samira), programme=programme, version=1, **asked)
    assert Programme.objects.get().version == 1


def test_a_programme_is_not_drawn_over_another_one(mieke):
    today = mieke.organisation.today()
    texts = {"name": "Dichtbij", "vision": "Elke klant thuis", "ambitions": []}
    year = timedelta(days=365)
    this, next_ = (
        services.programme_start(
            act=by(mieke),
            starts_on=day,
            ends_on=day + year,
            **texts,
        )
        for day in (today, today + year)
    )
    with pytest.raises(ValidationError) as refused:
        services.programme_change(
            act=by(mieke), programme=this, version=1, starts_on=today, ends_on=today + 2 * year,
            **texts,
        )  # fmt: skip
    assert set(refused.value.message_dict) == {"ends_on"}
    with pytest.raises(ValidationError):
        services.programme_change(
            act=by(mieke), programme=next_, version=1, starts_on=today, ends_on=today + 2 * year,
            **texts,
        )  # fmt: skip


def test_a_planned_step_of_a_closed_initiative_is_not_done_by_another_way(samira):
    initiative = start(samira)
    log(samira, initiative)
    planned = log(samira, initiative, planned_on=samira.organisation.today())
    services.initiative_stop(act=by(samira), initiative=initiative, lesson="Genoeg")
    today = samira.organisation.today()
    with pytest.raises(ValidationError):
        services.step_do(act=by(samira), step=planned)
    with pytest.raises(ValidationError) as refused:
        services.step_change(act=by(samira), step=planned, version=1, done_on=today)
    assert set(refused.value.message_dict) == {"done_on"}
    assert not Step.objects.get(pk=planned.pk).done_on


def test_an_initiative_begins_with_colleagues_who_take_part(samira, joost, mieke):
    organisations.membership_end(act=by(mieke), membership=joost)
    with pytest.raises(ValidationError) as refused:
        start(samira, members=[samira, joost])
    assert set(refused.value.message_dict) == {"members"}
    assert not Initiative.objects.exists()
    initiative = start(samira, members=[])
    assert [one.membership for one in initiative.team.all()] == [samira]


def test_words_come_with_a_step_also_where_the_team_of_its_initiative_ended(samira, mieke):
    team = organisations.unit_add(act=by(mieke), name="Tijdelijk")
    initiative = start(samira, unit=team)
    organisations.unit_end(act=by(mieke), unit=team)
    step = log(samira, initiative, words_text="Nu snap ik het.")
    assert step.words.text == "Nu snap ik het."


def test_a_story_is_told_by_its_a_team(samira, omar):
    initiative = finished(samira)
    with pytest.raises(Refused):
        successes.success_draft(act=by(omar), initiative=initiative)
    success = told(samira, title="Een andere")
    with pytest.raises(Refused):
        successes.success_untell(act=by(omar), success=success)
    with pytest.raises(Refused):
        successes.success_change(act=by(omar), success=success, version=success.version, title="X")


def test_a_step_is_logged_only_where_one_may(joost, samira):
    initiative = start(samira)
    with pytest.raises(ValidationError) as refused:
        log(joost, initiative)
    assert set(refused.value.message_dict) == {"initiative"}


def test_a_change_goes_back_only_to_where_one_may_log(samira, joost, omar):
    there = start(joost, unit=joost.unit, members=[joost, samira])
    step = log(samira, there)
    here = start(samira, title="Hier")
    moved = services.step_change(act=by(samira), step=step, version=1, initiative=here)
    change = change_of_step(step=moved)
    services.team_join(act=by(samira), initiative=here, membership=omar)
    with pytest.raises(Refused):
        services.step_change_undo(act=by(omar), event=change)
    assert services.step_change_undo(act=by(samira), event=change).initiative == there
