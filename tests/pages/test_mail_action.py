"""The pages behind the links of e-mails: one button each, and opening one changes nothing."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from backend.events.acts import Source
from backend.events.models import Event
from backend.initiatives import services as initiatives
from backend.initiatives.models import CheckIn, Initiative
from backend.messaging import selectors, tokens
from backend.messaging.models import Preference, Snooze, SuccessMail
from backend.organisations.models import Membership, MembershipState
from tests.acting import by
from tests.initiatives.factories import start
from tests.successes.factories import finished, told

ACTIONS = (
    "check-in-going_well",
    "check-in-stuck",
    "check-in-later",
    "snooze-success_not_told",
    "stop-reminders",
    "stop-announcement",
    "stop-stuck",
    "stop-help",
)
GONE = "Deze link heeft zijn tijd gehad"


@pytest.fixture
def quiet(samira: Membership) -> Initiative:
    return start(by(samira, silent=True, at=timezone.now() - timedelta(days=21)))


def _path(membership: Membership, action: str, subject_id: int = 0) -> str:
    found = tokens.url(membership_id=membership.pk, action=action, subject_id=subject_id)
    return "/" + found.split("/", 3)[3]


def _main(page: HttpResponse) -> str:
    """The page without its frame, in which one may choose a language."""
    return page.text.split("<main", 1)[1].split("</main>", 1)[0]


def _all_there_is() -> tuple[int, ...]:
    counted = (CheckIn, Snooze, Preference, Event)
    return tuple(model.objects.count() for model in counted)


@pytest.mark.parametrize("action", ACTIONS)
def test_opening_a_link_shows_one_button_and_changes_nothing(samira, quiet, action):
    before = _all_there_is()
    client = Client()
    page = client.get(_path(samira, action, quiet.pk))
    assert page.status_code == 200
    assert _main(page).count("<button") == 1
    client.head(_path(samira, action, quiet.pk))
    assert _all_there_is() == before


@pytest.mark.parametrize("action", ACTIONS)
def test_its_button_does_it_without_signing_in_and_twice_is_once(samira, quiet, action):
    path = _path(samira, action, quiet.pk)
    client = Client()
    first = client.post(path, {"sentence": "Wacht op de leverancier"})
    assert first.status_code == 200
    once = _all_there_is()
    assert once[:3] != (0, 0, 0)
    told = Event.objects.filter(silent=False)
    assert told.count() == told.filter(source=Source.MESSAGE, actor=samira).count()
    assert client.post(path, {"sentence": "Wacht op de leverancier"}).status_code == 200
    assert _all_there_is() == once


def test_the_answer_is_the_persons_own_and_a_sign_of_life(samira, quiet):
    Client().post(_path(samira, "check-in-going_well", quiet.pk))
    given = CheckIn.objects.get()
    assert (given.membership, given.answer) == (samira, "going_well")
    quiet.refresh_from_db()
    assert timezone.now() - quiet.touched_at < timedelta(minutes=1)


def test_being_stuck_wants_a_sentence_and_says_so(samira, quiet):
    path = _path(samira, "check-in-stuck", quiet.pk)
    refused = Client().post(path, {"sentence": " "})
    assert refused.status_code == 422
    assert not CheckIn.objects.exists()
    Client().post(path, {"sentence": "Wacht op de leverancier"})
    assert CheckIn.objects.get().sentence == "Wacht op de leverancier"


def test_not_this_month_is_a_month(samira):
    initiative = finished(samira)
    Client().post(_path(samira, "snooze-success_not_told", initiative.pk))
    put_off = Snooze.objects.get()
    assert (put_off.membership, put_off.subject_id) == (samira, initiative.pk)
    assert put_off.until == samira.organisation.today() + timedelta(days=30)


@pytest.mark.parametrize(
    ("action", "left"),
    [
        ("stop-reminders", (SuccessMail.AT_ONCE, False)),
        ("stop-announcement", (SuccessMail.NONE, True)),
    ],
)
def test_stopping_one_kind_of_mail_leaves_the_other(samira, action, left):
    Client().post(_path(samira, action))
    found = selectors.preference_of(membership=samira)
    assert (found.success_mail, found.reminders) == left


def test_a_mail_program_may_unsubscribe_without_cookies_and_again(samira):
    program = Client(enforce_csrf_checks=True)
    for _press in range(2):
        answer = program.post(
            _path(samira, "stop-reminders"), {"List-Unsubscribe": "One-Click"}
        )  # fmt: skip
        assert answer.status_code == 200
    assert not selectors.preference_of(membership=samira).reminders


def test_only_unsubscribing_needs_no_cookie(samira, quiet):
    program = Client(enforce_csrf_checks=True)
    path = _path(samira, "check-in-going_well", quiet.pk)
    assert program.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 403
    assert not CheckIn.objects.exists()


def _refused(path: str) -> None:
    before = _all_there_is()
    client = Client(headers={"accept-language": "nl"})
    for answer in (client.get(path), client.post(path, {"sentence": "Ja"})):
        assert answer.status_code == 410
        assert GONE in answer.text
        assert "<form" not in _main(answer)
    assert _all_there_is() == before


@pytest.mark.parametrize(
    "spoil",
    [
        lambda path: path[:-3] + "xx/",
        lambda path: path[:-8] + "/",
        lambda path: "/m/" + "niets" + "/",
        lambda path: path.replace("/m/", "/m/A"),
    ],
    ids=["another end", "cut off", "nothing", "another begin"],
)
def test_a_link_that_was_tampered_with_says_so_clearly(samira, quiet, spoil):
    path = _path(samira, "check-in-going_well", quiet.pk)
    _refused(spoil(path))


def test_a_link_for_one_thing_does_no_other(samira, omar, quiet):
    """What is signed is who, what and about which row, all three."""
    mine = _path(samira, "check-in-going_well", quiet.pk)
    stop = _path(omar, "stop-reminders")
    _refused(stop.split(":")[0] + ":" + ":".join(mine.split(":")[1:]))


@pytest.mark.parametrize("action", ["check-in-going_well", "snooze-success_not_told"])
def test_an_old_link_says_so_clearly(samira, quiet, monkeypatch, action):
    path = _at(monkeypatch, 61, lambda: _path(samira, action, quiet.pk))
    _refused(path)
    assert Client().get(_at(monkeypatch, 59, lambda: _path(samira, action, quiet.pk))).status_code == 200  # fmt: skip


def test_whoever_finds_an_old_mail_can_still_stop_the_next(samira, monkeypatch):
    path = _at(monkeypatch, 365, lambda: _path(samira, "stop-reminders"))
    assert Client().post(path).status_code == 200
    assert not selectors.preference_of(membership=samira).reminders


def _at(monkeypatch, days: int, made):
    """What was made so many days ago."""
    past = time.time() - days * 86_400
    with monkeypatch.context() as patch:
        patch.setattr(time, "time", lambda: past)
        return made()


def test_a_link_of_who_left_the_organisation_does_nothing(samira, quiet):
    path = _path(samira, "check-in-going_well", quiet.pk)
    samira.state = MembershipState.LEFT
    samira.save()
    _refused(path)


def test_a_link_of_who_left_the_a_team_does_nothing(samira, joost, quiet):
    initiatives.team_join(act=by(samira), initiative=quiet, membership=joost)
    initiatives.team_leave(act=by(samira), initiative=quiet, membership=samira)
    _refused(_path(samira, "check-in-going_well", quiet.pk))
    _refused(_path(samira, "snooze-check_in_due", quiet.pk))


def test_a_link_about_what_is_done_says_so(samira, quiet):
    initiatives.initiative_stop(act=by(samira), initiative=quiet, lesson="Te groot")
    _refused(_path(samira, "check-in-going_well", quiet.pk))


def test_a_link_reaches_nothing_of_another_organisation(stranger, samira, quiet):
    _refused(_path(stranger, "check-in-going_well", quiet.pk))


@pytest.mark.parametrize("action", ["stop-reminders", "stop-announcement"])
def test_stopping_mail_has_an_undo_and_a_double_press_is_one(samira, action):
    def wanted() -> bool:
        found = selectors.preference_of(membership=samira)
        return found.reminders if "reminders" in action else found.success_mail != SuccessMail.NONE

    client, path = Client(), _path(samira, action)
    for _press in range(2):
        answer = client.post(path)
        assert 'name="again"' in answer.text
        assert not wanted()
    opened = client.get(path).text
    assert "Zullen we ze weer sturen?" in opened
    assert not wanted()
    client.post(path, {"again": "1"})
    assert wanted()
    client.post(path, {"List-Unsubscribe": "One-Click"})
    client.post(path, {"List-Unsubscribe": "One-Click"})
    assert not wanted()


def _stuck_at(samira, omar, quiet):
    initiatives.team_join(act=by(samira), initiative=quiet, membership=omar)
    quiet.refresh_from_db()
    return initiatives.check_in(
        act=by(samira), initiative=quiet, answer="stuck", sentence="De brief mag niet."
    )


def test_help_is_a_link_and_its_button_and_can_be_taken_back(samira, omar, quiet):
    given = _stuck_at(samira, omar, quiet)
    client, path = Client(), _path(omar, "help-offer", given.pk)
    page = client.get(path)
    assert "De brief mag niet." in _main(page)
    assert _main(page).count("<button") == 1
    assert not given.helps.exists()
    assert "hoort nu dat je helpt" in client.post(path).text
    client.post(path)
    assert given.helps.get().withdrawn_at is None
    client.post(path, {"undo": "1"})
    assert given.helps.get().withdrawn_at is not None


def test_a_link_to_help_is_over_when_it_was_taken_back(samira, omar, joost, quiet):
    given = _stuck_at(samira, omar, quiet)
    assert Client().get(_path(joost, "help-offer", given.pk)).status_code == 410
    initiatives.check_in_undo(act=by(samira), check_in=given)
    answer = Client().post(_path(omar, "help-offer", given.pk))
    assert answer.status_code == 410
    assert not given.helps.exists()


def test_clapping_from_the_mail_is_a_page_with_one_button_and_room_for_a_sentence(samira, omar):
    success = told(samira)
    client, path = Client(), _path(omar, "applaud", success.pk)
    before = _all_there_is()
    assert _main(client.get(path)).count("<button") == 1
    client.head(path)
    assert _all_there_is() == before
    assert client.post(path, {"sentence": "  Wat  een\u00a0mooi idee!\n"}).status_code == 200
    client.post(path)
    found = success.applause.get()
    assert (found.membership, found.sentence) == (omar, "Wat een mooi idee!")
    success.refresh_from_db()
    assert success.applause_count == 1
    client.post(path, {"undo": "1"})
    success.refresh_from_db()
    assert (success.applause.count(), success.applause_count) == (0, 0)


def test_who_clapped_already_reads_so_and_can_take_it_back(samira, omar):
    success = told(samira)
    client, path = Client(), _path(omar, "applaud", success.pk)
    client.post(path, {"sentence": "Knap!"})
    again = client.get(path).text
    assert "Je klapt mee" in again
    assert 'name="sentence"' not in again
    assert f"/o/deplas/successes/{success.uid}/" in again
    client.post(path, {"undo": "1"})
    assert 'name="sentence"' in client.get(path).text


def test_a_sentence_that_is_too_long_comes_back_and_nothing_is_half_saved(samira, omar):
    success = told(samira)
    long = "x" * 281
    page = Client().post(_path(omar, "applaud", success.pk), {"sentence": long})
    assert page.status_code == 422
    assert long in page.text
    assert not success.applause.exists()
