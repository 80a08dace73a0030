"""The end of a task's time is an exception like any other: no handler keeps it, and no organisation waits
behind another."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from billiard.exceptions import SoftTimeLimitExceeded
from django.conf import settings

from backend.board import services as board
from backend.events import services as events
from backend.events import subscribers
from backend.messaging import reminders, working_time
from backend.organisations.models import Organisation
from backend.outbox import dispatch, failures
from backend.outbox.models import FailedWork
from backend.successes.events import ApplauseGiven
from tests.acting import by
from worker import dispatcher
from worker.tasks import remind

ROOT = Path(settings.BASE_DIR)
# What runs in a task or in the dispatcher. Of `jobs`: a thread of its own, which passes it all on.
ROOMS = (
    "worker",
    "backend/outbox",
    "backend/messaging",
    "backend/board",
    "backend/successes",
    "backend/events",
)


def _broad(handler: ast.ExceptHandler) -> bool:
    kind = handler.type
    return kind is None or (
        isinstance(kind, ast.Name) and kind.id in {"Exception", "BaseException"}
    )


def _lets_pass(handler: ast.ExceptHandler) -> bool:
    """It begins with `let_pass(error)`, or it ends by raising what it caught."""
    first, last = ast.unparse(handler.body[0]), handler.body[-1]
    passes = first in {f"let_pass({handler.name})", f"errors.let_pass({handler.name})"}
    return passes or (isinstance(last, ast.Raise) and last.exc is None)


@pytest.mark.parametrize("room", ROOMS)
def test_every_broad_handler_lets_the_end_of_a_tasks_time_pass(room: str) -> None:
    keeps = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in sorted((ROOT / room).rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ExceptHandler) and _broad(node) and not _lets_pass(node)
    ]
    assert keeps == []


def _too_late(*_args: object, **_fields: object) -> None:
    raise SoftTimeLimitExceeded


@pytest.mark.django_db(transaction=True)
def test_it_passes_a_subscriber_a_fold_and_a_round_of_reminders(samira, monkeypatch) -> None:
    organisation = samira.organisation
    dispatch.events_dispatch()
    events_recorded(samira)
    monkeypatch.setattr(subscribers, "subscribers_of", lambda kind: (_too_late,))
    with pytest.raises(SoftTimeLimitExceeded):
        dispatch.events_dispatch()
    monkeypatch.setattr(board, "fold_page", _too_late)
    with pytest.raises(SoftTimeLimitExceeded):
        dispatcher.Dispatcher()._fold(frozenset({organisation.pk}))
    monkeypatch.setattr(working_time, "may_remind", _too_late)
    with pytest.raises(SoftTimeLimitExceeded):
        reminders.organisation_remind(organisation_id=organisation.pk)
    assert not FailedWork.objects.exists()


def events_recorded(samira) -> None:
    from django.db import transaction

    with transaction.atomic():
        events.record(by(samira), ApplauseGiven(success_id=1), subject=samira)


@pytest.mark.django_db
def test_each_organisation_is_reminded_in_a_task_of_its_own(organisation, stranger, monkeypatch):
    sent: list[list[int]] = []
    monkeypatch.setattr(
        remind.app, "send_task", lambda name, args, **options: sent.append([name, *args])
    )
    remind.remind()
    assert sent == [["remind-one", organisation.pk], ["remind-one", stranger.organisation_id]]


@pytest.mark.django_db
def test_one_that_failed_is_left_until_its_next_try_and_the_others_go_on(organisation, stranger):
    failures.note(
        what=failures.What.REMINDERS, organisation_id=organisation.pk, subject_id=organisation.pk,
        error=ValueError(),
    )  # fmt: skip
    assert reminders.organisations_to_remind() == [stranger.organisation_id]
    assert Organisation.objects.count() == 2
