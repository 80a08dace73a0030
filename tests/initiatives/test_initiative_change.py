"""Starting an initiative and changing what it says."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from backend.events.models import Event
from backend.initiatives import services
from backend.initiatives.models import Initiative
from backend.organisations.models import Process
from backend.tenancy.models import VersionConflict
from tests.acting import by
from tests.initiatives.factories import kinds, last_event, start


def changed() -> Event:
    return Event.objects.filter(kind="initiative_changed").latest("id")


def test_title_and_team_suffice_to_start(samira):
    initiative = start(samira)
    assert initiative.stage == "idea"
    assert kinds() == ["initiative_started", "team_joined"]
    assert Event.objects.earliest("id").payload == {
        "unit_id": samira.unit_id,
        "stage": "idea",
        "process_id": None,
        "customer_group_id": None,
        "started_on": samira.organisation.today().isoformat(),
        "with_words": False,
    }


def test_it_hangs_under_the_programme_that_runs(samira, mieke, organisation):
    today = organisation.today()
    programme = services.programme_start(
        act=by(mieke),
        name="Dichterbij",
        vision="Wij zorgen extra goed voor u.",
        starts_on=today - timedelta(days=100),
        ends_on=today + timedelta(days=100),
        ambitions=["Eén keer vertellen is genoeg"],
    )
    assert start(samira).programme == programme
    assert programme.ambitions.get().text == "Eén keer vertellen is genoeg"


def test_a_programme_ends_after_it_starts(mieke, organisation):
    today = organisation.today()
    with pytest.raises(ValidationError) as refused:
        services.programme_start(
            act=by(mieke),
            name="Dichterbij",
            vision="Goed.",
            starts_on=today,
            ends_on=today,
        )
    assert list(refused.value.message_dict) == ["ends_on"]


@pytest.mark.parametrize("title", ["", "   ", "t" * 121])
def test_a_title_that_cannot_be_is_refused_at_its_field(samira, title):
    with pytest.raises(ValidationError) as refused:
        start(samira, title=title)
    assert list(refused.value.message_dict) == ["title"]


def test_a_change_says_where_it_stood_and_stands(samira):
    process = Process.objects.create(organisation=samira.organisation, name="Verhuizen")
    initiative = services.initiative_change(
        act=by(samira), initiative=start(samira), version=1, process=process, expectation="Minder"
    )
    assert initiative.version == 2
    payload = changed().payload
    assert payload["before"]["process_id"] is None
    assert payload["after"]["process_id"] == process.pk
    assert {c.field: c.after for c in changed().changes.all()} == {
        "process": "Verhuizen",
        "expectation": "Minder",
    }


def test_two_editors_of_one_text_get_a_conflict(samira, joost):
    initiative = start(samira, members=[samira, joost])
    services.initiative_change(act=by(samira), initiative=initiative, version=1, expectation="Een")
    with pytest.raises(VersionConflict) as conflict:
        services.initiative_change(
            act=by(joost), initiative=initiative, version=1, expectation="Twee"
        )
    assert conflict.value.theirs.expectation == "Een"


def test_two_editors_of_different_texts_do_not_hinder_each_other(samira, joost):
    initiative = start(samira, members=[samira, joost])
    services.initiative_change(act=by(samira), initiative=initiative, version=1, expectation="Een")
    services.initiative_change(act=by(joost), initiative=initiative, version=1, title="Anders")
    now = Initiative.objects.get()
    assert (now.expectation, now.title) == ("Een", "Anders")


def test_a_change_can_be_undone_until_somebody_changes_it_again(samira, other_unit):
    initiative = start(samira)
    services.initiative_change(
        act=by(samira), initiative=initiative, version=1, title="Anders", unit=other_unit
    )
    first = changed()
    services.initiative_change_undo(act=by(samira), event=first)
    now = Initiative.objects.get()
    assert (now.title, now.unit) == (initiative.title, samira.unit)
    with pytest.raises(VersionConflict):
        services.initiative_change_undo(act=by(samira), event=first)


def test_what_stays_the_same_is_no_event(samira):
    initiative = start(samira)
    before = last_event()
    services.initiative_change(
        act=by(samira), initiative=initiative, version=1, title=initiative.title
    )
    assert last_event() == before
