"""Polishing a story, alone and with two at a time."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from backend.listening import services as listening
from backend.listening.models import Consent
from backend.successes import services
from backend.successes.events import SuccessChanged
from backend.successes.models import Success
from backend.tenancy.models import VersionConflict
from tests.acting import by
from tests.initiatives.factories import kinds, last_event
from tests.successes.factories import drafted

STORY = "Klanten maken nu een foto."


def _change(samira, success, version=1, **fields):
    return services.success_change(act=by(samira), success=success, version=version, **fields)


def test_title_story_and_thanks_are_changed_and_their_history_kept(samira):
    changed = _change(samira, drafted(samira), title="Een foto is genoeg", story=STORY, thanks="")
    assert (changed.title, changed.story, changed.thanks) == ("Een foto is genoeg", STORY, "")
    assert changed.version == 2
    assert set(last_event().changes.values_list("field", flat=True)) == {"title", "story", "thanks"}


def test_saving_what_already_stood_changes_nothing(samira):
    success = drafted(samira)
    _change(samira, success, title=success.title, words=success.words)
    assert SuccessChanged.KIND not in kinds()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", ""),
        ("title", "x" * 121),
        ("story", " "),
        ("story", "x" * 4001),
        ("thanks", "x" * 501),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(samira, field, value):
    success = drafted(samira)
    with pytest.raises(ValidationError) as refused:
        _change(samira, success, **{field: value})
    assert list(refused.value.message_dict) == [field]
    assert Success.objects.get().version == 1


def test_two_editors_of_different_fields_both_keep_their_text(samira):
    success = drafted(samira)
    _change(samira, success, title="De eerste", story=success.story)
    _change(samira, success, title=success.title, story=STORY)
    now = Success.objects.get()
    assert (now.title, now.story) == ("De eerste", STORY)


def test_two_editors_of_one_field_see_each_other_and_lose_nothing(samira):
    success = drafted(samira)
    _change(samira, success, story="De eerste.")
    with pytest.raises(VersionConflict) as conflict:
        _change(samira, success, story="De tweede.")
    assert conflict.value.theirs.story == "De eerste."
    assert _change(samira, success, version=2, story="Beide.").story == "Beide."


def test_words_that_may_not_go_this_far_cannot_be_chosen(samira):
    success = drafted(samira)
    secret = listening.words_note(act=by(samira), text="Geheim", unit=samira.unit)
    public = listening.words_note(
        act=by(samira), text="Van elders", unit=samira.unit, consent=Consent.PUBLIC
    )
    for words in (secret, public):
        with pytest.raises(ValidationError) as refused:
            _change(samira, success, words=words)
        assert list(refused.value.message_dict) == ["words"]
    assert _change(samira, success, words=None).words is None
