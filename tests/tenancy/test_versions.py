"""A database that another version wrote is refused before anything is changed in it."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "earlier",
    [("notifications", "0003_whose_fault"), ("organisations", "0008_name_on_leaving")],
)
def test_data_of_before_the_rooms_moved_are_refused_with_the_way_out(earlier) -> None:
    MigrationRecorder(connection).record_applied(*earlier)
    with pytest.raises(SystemCheckError) as refused:
        call_command("migrate", verbosity=0, skip_checks=False)
    assert f"{earlier[0]}.{earlier[1]}" in str(refused.value)
    assert "`make reset`" in str(refused.value)


def test_our_own_data_are_not(capsys) -> None:
    call_command("check", databases=["default"])
    assert "no issues" in capsys.readouterr().out


def test_what_a_library_left_behind_is_no_reason(capsys) -> None:
    MigrationRecorder(connection).record_applied("auth", "0099_of_an_earlier_library")
    call_command("check", databases=["default"])
    assert "no issues" in capsys.readouterr().out
