"""Who is served by a claim: every organisation its share, nobody twice."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import psycopg
import pytest
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django_scopes import scopes_disabled

from backend.organisations.models import Membership, Organisation, Person
from backend.outbox import claims
from backend.outbox.models import Delivery, Priority
from backend.outbox.states import State
from tests.conftest import member
from tests.outbox.factories import owe

pytestmark = pytest.mark.django_db


def _claimed(limit: int = 20, priority: Priority = Priority.BULK) -> list[Delivery]:
    return claims.claim(priority=priority, limit=limit)


def _elsewhere(number: int) -> list[Membership]:
    with scopes_disabled():
        return [
            member(Organisation.objects.create(slug=f"o{n}", name=f"O {n}"), None, f"Iemand {n}")
            for n in range(number)
        ]


def test_a_small_organisation_is_served_beside_a_large_one(samira, stranger):
    for _number in range(60):
        owe(samira)
    owe(stranger)
    served = Counter(d.organisation_id for d in _claimed(limit=10))
    assert served == {samira.organisation_id: 5, stranger.organisation_id: 1}


def test_fifty_small_organisations_are_served_beside_a_large_one(samira):
    for _number in range(60):
        owe(samira)
    for somebody in _elsewhere(50):
        owe(somebody)
    served = Counter(d.organisation_id for d in _claimed(limit=51))
    assert len(served) == 51


def test_when_a_claim_is_smaller_than_their_number_none_waits_for_ever(samira):
    for somebody in _elsewhere(12):
        for _number in range(5):
            owe(somebody)
    served: set[int] = set()
    for _look in range(60):
        claimed = _claimed(limit=3)
        served |= {d.organisation_id for d in claimed}
        claims.release(deliveries=claimed)
    assert len(served) == 12


def test_signing_in_has_a_share_of_its_own(samira):
    person = Person.objects.create(email="iemand@deplas.example", name="Iemand")
    Delivery.objects.create(
        person=person, message="sign_in_code", dedupe_key="s", priority=Priority.TRANSACTIONAL
    )
    for _number in range(30):
        owe(samira, priority=Priority.TRANSACTIONAL)
    claimed = _claimed(limit=4, priority=Priority.TRANSACTIONAL)
    assert [d.message for d in claimed].count("sign_in_code") == 1
    assert len(claimed) == 3


def test_a_claim_never_takes_more_than_it_was_allowed(samira, stranger):
    for somebody in (samira, stranger, *_elsewhere(5)):
        for _number in range(3):
            owe(somebody)
    assert len(_claimed(limit=4)) == 4


def test_what_is_not_due_stays(samira):
    owe(samira, not_before=timezone.now() + timedelta(minutes=1))
    owe(samira, state=State.ACCEPTED)
    owe(samira, state=State.SENDING)
    assert _claimed() == []


def test_the_oldest_of_an_organisation_goes_first(samira):
    old = owe(samira, not_before=timezone.now() - timedelta(hours=2))
    owe(samira)
    assert [d.pk for d in _claimed(limit=1)] == [old.pk]


@pytest.mark.django_db(transaction=True)
def test_a_row_in_another_senders_hands_is_passed_over(samira):
    held, free = owe(samira), owe(samira)
    address = settings.DATABASES["default"]
    base = settings.DATABASE_DIRECT_URL.rsplit("/", 1)[0]
    with psycopg.connect(f"{base}/{connection.settings_dict['NAME']}") as other:
        other.execute("SELECT 1 FROM outbox_delivery WHERE id = %s FOR UPDATE", [held.pk])
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '2s'")  # who waits for the other has failed
            assert [d.pk for d in _claimed()] == [free.pk]
        other.rollback()
    assert address


def test_a_hundred_thousand_rows_of_one_organisation_are_not_read_to_find_the_others(samira):
    """Its cost is measured in rows read, not in time."""
    first = owe(samira)
    with connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO outbox_delivery (uid, organisation_id, membership_id, channel,
                   message, payload, dedupe_key, state, priority, not_before, attempts, message_id,
                   last_code, last_error, created_at)
               SELECT gen_random_uuid(), organisation_id, membership_id, channel, message, payload,
                   'many:' || n, state, priority, not_before, 0, '', '', '', created_at
               FROM outbox_delivery, generate_series(1, 20000) n WHERE id = %s""",
            [first.pk],
        )
        cursor.execute("ANALYZE outbox_delivery")
        cursor.execute(
            "EXPLAIN (ANALYZE, FORMAT JSON) " + claims._CLAIM,
            {"priority": 10, "limit": 20, "token": None, "seconds": 60},
        )
        plan = cursor.fetchone()[0][0]["Plan"]
    assert _most_rows(plan) < 200


def _most_rows(plan: dict) -> float:
    below = [_most_rows(child) for child in plan.get("Plans", [])]
    own = plan["Actual Rows"] * plan["Actual Loops"] + plan.get("Rows Removed by Filter", 0)
    return max([own, *below])


def test_the_database_refuses_a_state_that_does_not_follow(samira):
    from django.db import ProgrammingError

    done = owe(samira, state=State.ACCEPTED)
    with pytest.raises(ProgrammingError, match="Invalid transition"):
        Delivery.objects.filter(pk=done.pk).update(state=State.PENDING)
