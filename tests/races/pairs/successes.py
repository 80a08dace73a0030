"""Successes, their applause, and the words that they tell."""

from __future__ import annotations

from backend.initiatives import services as initiatives
from backend.initiatives.models import Step
from backend.listening import services as listening
from backend.listening.models import Words
from backend.successes import services as successes
from backend.successes.models import Success
from tests.acting import by
from tests.initiatives.factories import log, start
from tests.races.pairs.base import Pair, of
from tests.races.things.base import Cast
from tests.successes.factories import drafted, told


def _noted(cast: Cast) -> Words:
    return listening.words_note(
        act=by(cast["samira"]), text="Fijn.", unit=cast["samira"].unit, consent="organisation"
    )


def two_tell_one_success(c: Cast) -> Pair:
    success = drafted(c["samira"])
    return tuple(of(c, who, successes.success_tell, success=success) for who in ("samira", "mieke"))  # type: ignore[return-value]


def one_applauds_and_takes_it_back(c: Cast) -> Pair:
    success = successes.applaud(act=by(c["omar"]), success=told(c["samira"]))
    return of(c, "omar", successes.applause_withdraw, success=success), of(
        c, "omar", successes.applaud, success=success
    )


def _worded(c: Cast) -> tuple[Success, Words]:
    """A story without words, and words that it could choose."""
    success = drafted(c["samira"])
    words = success.words
    return (
        successes.success_change(
            act=by(c["samira"]), success=success, version=success.version, words=None
        ),
        words,
    )


def words_are_taken_back_and_chosen_for_a_story(c: Cast) -> Pair:
    success, words = _worded(c)
    return of(c, "samira", listening.words_withdraw, words=words), of(
        c, "samira", successes.success_change, success=success, version=success.version,
        words=words,
    )  # fmt: skip


def consent_shrinks_and_words_are_chosen_for_a_story(c: Cast) -> Pair:
    success, words = _worded(c)
    return of(
        c, "samira", listening.words_consent_change, words=words, consent="a_team"
    ), of(
        c, "samira", successes.success_change, success=success, version=success.version,
        words=words,
    )  # fmt: skip


def words_are_taken_back_and_their_consent_changes(c: Cast) -> Pair:
    words = _noted(c)
    return of(c, "samira", listening.words_withdraw, words=words), of(
        c, "samira", listening.words_consent_change, words=words, consent="public"
    )


def a_step_goes_and_its_words_are_linked_elsewhere(c: Cast) -> Pair:
    initiative, other = start(c["samira"]), start(c["samira"], title="Andere")
    step = log(c["samira"], initiative, words_text="Fijn.", consent="organisation")
    return of(c, "samira", initiatives.step_remove, step=step), of(
        c, "samira", initiatives.initiative_words_add, initiative=other, words=step.words
    )


def a_step_goes_and_its_words_are_chosen_for_a_story(c: Cast) -> Pair:
    success, words = _worded(c)
    step = Step.objects.get(words=words)
    return of(c, "samira", initiatives.step_remove, step=step), of(
        c, "samira", successes.success_change, success=success, version=success.version,
        words=words,
    )  # fmt: skip


def a_step_is_restored_and_its_words_are_taken_back(c: Cast) -> Pair:
    step = log(c["samira"], start(c["samira"]), words_text="Fijn.", consent="organisation")
    initiatives.step_remove(act=by(c["samira"]), step=step)
    return of(c, "samira", initiatives.step_restore, step=step), of(
        c, "samira", listening.words_withdraw, words=step.words
    )
