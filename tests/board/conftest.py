"""The board's pages, and a team that may be shown."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests import conftest


@pytest.fixture
def board_url() -> str:
    return reverse("board:board", args=["deplas"])


@pytest.fixture
def steps_url() -> str:
    return reverse("board:steps", args=["deplas"])


@pytest.fixture
def weeks_url() -> str:
    return reverse("board:weeks", args=["deplas"])


@pytest.fixture
def team(organisation, unit, samira):
    """Five more in Samira's team, so that it may be shown."""
    return [conftest.member(organisation, unit, f"Collega{n} X") for n in range(5)]
