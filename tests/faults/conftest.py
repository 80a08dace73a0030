from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from backend.organisations.models import Membership, Organisation, Person, Unit
from backend.successes import services as successes
from backend.successes.models import Announcement, Audience
from tests.acting import by
from tests.faults import stage as stages
from tests.successes.factories import told


@pytest.fixture
def stage(transactional_db: None, tmp_path: Path, settings: Any) -> Iterator[stages.Stage]:
    """Processes of its own for one test; the pages of this process use its broker too."""
    tmp_path.chmod(0o755)
    with stages.stage(tmp_path) as built:
        settings.REDIS_URL = built.valkey.url
        default = {**settings.CACHES["default"], "LOCATION": built.valkey.url}
        settings.CACHES = {"default": default}
        yield built


@pytest.fixture
def colleagues(organisation: Organisation, unit: Unit) -> Callable[[int], list[Membership]]:
    """`colleagues(100)`: a hundred more people in the team."""

    def make(number: int) -> list[Membership]:
        people = Person.objects.bulk_create(
            Person(email=f"collega{n}@deplas.example", name=f"Collega {n}", language="nl")
            for n in range(number)
        )
        return Membership.objects.bulk_create(
            Membership(organisation=organisation, person=person, unit=unit, roles=["staff"])
            for person in people
        )

    return make


@pytest.fixture
def announce(samira: Membership) -> Callable[[], Announcement]:
    """A told success of Samira's, announced to the whole organisation; its minute has passed."""

    def make() -> Announcement:
        success = told(samira)
        return successes.announcement_request(
            act=by(samira, at=timezone.now() - timedelta(minutes=2)),
            success=success,
            audience=Audience.ORGANISATION,
        )

    return make
