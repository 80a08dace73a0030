"""Of two who change an organisation's settings at once nothing is lost without a word."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.urls import reverse

from backend.organisations import services
from backend.organisations.models import CustomerGroup, Process, Unit
from tests.acting import by

SETTINGS = reverse("organisations:settings", args=["deplas"])


def opened(client: Any, path: str) -> dict[str, Any]:
    """What a form of this page sends when nothing is touched."""
    form = client.get(path).context["form"]
    seen = re.search(r'name="seen" value="([^"]*)"', client.get(path).text)
    assert seen is not None
    typed = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    typed = {name: value for name, value in typed.items() if value not in (None, False)}
    return {**typed, "seen": unescape(seen[1])}


def test_two_windows_that_change_different_settings_both_have_their_way(
    anton, organisation, browse
):
    one, other = browse(anton), browse(anton)
    first, second = opened(one, SETTINGS), opened(other, SETTINGS)
    assert one.post(SETTINGS, {**first, "working_days": [1, 2, 3, 4, 5, 6]}).status_code == 302
    assert other.post(SETTINGS, {**second, "quiet_from": "18:00"}).status_code == 302
    organisation.refresh_from_db()
    assert organisation.working_days == [1, 2, 3, 4, 5, 6]
    assert f"{organisation.quiet_from:%H:%M}" == "18:00"


def test_who_changes_what_somebody_else_changed_is_told_what_it_is_now(anton, organisation, browse):
    one, other = browse(anton), browse(anton)
    first, second = opened(one, SETTINGS), opened(other, SETTINGS)
    one.post(SETTINGS, {**first, "working_days": [1, 2], "quiet_from": "18:00"})
    mine = {**second, "working_days": [3], "name": "De Nieuwe Plas"}
    page = other.post(SETTINGS, mine)
    assert page.status_code == 422
    assert "intussen" in page.text
    assert "maandag, dinsdag" in page.text
    organisation.refresh_from_db()
    assert organisation.name != "De Nieuwe Plas"
    again = re.search(r'name="seen" value="([^"]*)"', page.text)
    assert again is not None
    assert other.post(SETTINGS, {**mine, "seen": unescape(again[1])}).status_code == 302
    organisation.refresh_from_db()
    assert (organisation.working_days, organisation.name) == ([3], "De Nieuwe Plas")


@pytest.mark.parametrize(
    "seen", ["", "geen json", "[]", '{"name": 3}', '"x"', pytest.param("[" * 100_000, id="deep")]
)
def test_a_form_that_brings_nothing_of_ours_is_saved_as_it_is(anton, organisation, browse, seen):
    client = browse(anton)
    typed = {**opened(client, SETTINGS), "name": "Anders", "seen": seen}
    assert client.post(SETTINGS, typed).status_code == 302
    organisation.refresh_from_db()
    assert organisation.name == "Anders"


def test_a_team_that_is_renamed_in_one_window_and_moved_in_the_other(mieke, browse):
    top = services.unit_add(act=by(mieke), name="Nieuw", parent=None)
    team = services.unit_add(act=by(mieke), name="Ploeg", parent=None)
    path = reverse("organisations:unit_change", args=["deplas", team.uid])
    one, other = browse(mieke), browse(mieke)
    first, second = opened(one, path), opened(other, path)
    assert one.post(path, {**first, "name": "Ploeg A"}).status_code == 302
    assert other.post(path, {**second, "parent": str(top.uid)}).status_code == 302
    team = Unit.objects.get(pk=team.pk)
    assert (team.name, team.parent_id) == ("Ploeg A", top.pk)
    page = other.post(path, {**second, "name": "Ploeg B"})
    assert page.status_code == 422
    assert "Ploeg A" in page.text


@pytest.mark.parametrize("what", ["process", "customer_group"])
def test_a_name_that_two_give_at_once_is_shown_to_the_second(mieke, browse, what):
    model = {"process": Process, "customer_group": CustomerGroup}[what]
    row = getattr(services, f"{what}_add")(act=by(mieke), name="Verhuizen")
    path = reverse(f"organisations:{what}_change", args=["deplas", row.uid])
    client = browse(mieke)
    typed = opened(client, path)
    client.post(path, {**typed, "name": "Parkeren"})
    page = client.post(path, {**typed, "name": "Lozen"})
    assert page.status_code == 422
    assert "Parkeren" in page.text
    assert model.objects.get(pk=row.pk).name == "Parkeren"
    assert client.post(path, {**typed, "name": "Parkeren"}).status_code == 302
