"""A customer's words that came with a step go with it, and come back with it."""

from __future__ import annotations

import pytest
from django.urls import reverse

from backend.initiatives import services
from backend.initiatives.models import Programme, Step
from backend.listening import services as listening
from backend.listening.models import Consent, Words
from backend.listening.selectors import words_visible
from tests.acting import by, of
from tests.initiatives.factories import kinds, log, start
from tests.successes.factories import drafted


@pytest.fixture
def step(samira) -> Step:
    return log(samira, start(samira), words_text="Ik bel liever niet.", consent="organisation")


def _stand() -> bool:
    return Words.objects.get().withdrawn_at is None


def test_undone_together_and_back_together(samira, step):
    services.step_remove(act=by(samira), step=step)
    assert not words_visible(membership=samira).exists()
    services.step_restore(act=by(samira), step=step)
    words = words_visible(membership=samira).get()
    assert (words.text, words.consent) == ("Ik bel liever niet.", Consent.ORGANISATION)
    told = [one for one in kinds() if one in {"words_withdrawn", "words_noted"}]
    assert told == ["words_noted", "words_withdrawn", "words_noted"]


def test_twice_is_once(samira, step):
    for _press in range(2):
        services.step_remove(act=by(samira), step=step)
    for _press in range(2):
        services.step_restore(act=by(samira), step=step)
    assert kinds().count("words_withdrawn") == 1
    assert _stand()


def _link(samira, step):
    other = start(samira, title="Een andere")
    services.initiative_words_add(act=by(samira), initiative=other, words=step.words)


def _begin_with(samira, step):
    day = samira.organisation.today()
    programme = services.programme_start(
        act=of(samira.organisation), name="Dichtbij", vision="Dichtbij",
        starts_on=day.replace(year=day.year - 1), ends_on=day.replace(year=day.year + 1, day=1),
        beginning=step.words,
    )  # fmt: skip
    assert Programme.objects.get() == programme


@pytest.mark.parametrize("use", [_link, _begin_with])
def test_words_that_something_else_uses_stay(samira, step, use):
    use(samira, step)
    services.step_remove(act=by(samira), step=step)
    assert _stand()
    services.step_restore(act=by(samira), step=step)
    assert _stand()


def test_words_of_a_story_stay(samira):
    success = drafted(samira)
    step = Step.objects.exclude(words=None).get()
    assert success.words == step.words
    services.step_remove(act=by(samira), step=step)
    assert _stand()


def test_words_that_a_customer_took_back_do_not_come_back_with_a_step(samira, step):
    listening.words_withdraw(act=by(samira), words=step.words)
    services.step_remove(act=by(samira), step=step)
    services.step_restore(act=by(samira), step=step)
    assert not _stand()


def test_words_that_a_customer_takes_back_while_the_step_is_gone_stay_away(samira, step):
    services.step_remove(act=by(samira), step=step)
    listening.words_withdraw(act=by(samira), words=step.words)
    services.step_restore(act=by(samira), step=step)
    assert not _stand()


def test_who_may_not_decide_about_words_takes_only_the_step(samira, joost, step):
    """Joost joined by himself after it was said in confidence (decision 0008)."""
    services.team_join(act=by(joost), initiative=step.initiative, membership=joost)
    services.step_remove(act=by(joost), step=step)
    assert _stand()


def test_words_that_went_along_to_another_initiative_go_with_the_step(samira, step):
    there = start(samira, title="Een andere")
    moved = services.step_change(act=by(samira), step=step, version=1, initiative=there)
    services.step_remove(act=by(samira), step=moved)
    assert not _stand()


@pytest.mark.parametrize(
    ("use", "said"),
    [(None, "Weggehaald, met de woorden"), (_link, "De woorden van de klant blijven")],
)
def test_the_message_says_what_becomes_of_the_words(samira, step, browse, use, said):
    if use:
        use(samira, step)
    address = reverse("initiatives:step_remove", args=["deplas", step.uid])
    answer = browse(samira).post(address, headers={"HX-Request": "true"})
    assert said in answer.text
    assert ("stay" in answer["HX-Trigger"]) == (use is not None)
