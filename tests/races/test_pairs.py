"""Whatever two people do at the same moment, it is as if one of them had gone first.

The one does something while the other has done all but commit, the other way round, or both let go at
one moment. Each time, what both were told and what is there afterwards must be that of one order or
the other, no rule may be broken, and nobody may be told of a lock or a constraint.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from itertools import count
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.db import connection, transaction
from django_scopes import get_scope, scope
from pytest_django import DjangoDbBlocker

from backend.organisations.models import Membership, Organisation, Person, Unit
from backend.organisations.roles import Role
from tests.at_once import at_once, two_hands, while_held
from tests.races import pairs, things
from tests.races.pairs.base import Pair, Work
from tests.races.state import broken, state
from tests.races.things.base import Cast

Outcome = tuple[tuple[str, str], str]
NUMBERS = count()
ROLES = {
    "omar": (Role.STAFF, "Meters"),
    "samira": (Role.AMBASSADOR, "Meters"),
    "joost": (Role.AMBASSADOR, "Storing"),
    "petra": (Role.LEADERSHIP, "Balie"),
    "mieke": (Role.PROGRAMME_MANAGER, "Balie"),
    "anton": (Role.ADMINISTRATOR, "Balie"),
}


pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture(scope="module")
def hands(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Executor]:
    """What is done here is committed. Each try has an organisation of its own, so that the tables are
    emptied once, at the end."""
    with django_db_blocker.unblock():
        with two_hands() as threads:
            yield threads
        call_command("flush", verbosity=0, interactive=False)
        connection.close()


@pytest.fixture
def db(hands: Executor) -> None:
    """Not the usual one, which would forget everything after each test."""


def _cast() -> Cast:
    """The cast of `conftest`, in an organisation that nobody else is in."""
    here = Organisation.objects.create(slug=f"plas{next(NUMBERS)}", name="De Plas", language="nl")
    with scope(organisation=here):
        units = {name: Unit(organisation=here, name=name) for name in ("Balie", "Net")}
        units["Meters"] = Unit(organisation=here, name="Meters", parent=units["Balie"])
        units["Storing"] = Unit(organisation=here, name="Storing", parent=units["Net"])
        for unit in units.values():
            unit.save()
        people = Person.objects.bulk_create(
            Person(email=f"{name}@{here.slug}.example", name=name, language="nl") for name in ROLES
        )
        members = [
            Membership(organisation=here, person=person, unit=units[unit], roles=[role])
            for person, (role, unit) in zip(people, ROLES.values(), strict=True)
        ]
        return dict(zip(ROLES, Membership.objects.bulk_create(members), strict=True))


def _told(answer: Any) -> str:
    """What somebody was told: that it was done, or which refusal."""
    if isinstance(answer, (ValidationError, PermissionDenied)):
        return type(answer).__name__
    if isinstance(answer, Exception):
        raise AssertionError("a refusal that nobody is told in a sentence") from answer
    return "done"


def _try(work: Work) -> Any:
    try:
        return work()
    except (ValidationError, PermissionDenied) as refused:
        return refused


def _outcome(answers: list[Any]) -> Outcome:
    told = (_told(answers[0]), _told(answers[1]))
    here = get_scope()["organisation"]
    # Each try has an organisation of its own, and addresses in its name.
    return told, json.dumps(state(here)).replace(here.slug, "plas")


def _one_by_one(first: Work, second: Work, *, swapped: bool) -> Outcome:
    """What comes of one after the other; then it never was."""
    with transaction.atomic():
        works = [second, first] if swapped else [first, second]
        answers = [_try(work) for work in works]
        found = _outcome(answers[::-1] if swapped else answers)
        transaction.set_rollback(True)
    return found


def _here(organisation: Organisation, work: Work) -> Work:
    def run() -> Any:
        with scope(organisation=organisation):
            return work()

    return run


ORDERS: dict[str, Callable[[Work, Work, Executor], list[Any]]] = {
    "the first held": while_held,
    "the second held": lambda first, second, hands: while_held(second, first, hands)[::-1],
    "at once": lambda first, second, hands: at_once(first, second, hands=hands),
}
# Which of the two is held changes from pair to pair.
HELD = ["the first held", "the second held"]


def _as_if_one_had_gone_first(
    made: Callable[[Cast], Pair], orders: list[str], hands: Executor
) -> None:
    """Each order is a try of its own; what may come of it is the same for all."""
    allowed: dict[bool, Outcome] = {}
    for order in orders:
        first, second, here = _stage(made)
        likely = order == "the second held"
        with scope(organisation=here):
            if likely not in allowed:
                allowed[likely] = _one_by_one(first, second, swapped=likely)
            found = _outcome(ORDERS[order](first, second, hands))
            assert broken() == [], order
        if found in allowed.values():
            continue
        # Who did not have to wait may have been the first after all.
        first, second, here = _stage(made)
        with scope(organisation=here):
            allowed[not likely] = _one_by_one(first, second, swapped=not likely)
        assert found in allowed.values(), f"{order}: {_difference(found, allowed)}"


def _difference(found: Outcome, allowed: dict[bool, Outcome]) -> list[Any]:
    """What is otherwise than it might be, and no more: a whole state is a page of text."""
    here = json.loads(found[1])
    return [found[0]] + [
        (told, {name: (rows, here[name]) for name, rows in json.loads(text).items() if rows != here[name]})
        for told, text in allowed.values()
    ]  # fmt: skip


def _stage(made: Callable[[Cast], Pair]) -> tuple[Work, Work, Organisation]:
    cast = _cast()
    here = cast["mieke"].organisation
    with scope(organisation=here):
        first, second = made(cast)
    return _here(here, first), _here(here, second), here


@pytest.mark.parametrize(
    ("name", "order"),
    [(name, HELD[number % 2]) for number, name in enumerate(pairs.PAIRS)],
    ids=list(pairs.PAIRS),
)
def test_two_who_meet(name, order, hands):
    _as_if_one_had_gone_first(pairs.PAIRS[name], [order, "at once"], hands)


@pytest.mark.long
@pytest.mark.parametrize(
    ("thing", "first", "second", "order"),
    [(*pair, HELD[number % 2]) for number, pair in enumerate(things.PAIRS)],
    ids=[f"{thing.__name__}-{first}-{second}" for thing, first, second in things.PAIRS],
)
def test_a_thing_to_which_two_do_something(thing, first, second, order, hands):
    def made(cast: Cast) -> Pair:
        it = thing(cast)
        return getattr(it, first), getattr(it, second)

    _as_if_one_had_gone_first(made, [order], hands)
