"""Whatever two people do at the same moment, it is as if one of them had gone first.

Each pair runs three times: the one while the other has done all but commit, the other way round, and
both let go at one moment. Each time, what both were told and what is there afterwards must be that of
one order or the other, no rule may be broken, and nobody may be told of a lock or a constraint.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django_scopes import scope

from backend.organisations.models import Membership, Organisation
from tests.at_once import at_once, while_held
from tests.races.pairs import PAIRS, Work
from tests.races.state import broken, state

ROLES = ["omar", "samira", "joost", "petra", "mieke", "anton"]
Outcome = tuple[tuple[str, str], str]


@pytest.fixture
def cast(request: pytest.FixtureRequest, transactional_db: None) -> dict[str, Membership]:
    return {name: request.getfixturevalue(name) for name in ROLES}


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
    return (_told(answers[0]), _told(answers[1])), json.dumps(state())


def _in_this_order(first: Work, second: Work, *, swapped: bool) -> Outcome:
    """What comes of one after the other; then it never was."""
    with transaction.atomic():
        answers = [_try(first), _try(second)]
        found = _outcome(answers[::-1] if swapped else answers)
        transaction.set_rollback(True)
    return found


def _here(organisation: Organisation, work: Work) -> Work:
    def run() -> Any:
        with scope(organisation=organisation):
            return work()

    return run


ORDERS: dict[str, Callable[[Work, Work], list[Any]]] = {
    "the first held": while_held,
    "the second held": lambda first, second: while_held(second, first)[::-1],
    "at once": at_once,
}


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("name", PAIRS)
def test_it_is_as_if_one_had_gone_first(name, order, cast, organisation):
    first, second = (partial(_here(organisation, work)) for work in PAIRS[name](cast))
    allowed = [
        _in_this_order(first, second, swapped=False),
        _in_this_order(second, first, swapped=True),
    ]
    found = _outcome(ORDERS[order](first, second))
    assert broken() == []
    assert found in allowed
