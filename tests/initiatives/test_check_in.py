"""How is it going? Who is asked, and what the answers do."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from backend.initiatives import selectors, services
from backend.initiatives.models import CheckIn, Initiative
from tests.acting import by
from tests.initiatives.factories import kinds, last_event, start


def due(membership, days: int = 0) -> list[Initiative]:
    today = membership.organisation.today() + timedelta(days=days)
    return list(selectors.check_ins_due(membership=membership, today=today))


@pytest.fixture
def quiet(samira) -> Initiative:
    return start(by(samira, silent=True, at=timezone.now() - timedelta(days=20)))


def test_it_is_asked_after_fourteen_days_without_a_sign_of_life(samira, joost):
    start(samira)
    assert due(samira, 13) == []
    assert len(due(samira, 14)) == 1
    assert due(joost, 14) == []


def test_going_well_is_a_sign_of_life_and_undo_takes_it_back(samira, quiet):
    given = services.check_in(act=by(samira), initiative=quiet, answer="going_well")
    assert due(samira) == []
    assert last_event().payload["answer"] == "going_well"
    services.check_in_undo(act=by(samira), check_in=given)
    services.check_in_undo(act=by(samira), check_in=given)
    assert due(samira) == [quiet]
    assert kinds().count("check_in_undone") == 1


def test_later_leaves_me_alone_for_a_week_but_not_my_colleague(samira, joost, quiet):
    services.team_join(act=by(samira), initiative=quiet, membership=joost)
    services.check_in(act=by(samira), initiative=quiet, answer="later")
    assert due(samira) == []
    assert due(joost) == [quiet]
    assert due(samira, 7) == [quiet]


def test_undo_keeps_a_sign_of_life_that_came_after(samira, quiet):
    given = services.check_in(act=by(samira), initiative=quiet, answer="going_well")
    services.initiative_change(act=by(samira), initiative=quiet, version=1, title="Anders")
    services.check_in_undo(act=by(samira), check_in=given)
    assert due(samira) == []


@pytest.mark.parametrize(
    ("answer", "sentence", "faulty"),
    [("stuck", " ", "sentence"), ("stuck", "a" * 501, "sentence"), ("perhaps", "", "answer")],
)
def test_a_refused_answer_says_so_at_its_field(samira, quiet, answer, sentence, faulty):
    with pytest.raises(ValidationError) as refused:
        services.check_in(act=by(samira), initiative=quiet, answer=answer, sentence=sentence)
    assert list(refused.value.message_dict) == [faulty]
    assert not CheckIn.objects.exists()


def test_a_closed_initiative_is_not_asked_about(samira, quiet):
    services.initiative_stop(act=by(samira), initiative=quiet, lesson="Te groot")
    assert due(samira, 30) == []
    with pytest.raises(ValidationError):
        services.check_in(act=by(samira), initiative=quiet, answer="going_well")
