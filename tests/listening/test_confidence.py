"""What a customer said to an A-team in confidence stays with that A-team."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from backend.initiatives import services as initiatives
from backend.initiatives.models import Initiative
from backend.initiatives.services import teams
from backend.initiatives.services.initiatives import words_link
from backend.listening import selectors, services
from backend.listening.models import Consent
from tests.acting import by
from tests.initiatives.factories import start
from tests.listening.test_words import note, reads


def decide(browse, reader, words, consent: str = "public") -> int:
    url = reverse("listening:words_consent_change", args=["deplas", words.uid])
    return browse(reader).post(url, {"consent": consent}).status_code


def join(browse, reader, initiative) -> None:
    answer = browse(reader).post(reverse("initiatives:team_join", args=["deplas", initiative.uid]))
    assert answer.status_code == 302


def test_who_starts_from_words_that_everybody_reads_does_not_come_to_decide_about_them(
    samira, omar, browse
):
    words = note(samira, consent=Consent.ORGANISATION)
    page = reverse("initiatives:initiative_start", args=["deplas"])
    typed = {"title": "Ook iets", "unit": str(omar.unit.uid), "words": str(words.uid)}
    assert browse(omar).post(page, typed).status_code == 302
    assert Initiative.objects.get().words_links.get().words == words
    assert decide(browse, omar, words) == 403
    withdraw = reverse("listening:words_withdraw", args=["deplas", words.uid])
    assert browse(omar).post(withdraw).status_code == 403
    services.words_consent_change(act=by(samira), words=words, consent=Consent.A_TEAM)
    assert not reads(omar)


def test_who_joins_by_themselves_hears_what_is_said_from_then_on(samira, omar, browse):
    before = note(samira)
    initiative = start(samira, words=before)
    join(browse, omar, initiative)
    assert not reads(omar)
    assert decide(browse, omar, before) == 403
    after = note(samira)
    words_link(act=by(samira), initiative=initiative, words=after)
    assert list(selectors.words_visible(membership=omar)) == [after]


def test_who_joined_reads_all_once_a_colleague_of_the_a_team_adds_them(samira, omar, browse):
    words = note(samira)
    initiative = start(samira, words=words)
    join(browse, omar, initiative)
    add = reverse("initiatives:team_add", args=["deplas", initiative.uid])
    browse(samira).post(add, {"membership": str(omar.uid)})
    assert reads(omar)
    assert decide(browse, omar, words, "organisation") == 302


def test_who_joined_by_themselves_lets_nobody_else_in_on_it(samira, omar, joost, browse):
    initiative = start(samira, words=note(samira))
    join(browse, omar, initiative)
    initiatives.team_join(act=by(omar), initiative=initiative, membership=joost)
    assert not reads(joost)


def test_nobody_takes_out_of_the_a_team_whom_they_did_not_add(samira, omar, joost):
    initiative = start(samira)
    initiatives.team_join(act=by(omar), initiative=initiative, membership=omar)
    initiatives.team_join(act=by(samira), initiative=initiative, membership=joost)
    for other in (samira, joost):
        with pytest.raises(ValidationError):
            initiatives.team_leave(act=by(omar), initiative=initiative, membership=other)
    initiatives.team_leave(act=by(samira), initiative=initiative, membership=joost)
    assert set(initiative.members.all()) == {samira, omar}


def test_leaving_and_its_undo_change_nothing(samira, joost):
    initiative = start(samira, words=note(samira))
    initiatives.team_join(act=by(samira), initiative=initiative, membership=joost)
    initiatives.team_leave(act=by(joost), initiative=initiative, membership=joost)
    assert not reads(joost)
    initiatives.team_join(act=by(joost), initiative=initiative, membership=joost)
    assert reads(joost)


def test_who_leaves_and_joins_again_by_herself_hears_what_is_said_from_then_on(
    samira, joost, browse
):
    before = note(samira)
    initiative = start(samira, words=before)
    initiatives.team_join(act=by(samira), initiative=initiative, membership=joost)
    initiatives.team_leave(act=by(joost), initiative=initiative, membership=joost)
    words_link(act=by(samira), initiative=initiative, words=note(samira))
    join(browse, joost, initiative)
    assert not reads(joost)
    after = note(samira)
    words_link(act=by(samira), initiative=initiative, words=after)
    assert list(selectors.words_visible(membership=joost)) == [after]
    assert decide(browse, joost, before) == 403
    initiatives.team_join(act=by(samira), initiative=initiative, membership=joost)
    assert selectors.words_visible(membership=joost).count() == 3


def test_words_of_before_that_were_put_with_it_meanwhile_stay_closed_too(samira, joost, browse):
    old, initiative = note(samira), start(samira, words=note(samira))
    initiatives.team_join(act=by(samira), initiative=initiative, membership=joost)
    initiatives.team_leave(act=by(joost), initiative=initiative, membership=joost)
    words_link(act=by(samira), initiative=initiative, words=old)
    join(browse, joost, initiative)
    assert not reads(joost)


def test_leaving_is_taken_back_for_an_hour_not_for_ever(samira, joost, monkeypatch):
    initiative = start(samira, words=note(samira))
    initiatives.team_join(act=by(samira), initiative=initiative, membership=joost)
    initiatives.team_leave(act=by(joost), initiative=initiative, membership=joost)
    monkeypatch.setattr(teams, "UNDO", timedelta(0))
    initiatives.team_join(act=by(joost), initiative=initiative, membership=joost)
    assert not reads(joost)


# Whom Samira did not bring in she does not take out.
@pytest.mark.parametrize(
    ("who", "brought_in"), [("mieke", True), ("mieke", False), ("samira", True)]
)
def test_whom_others_took_out_only_others_bring_back(
    request, samira, joost, browse, who, brought_in
):
    other = request.getfixturevalue(who)
    initiative = start(samira, words=note(samira))
    initiatives.team_join(
        act=by(samira if brought_in else joost), initiative=initiative, membership=joost
    )
    initiatives.team_leave(act=by(other), initiative=initiative, membership=joost)
    join(browse, joost, initiative)  # the page says that it could not be done
    assert joost not in initiative.members.all()
    assert not reads(joost)
    with pytest.raises(ValidationError):
        initiatives.team_join(act=by(joost), initiative=initiative, membership=joost)
    initiatives.team_join(act=by(samira), initiative=initiative, membership=joost)
    assert joost in initiative.members.all()
    initiatives.team_leave(act=by(joost), initiative=initiative, membership=joost)
    initiatives.team_join(act=by(joost), initiative=initiative, membership=joost)
    assert joost in initiative.members.all()
