"""Days and who may: asked by the services, so that every way in meets them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from backend.initiatives import services
from backend.initiatives.models import Initiative, Step
from backend.initiatives.selectors import change_of_step
from backend.listening import services as listening
from backend.organisations import services as organisations
from backend.organisations.permissions import Refused
from backend.successes import services as successes
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
        services.step_change(actor=samira, step=step, version=1, **change)
    planned = log(samira, step.initiative, planned_on=samira.organisation.today())
    if field == "done_on":
        with pytest.raises(ValidationError):
            services.step_do(actor=samira, step=planned, done_on=day)
    assert not Step.objects.filter(**{field: day}).exists()


def test_a_day_that_is_past_is_no_plan_but_by_an_undo(samira):
    today = samira.organisation.today()
    step = log(samira, planned_on=today - timedelta(3), silent=True)
    with pytest.raises(ValidationError):
        services.step_change(
            actor=samira, step=step, version=1, planned_on=today - timedelta(days=1)
        )
    moved = services.step_change(
        actor=samira, step=step, version=1, planned_on=today + timedelta(days=1)
    )
    back = services.step_change(
        actor=samira, step=moved, version=2, planned_on=today - timedelta(days=3)
    )
    assert back.planned_on == today - timedelta(days=3)


def test_words_of_ten_years_ago_are_too_old_for_every_way_in(samira):
    day = samira.organisation.today() - LONG_AGO
    with pytest.raises(ValidationError) as refused:
        listening.words_note(actor=samira, text="Fijn.", unit=samira.unit, heard_on=day)
    assert set(refused.value.message_dict) == {"heard_on"}


@pytest.mark.parametrize(
    ("model", "field"), [(Step, "kind"), (Initiative, "stage")], ids=["kind", "stage"]
)
def test_the_database_knows_what_may_be_chosen(samira, model, field):
    log(samira)
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.update(**{field: "danced"})


def test_what_ended_cannot_be_chosen_by_any_way_in(samira, mieke):
    team = organisations.unit_add(actor=mieke, name="Tijdelijk")
    group = organisations.customer_group_add(actor=mieke, name="Bewoners")
    process = organisations.process_add(actor=mieke, name="Verhuizen")
    initiative = start(samira)
    organisations.unit_end(actor=mieke, unit=team)
    organisations.customer_group_end(actor=mieke, customer_group=group)
    organisations.process_end(actor=mieke, process=process)
    for name, ended in {"unit": team, "customer_group": group, "process": process}.items():
        with pytest.raises(ValidationError) as refused:
            services.initiative_change(
                actor=samira, initiative=initiative, version=1, **{name: ended}
            )
        assert set(refused.value.message_dict) == {name}
        with pytest.raises(ValidationError):
            start(samira, **{name: ended})


SERVICES = {
    "initiative_change": lambda a, i, s: services.initiative_change(
        actor=a, initiative=i, version=1, title="X"
    ),
    "initiative_finish": lambda a, i, s: services.initiative_finish(actor=a, initiative=i),
    "initiative_stop": lambda a, i, s: services.initiative_stop(actor=a, initiative=i, lesson="X"),
    "check_in": lambda a, i, s: services.check_in(actor=a, initiative=i, answer="going_well"),
    "team_add": lambda a, i, s: services.team_join(actor=a, initiative=i, membership=s.logged_by),
    "step_do": lambda a, i, s: services.step_do(actor=a, step=s),
    "step_edit": lambda a, i, s: services.step_change(actor=a, step=s, version=1, text="X"),
    "step_remove": lambda a, i, s: services.step_remove(actor=a, step=s),
    "step_restore": lambda a, i, s: services.step_restore(actor=a, step=s),
}


@pytest.mark.parametrize("name", SERVICES)
def test_the_service_asks_who_may(name, samira, omar):
    initiative = start(samira)
    step = log(samira, initiative)
    with pytest.raises(Refused):
        SERVICES[name](omar, initiative, step)


def test_a_story_is_told_by_its_a_team(samira, omar):
    initiative = finished(samira)
    with pytest.raises(Refused):
        successes.success_draft(actor=omar, initiative=initiative)
    success = told(samira, title="Een andere")
    with pytest.raises(Refused):
        successes.success_untell(actor=omar, success=success)
    with pytest.raises(Refused):
        successes.success_change(actor=omar, success=success, version=success.version, title="X")


def test_a_step_is_logged_only_where_one_may(joost, samira):
    initiative = start(samira)
    with pytest.raises(ValidationError) as refused:
        log(joost, initiative)
    assert set(refused.value.message_dict) == {"initiative"}


def test_a_change_goes_back_only_to_where_one_may_log(samira, joost, omar):
    there = start(joost, unit=joost.unit, members=[joost, samira])
    step = log(samira, there)
    here = start(samira, title="Hier")
    moved = services.step_change(actor=samira, step=step, version=1, initiative=here)
    change = change_of_step(step=moved)
    services.team_join(actor=samira, initiative=here, membership=omar)
    with pytest.raises(Refused):
        services.step_change_undo(actor=omar, event=change)
    assert services.step_change_undo(actor=samira, event=change).initiative == there
