"""The example organisation as it stands after loading: whole, silent, and always the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone
from django_scopes import scope
from pytest_django import DjangoDbBlocker

from backend.board import services as board
from backend.board.models import Ambassador, BoardVisit, DayTally, Node, Tally, Week
from backend.board.showing.page import page_render
from backend.events.models import Event
from backend.example import load
from backend.example.people import ACCOUNTS
from backend.example.texts import LANGUAGES, example
from backend.initiatives.models import CheckIn, Initiative, Programme, Step
from backend.initiatives.stages import Stage
from backend.listening.models import Words
from backend.organisations.models import Membership, Organisation, Unit
from backend.outbox.models import Delivery, Fanout
from backend.photos.models import Photo
from backend.successes.models import Applause, Success

# One moment for every load here; services refuse days to come, so it is the real one.
NOW = timezone.now()
STEP_FIELDS = (
    *("initiative__title", "unit__name", "text", "kind", "label"),
    *("planned_on", "done_on", "logged_at", "logged_by__person__name"),
)

pytestmark = pytest.mark.long
APPLAUSE_FIELDS = ("success__title", "membership__person__email", "given_at")


@pytest.fixture(scope="module", params=LANGUAGES)
def loaded(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[Organisation]:
    """The example in each language, once for all tests here; rolled back at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        organisation = load.example_load(language=request.param, now=NOW)
        with scope(organisation=organisation):
            yield organisation
        transaction.set_rollback(True)


def _content(organisation: Organisation) -> dict[str, list[Any]]:
    """What people would see, without the ids of this load."""
    with scope(organisation=organisation):
        return {
            "steps": sorted(map(str, Step.objects.values_list(*STEP_FIELDS))),
            "words": sorted(Words.objects.values_list("text", "said_by", "heard_on", "consent")),
            "initiatives": sorted(
                Initiative.objects.values_list("title", "stage", "started_on", "touched_at")
            ),
            "applause": sorted(Applause.objects.values_list(*APPLAUSE_FIELDS)),
            "events": list(
                Event.objects.filter(happened_at__lt=NOW)
                .order_by("id")
                .values_list("kind", "happened_at")
            ),
        }


def test_it_is_labelled_as_an_example_and_speaks_its_language(loaded: Organisation) -> None:
    assert loaded.slug == "duinzicht"
    assert loaded.is_example
    assert loaded.name == example(loaded.language).name
    assert set(Step.objects.values_list("language", flat=True)) == {loaded.language}
    assert set(Words.objects.values_list("language", flat=True)) == {loaded.language}


def test_it_has_the_people_units_and_steps_that_were_written(loaded: Organisation) -> None:
    text = example(loaded.language)
    assert Membership.objects.count() == 260
    assert Unit.objects.filter(parent=None).count() == 6
    assert Unit.objects.exclude(parent=None).count() == 24
    assert Initiative.objects.count() == len(text.initiatives)
    assert Step.objects.filter(done_on__isnull=False).count() == 235
    assert Words.objects.count() == sum(len(i.words) for i in text.initiatives)
    assert Programme.objects.get().vision == text.programme.vision


def test_no_step_words_or_story_was_loaded_more_than_three_times(loaded: Organisation) -> None:
    counted = Counter(Step.objects.values_list("text", flat=True))
    counted.update(Words.objects.values_list("text", flat=True))
    counted.update(Success.objects.values_list("story", flat=True))
    counted.update(CheckIn.objects.exclude(sentence="").values_list("sentence", flat=True))
    assert max(counted.values()) <= 3


def test_nothing_was_done_in_the_future_and_it_ends_today(loaded: Organisation) -> None:
    today = NOW.astimezone(loaded.zone).date()
    done = Step.objects.filter(done_on__isnull=False)
    assert not done.filter(done_on__gt=today).exists()
    assert (
        not Event.objects.filter(happened_at__gt=NOW).exclude(subject_type="organisation").exists()
    )
    assert done.order_by("-done_on")[0].done_on >= today - timedelta(days=4)
    planned = Step.objects.filter(done_on=None)
    assert planned.exists()
    assert planned.filter(planned_on__lte=today).count() == 1


def test_every_stage_is_there_and_stopped_ones_brought_a_lesson(loaded: Organisation) -> None:
    stages = Counter(Initiative.objects.values_list("stage", flat=True))
    assert stages[Stage.CELEBRATED] == 15
    assert stages[Stage.DONE] == 4
    assert stages[Stage.STOPPED] == 2
    assert stages[Stage.DOING] == 29
    assert all(Initiative.objects.filter(stage=Stage.STOPPED).values_list("lesson", flat=True))


