"""Words that were noted before come to an initiative that runs."""

from __future__ import annotations

import pytest
from django.urls import reverse

from backend.events.models import Event
from backend.initiatives import services
from backend.listening.models import Consent
from tests.acting import by
from tests.initiatives.factories import log, start
from tests.listening.test_words import note, reads


def add(words) -> str:
    return reverse("initiatives:initiative_words_add", args=["deplas", words.uid])


def remove(initiative, words) -> str:
    return reverse(
        "initiatives:initiative_words_remove", args=["deplas", initiative.uid, words.uid]
    )


def test_noted_words_come_to_my_initiative_and_off_it_again(samira, browse):
    words, initiative = note(samira), start(samira)
    client = browse(samira)
    answer = client.post(add(words), {"initiative": str(initiative.uid)}, follow=True)
    assert words.text in answer.text
    assert remove(initiative, words) in answer.text
    assert Event.objects.filter(kind="words_linked").count() == 1
    client.post(remove(initiative, words))
    assert not initiative.words_links.exists()


def test_my_a_team_then_reads_what_was_noted_for_it(samira, joost):
    words, initiative = note(samira), start(samira)
    services.team_join(act=by(samira), initiative=initiative, membership=joost)
    assert not reads(joost)
    services.initiative_words_add(act=by(samira), initiative=initiative, words=words)
    assert reads(joost)


@pytest.mark.parametrize("whose", ["joost", "closed", "nothing"])
def test_only_an_own_initiative_that_runs_can_be_chosen(samira, joost, browse, whose):
    words, initiative = note(samira), start(joost if whose == "joost" else samira)
    if whose == "closed":
        services.initiative_stop(act=by(samira), initiative=initiative, lesson="Te groot.")
    start(samira)
    chosen = "" if whose == "nothing" else str(initiative.uid)
    answer = browse(samira).post(add(words), {"initiative": chosen})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["initiative"])


def test_words_that_are_not_for_me_are_not_found(samira, joost, browse):
    assert browse(joost).get(add(note(samira))).status_code == 404


def test_words_of_a_step_stay_with_its_initiative(samira, browse):
    step = log(samira, words_text="Ik bel liever niet.")
    browse(samira).post(remove(step.initiative, step.words))
    assert step.initiative.words_links.count() == 1


def test_another_a_team_takes_nothing_off(samira, joost, browse):
    words = note(samira, consent=Consent.ORGANISATION)
    initiative = start(samira, words=words)
    assert browse(joost).post(remove(initiative, words)).status_code == 403
    assert initiative.words_links.exists()
