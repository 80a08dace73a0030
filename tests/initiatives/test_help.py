"""Who is stuck is heard at once by the A-team, and is answered in one tap."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from backend.events import reading, subscribers
from backend.events.models import Event
from backend.inbox import selectors as inbox
from backend.initiatives import asking, services, stuck
from backend.initiatives.models import Help, Initiative
from backend.messaging import tokens
from backend.messaging.rendering import rendered
from backend.messaging.services import preference_change
from backend.organisations import services as organisations
from backend.organisations.models import MembershipState
from backend.outbox.models import Delivery
from backend.web.permissions import Refused
from tests.acting import by
from tests.initiatives.factories import log, start

HOME = reverse("pages:my_steps", args=["deplas"])
NEWS = reverse("inbox:news", args=["deplas"])


@pytest.fixture
def shared(samira, omar) -> Initiative:
    """An initiative that Samira and Omar carry, quiet for a while."""
    found = start(by(samira, silent=True, at=timezone.now() - timedelta(days=21)))
    services.team_join(act=by(samira), initiative=found, membership=omar)
    found.refresh_from_db()
    return found


def _stuck(actor, initiative, **fields):
    return services.check_in(
        act=by(actor),
        initiative=initiative,
        answer="stuck",
        sentence="De brief mag niet.",
        **fields,
    )


def _tell() -> None:
    """What the dispatcher does with everything that happened."""
    for event in Event.objects.filter(silent=False).order_by("id"):
        for subscriber in subscribers.subscribers_of(event.kind):
            subscriber(reading.of_event(event))


def _mailed(message: str) -> set[int]:
    return set(Delivery.objects.filter(message=message).values_list("membership_id", flat=True))


def _offer(given) -> str:
    return reverse("initiatives:help_offer", args=["deplas", given.uid])


def test_the_a_team_hears_at_once_who_is_stuck_and_nobody_else(
    samira, omar, joost, mieke, shared, browse
):
    given = _stuck(samira, shared)
    _tell()
    _tell()  # a subscriber may be called twice
    assert _mailed("stuck") == {omar.pk}
    assert Delivery.objects.filter(message="stuck").count() == 1
    for page in (HOME, NEWS):
        assert "De brief mag niet." in browse(omar).get(page).text
        for outsider in (joost, mieke):
            assert "De brief mag niet." not in browse(outsider).get(page).text
    mail = rendered(Delivery.objects.get(message="stuck"), "nl")
    assert "De brief mag niet." in mail.text
    assert "Samira" in mail.content.subject
    assert given.sentence not in mail.content.subject


def test_help_is_one_tap_and_who_is_stuck_hears_of_it(samira, omar, shared, browse):
    given = _stuck(samira, shared)
    browse(omar).post(_offer(given))
    browse(omar).post(_offer(given))
    assert Help.objects.get().membership == omar
    _tell()
    assert _mailed("help") == {samira.pk}
    assert Delivery.objects.filter(message="help").count() == 1
    assert "Omar Tahiri helpt je" in browse(samira).get(NEWS).text
    page = reverse("initiatives:initiative_detail", args=["deplas", shared.uid])
    assert "Omar Tahiri helpt je" in browse(samira).get(page).text


def test_several_may_help_and_it_waits_for_nobody_once_one_does(
    samira, omar, joost, shared, browse
):
    services.team_join(act=by(samira), initiative=shared, membership=joost)
    given = _stuck(samira, shared)
    assert "Ik help" in browse(joost).get(HOME).text
    services.help_offer(act=by(omar), check_in=given)
    assert "Ik help" not in browse(joost).get(HOME).text
    services.help_offer(act=by(joost), check_in=given)
    assert Help.objects.filter(withdrawn_at=None).count() == 2


def test_an_offer_that_is_taken_back_is_no_news_and_is_not_mailed(samira, omar, shared, browse):
    given = _stuck(samira, shared)
    services.help_offer(act=by(omar), check_in=given)
    undo = reverse("initiatives:help_withdraw", args=["deplas", given.uid])
    browse(omar).post(undo)
    _tell()
    assert not _mailed("help")
    assert "helpt je" not in browse(samira).get(NEWS).text
    services.help_offer(act=by(omar), check_in=given)
    assert "helpt je" in browse(samira).get(NEWS).text


def test_an_answer_that_is_taken_back_asks_for_nothing_any_more(samira, omar, shared, browse):
    given = _stuck(samira, shared)
    services.check_in_undo(act=by(samira), check_in=given)
    _tell()
    assert not _mailed("stuck")
    assert "De brief mag niet." not in browse(omar).get(HOME).text
    assert browse(omar).post(_offer(given)).status_code == 302
    assert not Help.objects.exists()
    with pytest.raises(ValidationError):
        services.help_offer(act=by(omar), check_in=given)


def test_who_is_not_in_the_a_team_cannot_offer_help(samira, shared, joost, mieke, browse):
    given = _stuck(samira, shared)
    for outsider in (joost, mieke):
        with pytest.raises(Refused):
            services.help_offer(act=by(outsider), check_in=given)
        assert browse(outsider).post(_offer(given)).status_code == 403


def test_who_came_into_the_a_team_later_does_not_read_what_was_said_before(
    samira, joost, shared, browse
):
    given = _stuck(by(samira, at=timezone.now() - timedelta(hours=1)), shared)
    services.team_join(act=by(samira), initiative=shared, membership=joost)
    assert "De brief mag niet." not in browse(joost).get(NEWS).text
    with pytest.raises(Refused):
        services.help_offer(act=by(joost), check_in=given)


def test_alone_in_the_a_team_the_manager_hears_it_only_with_a_yes(samira, mieke, browse):
    quiet = start(by(samira, silent=True, at=timezone.now() - timedelta(days=21)))
    url = reverse("initiatives:check_in", args=["deplas", quiet.uid])
    assert 'name="ask_manager"' in browse(samira).get(HOME).text
    said = browse(samira).post(url, {"answer": "stuck", "sentence": "Niemand."}, follow=True).text
    assert "alleen in dit A-team" in said
    _tell()
    assert not _mailed("stuck")
    assert "Niemand." not in browse(mieke).get(HOME).text
    answer = {"answer": "stuck", "sentence": "Toch wel.", "ask_manager": "on"}
    assert "programmamanager" in browse(samira).post(url, answer, follow=True).text
    _tell()
    assert _mailed("stuck") == {mieke.pk}
    assert "Toch wel." in browse(mieke).get(HOME).text
    given = quiet.check_ins.latest("id")
    assert browse(mieke).post(_offer(given)).status_code == 302
    assert given.helps.get().membership == mieke


def test_where_colleagues_hear_it_the_manager_is_not_offered(samira, shared, mieke, browse):
    page = browse(samira).get(reverse("initiatives:check_in", args=["deplas", shared.uid])).text
    assert "ask_manager" not in page
    assert "Je A-team hoort het meteen" in page


def test_who_wants_no_such_mail_reads_it_here_only(samira, omar, shared):
    preference_change(act=by(omar), help_mail=False)
    _stuck(samira, shared)
    _tell()
    assert not _mailed("stuck")
    assert [item.kind for item in inbox.news(membership=omar)][:1] == ["stuck"]


@pytest.mark.parametrize("over", ["undone", "left", "got_on", "silenced"])
def test_a_message_that_is_over_meanwhile_is_not_sent(samira, omar, shared, over):
    from backend.messaging import messages

    given = _stuck(samira, shared)
    _tell()
    delivery = Delivery.objects.get(message="stuck")
    assert messages.find("stuck").still_due(delivery)
    if over == "undone":
        services.check_in_undo(act=by(samira), check_in=given)
    elif over == "left":
        omar.state = MembershipState.LEFT
        omar.save()
    elif over == "got_on":
        log(samira, shared)
    else:
        preference_change(act=by(omar), help_mail=False)
    assert not messages.find("stuck").still_due(delivery)


def _planned(actor, initiative):
    tomorrow = actor.organisation.today() + timedelta(days=1)
    return log(actor, initiative, text="Bellen", planned_on=tomorrow, done_on=None)


def test_who_left_the_a_team_or_the_organisation_does_not_ask_for_help_any_more(
    samira, omar, anton, shared, browse
):
    given = _stuck(samira, shared)
    link = tokens.url(membership_id=omar.pk, action=asking.OFFER, subject_id=given.pk)
    assert stuck.waiting(membership=omar).count() == 1
    assert "zit vast" in browse(omar).get(HOME).text
    assert "Ik help" in Client().get(urlsplit(link).path).text
    services.team_leave(act=by(samira), initiative=shared, membership=samira)
    assert stuck.waiting(membership=omar).count() == 0
    services.team_join(act=by(omar), initiative=shared, membership=samira)
    assert stuck.waiting(membership=omar).count() == 1
    organisations.membership_end(act=by(anton), membership=samira)
    assert stuck.waiting(membership=omar).count() == 0
    assert "zit vast" not in browse(omar).get(HOME).text
    assert "Ik help" not in Client().get(urlsplit(link).path).text


def test_a_planned_step_that_is_done_afterwards_is_getting_on(samira, omar, shared):
    step = _planned(samira, shared)
    _stuck(samira, shared)
    assert stuck.standing().count() == 1
    services.step_do(act=by(omar), step=step)
    assert stuck.standing().count() == 0


def test_a_planned_step_that_was_done_before_is_none(samira, omar, shared):
    services.step_do(act=by(omar), step=_planned(samira, shared))
    _stuck(samira, shared)
    assert stuck.standing().count() == 1
