"""An event of a version that nobody here knows: kept for who can read it, and told as nothing meanwhile."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from backend.events import services, subscribers
from backend.events.models import Event
from backend.initiatives import services as initiatives
from backend.outbox import dispatch
from backend.outbox.models import FailedWork
from backend.successes.events import ApplauseGiven
from backend.tenancy.models import VersionConflict
from tests.acting import by
from tests.initiatives.factories import log


@pytest.fixture
def heard(monkeypatch) -> list[int]:
    """The events of which a subscriber to applause was told."""
    told: list[int] = []
    subscribed = {ApplauseGiven.KIND: [lambda happened: told.append(happened.event_id)]}
    monkeypatch.setattr(subscribers, "_subscribers", subscribed)
    return told


def _from_the_future(samira, kind: str = "applause_given", version: int = 99) -> Event:
    return Event.objects.create(
        organisation=samira.organisation, actor=samira, kind=kind, version=version,
        subject_type="membership", subject_id=samira.pk, payload={"success_id": 1},
    )  # fmt: skip


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", ["applause_given", "bridge_built"])
def test_the_dispatcher_keeps_it_and_goes_on_with_the_rest(samira, heard, kind):
    dispatch.events_dispatch()
    unknown = _from_the_future(samira, kind)
    with transaction.atomic():
        known = services.record(by(samira), ApplauseGiven(success_id=1), subject=samira)
    dispatch.events_dispatch()
    assert heard == [known.pk]
    kept = FailedWork.objects.get()
    assert (kept.subject_id, kept.error, kept.kind) == (unknown.pk, "UnknownEvent", kind)


@pytest.mark.django_db(transaction=True)
def test_it_is_told_once_a_version_runs_that_knows_it(samira, heard, monkeypatch):
    dispatch.events_dispatch()
    unknown = _from_the_future(samira, version=2)
    dispatch.events_dispatch()
    assert not heard
    monkeypatch.setattr(ApplauseGiven, "VERSION", 2)  # the upgrade
    FailedWork.objects.update(try_after=timezone.now())
    dispatch.failed_retry()
    assert heard == [unknown.pk]
    assert not FailedWork.objects.exists()


@pytest.mark.parametrize("kind", ["initiative_finished", "team_joined", "initiative_pondered"])
def test_the_pages_of_an_initiative_open_and_say_nothing_of_it(samira, browse, kind):
    initiative = log(samira).initiative
    Event.objects.create(
        organisation=samira.organisation, actor=samira, kind=kind, version=99,
        subject_type="initiative", subject_id=initiative.pk, payload={"closed_on": 7},
    )  # fmt: skip
    pages = [
        browse(samira).get(reverse(f"initiatives:{name}", args=["deplas", initiative.uid]))
        for name in ("initiative_history", "initiative_detail")
    ]
    assert [page.status_code for page in pages] == [200, 200]
    assert "Noteerde een stap" in pages[0].text
    assert "Rondde het initiatief af" not in pages[0].text
    assert pages[0].text.count("Kwam in het A-team") == 1


def test_a_change_is_not_taken_back_by_who_cannot_read_what_it_changed(samira):
    step = log(samira)
    event = Event.objects.create(
        organisation=samira.organisation, actor=samira, kind="step_changed", version=99,
        subject_type="step", subject_id=step.pk, payload={"version": step.version},
    )  # fmt: skip
    with pytest.raises(VersionConflict):
        initiatives.step_change_undo(act=by(samira), event=event)
    change = Event.objects.create(
        organisation=samira.organisation, actor=samira, kind="initiative_changed", version=99,
        subject_type="initiative", subject_id=step.initiative_id, payload={"version": 1},
    )  # fmt: skip
    with pytest.raises(VersionConflict):
        initiatives.initiative_change_undo(act=by(samira), event=change)
