"""Who may tell, change, announce and put off is asked by the services, so that every way in meets it."""

from __future__ import annotations

from typing import Any

import pytest

from backend.events.models import Event
from backend.organisations.permissions import Refused
from backend.successes import services
from backend.successes.models import Audience
from tests.acting import by
from tests.successes.factories import announced, drafted, told

SERVICES: dict[str, Any] = {
    "success_draft": lambda a, draft, story, mail: services.success_draft(
        act=by(a), initiative=draft.initiative
    ),
    "success_change": lambda a, draft, story, mail: services.success_change(
        act=by(a), success=draft, version=draft.version, title="Anders"
    ),
    "success_tell": lambda a, draft, story, mail: services.success_tell(act=by(a), success=draft),
    "success_put_off": lambda a, draft, story, mail: services.success_put_off(
        act=by(a), initiative=draft.initiative
    ),
    "success_put_off_undo": lambda a, draft, story, mail: services.success_put_off_undo(
        act=by(a), initiative=draft.initiative
    ),
    "success_untell": lambda a, draft, story, mail: services.success_untell(
        act=by(a), success=story
    ),
    "announcement_request": lambda a, draft, story, mail: services.announcement_request(
        act=by(a), success=story, audience=Audience.ORGANISATION
    ),
    "announcement_call_back": lambda a, draft, story, mail: services.announcement_call_back(
        act=by(a), announcement=mail
    ),
}


@pytest.fixture
def rows(samira) -> dict[str, Any]:
    """What Samira made: a story that was not told yet, one that was, and one that is being mailed."""
    return {
        "draft": drafted(samira),
        "story": told(samira, title="Verteld"),
        "mail": announced(samira, told(samira, title="Rondgestuurd")),
    }


@pytest.mark.parametrize("name", SERVICES)
def test_somebody_else_is_refused_and_nothing_is_written(name, omar, rows):
    before = Event.objects.count()
    with pytest.raises(Refused):
        SERVICES[name](omar, **rows)
    assert Event.objects.count() == before


@pytest.mark.parametrize("who", ["samira", "mieke"])
@pytest.mark.parametrize("name", SERVICES)
def test_the_a_team_and_the_programme_manager_may(request, name, who, rows):
    SERVICES[name](request.getfixturevalue(who), **rows)