def test_each_told_success_has_its_drawn_scene_and_words_for_who_cannot_see_it(
    loaded: Organisation,
) -> None:
    told = Success.objects.filter(told_at__isnull=False).select_related("photo", "golden_step")
    assert len(told) == 15
    for success in told:
        assert success.photo.drawn
        assert success.photo.alt
        assert success.photo.file.size > 1000
        assert success.golden_step.done_on <= success.told_at.date()
        assert success.applause_count == success.applause.count()
    assert Photo.objects.count() == 15


def test_nobody_is_mailed_about_the_past(loaded: Organisation) -> None:
    assert not Delivery.objects.exists()
    assert not Fanout.objects.exists()
    assert not Event.objects.filter(silent=False).exists()
    assert {*Event.objects.values_list("source", flat=True)} == {"example"}


def test_the_four_accounts_can_sign_in_and_nobody_else(loaded: Organisation) -> None:
    emails = {account.email for account in ACCOUNTS.values()}
    for membership in Membership.objects.select_related("person"):
        person = membership.person
        if person.email in emails:
            assert person.has_usable_password()
        else:
            assert not person.has_usable_password()
    hashes = {m.person.password for m in Membership.objects.filter(person__email__in=emails)}
    assert len(hashes) == 1
    assert membership.organisation == loaded
    assert _member("leader").person.check_password("stapsteen")


def test_samiras_pages_look_lived_in(loaded: Organisation) -> None:
    samira = _member("ambassador")
    mine = Initiative.objects.filter(members=samira)
    assert Step.objects.filter(logged_by=samira, done_on__isnull=False).count() >= 8
    two_weeks_ago = NOW - timedelta(days=14)
    assert mine.filter(stage=Stage.DOING, touched_at__lt=two_weeks_ago).count() == 2
    assert mine.filter(stage=Stage.DONE).count() == 1
    assert Applause.objects.filter(success__initiative__in=mine).count() == 84


def test_the_colleague_has_news_to_read(loaded: Organisation) -> None:
    staff = _member("staff")
    assert Success.objects.filter(told_at__gt=staff.news_read_at).count() >= 2


def test_the_leader_comes_back_to_a_board_where_things_happened(loaded: Organisation) -> None:
    leader = _member("leader")
    visit = BoardVisit.objects.get(membership=leader)
    assert visit.seen_at == NOW - timedelta(days=11)
    page = page_render(organisation=loaded)
    shown = page.snapshot
    assert shown["steps"] == 235
    assert visit.now["steps"] < shown["steps"]
    assert visit.now["told"] < shown["told"]
    first = [name for digest, name, _url in page.groups if digest in visit.now["still"]]
    assert first == [example(loaded.language).teams["debt"]]


def test_the_history_was_lived_in_the_order_of_time(loaded: Organisation) -> None:
    happened = list(
        Event.objects.filter(kind="step_logged")
        .order_by("id")
        .values_list("happened_at", flat=True)
    )
    assert happened == sorted(happened)


def test_an_unknown_language_is_refused_before_anything_is_written(db: None) -> None:
    with pytest.raises((CommandError, ValueError)):
        call_command("example_load", language="fr")
    assert not Organisation.objects.exists()


def test_a_second_load_is_refused_with_a_way_out(loaded: Organisation) -> None:
    with pytest.raises(CommandError, match="make reset"):
        call_command("example_load", language=loaded.language)


def test_it_stays_out_of_the_way_of_an_organisation_that_is_there(
    organisation: Organisation, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("example_load", if_empty=True)
    assert "left out" in capsys.readouterr().out
    assert Organisation.objects.get() == organisation


@pytest.mark.django_db(transaction=True)
def test_two_loads_tell_the_same_and_the_board_equals_a_refold() -> None:
    with transaction.atomic():
        first = _content(load.example_load(language="nl", now=NOW))
        transaction.set_rollback(True)
    organisation = load.example_load(language="nl", now=NOW)
    assert _content(organisation) == first
    with scope(organisation=organisation):
        folded = _rollups()
        board.refold(organisation=organisation)
        assert _rollups() == folded
    of_all = [row for row in folded[0] if row[0] == 0]
    assert sum(sum(row[2:5]) for row in of_all) == 235
    assert sum(row[5] for row in of_all) == 15


def _member(account: str) -> Membership:
    return Membership.objects.get(person__email=ACCOUNTS[account].email)


def _rollups() -> list[Any]:
    return [
        sorted(Week.objects.values_list("node", "week", "listened", "tried", "changed", "golden")),
        sorted(Tally.objects.exclude(value=0).values_list("node", "name", "value")),
        sorted(DayTally.objects.exclude(value=0).values_list("node", "name", "day", "value")),
        sorted(
            Ambassador.objects.exclude(initiatives=0).values_list(
                "node", "membership", "initiatives"
            )
        ),
        sorted(Node.objects.values_list("unit", "parent", "people", "steps", "is_moving")),
    ]
