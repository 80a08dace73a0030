"""Customers' words: noted as said, read as far as consent goes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from backend.events.models import Event
from backend.initiatives import services as initiatives
from backend.listening import selectors, services
from backend.listening.models import Consent, Words
from tests.acting import by
from tests.initiatives.factories import start

TEXT = "Ik werd drie keer doorverbonden."


def note(actor, **fields) -> Words:
    return services.words_note(**{"act": by(actor), "text": TEXT, "unit": actor.unit, **fields})


def reads(membership) -> bool:
    return selectors.words_visible(membership=membership).exists()


def test_words_go_no_further_than_the_a_team_unless_the_customer_says_so(
    samira, joost, omar, petra, mieke, anton
):
    words = note(samira)
    initiative = start(samira, words=words)
    initiatives.team_join(act=by(samira), initiative=initiative, membership=joost)
    assert [reads(m) for m in (samira, joost, mieke)] == [True] * 3
    assert [reads(m) for m in (omar, petra, anton)] == [False] * 3
    services.words_consent_change(act=by(samira), words=words, consent=Consent.ORGANISATION)
    assert [reads(m) for m in (omar, petra, anton)] == [True] * 3


def test_consent_may_shrink_again_and_each_change_is_on_record(samira, omar):
    words = note(samira, consent=Consent.PUBLIC)
    services.words_consent_change(act=by(samira), words=words, consent=Consent.A_TEAM)
    services.words_consent_change(act=by(samira), words=words, consent=Consent.A_TEAM)
    assert not reads(omar)
    event = Event.objects.get(kind="words_consent_changed")
    assert event.payload == {"before": "public", "after": "a_team"}


def test_words_that_were_taken_back_are_for_nobody(samira, mieke):
    words = note(samira, consent=Consent.PUBLIC)
    services.words_withdraw(act=by(samira), words=words)
    services.words_withdraw(act=by(samira), words=words)
    assert not reads(samira)
    assert not reads(mieke)
    assert Event.objects.filter(kind="words_withdrawn").count() == 1
    with pytest.raises(ValidationError):
        services.words_consent_change(act=by(samira), words=words, consent=Consent.PUBLIC)


def test_the_text_stays_as_said_whatever_writes(samira):
    words = note(samira)
    with pytest.raises(DatabaseError), transaction.atomic():
        Words.objects.filter(pk=words.pk).update(text="Ik werd netjes geholpen.")


@pytest.mark.parametrize(
    ("fields", "faulty"),
    [
        ({"text": " \n "}, "text"),
        ({"text": "a" * 10_000}, "text"),
        ({"said_by": "a" * 121}, "said_by"),
        ({"consent": "nobody"}, "consent"),
    ],
)
def test_refused_words_say_so_at_their_field(samira, fields, faulty):
    with pytest.raises(ValidationError) as refused:
        note(samira, **fields)
    assert list(refused.value.message_dict) == [faulty]
    assert not Words.objects.exists()


def test_words_of_tomorrow_are_refused(samira, organisation):
    with pytest.raises(ValidationError) as refused:
        note(samira, heard_on=organisation.today() + timedelta(days=1))
    assert list(refused.value.message_dict) == ["heard_on"]


def test_no_word_of_a_customer_stands_in_an_event(samira):
    note(samira, said_by="een klant van 71")
    payload = str(Event.objects.get().payload)
    assert "doorverbonden" not in payload
    assert "71" not in payload
