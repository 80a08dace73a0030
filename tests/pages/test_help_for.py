"""The help page of each role, which the person's menu leads to."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from backend.organisations.models import Membership, Person
from backend.organisations.roles import Role
from backend.pages.guides import GUIDES, role_of


def page(role: str) -> str:
    return reverse("pages:help_for", args=["deplas", role])


WHO = {
    Role.STAFF: "omar",
    Role.AMBASSADOR: "samira",
    Role.LEADERSHIP: "petra",
    Role.PROGRAMME_MANAGER: "mieke",
    Role.ADMINISTRATOR: "anton",
    Role.TEAM_LEADER: "omar",
}


def main_of(text: str) -> str:
    return text[text.index("<main") : text.index("</main>")]


def test_every_role_has_its_page() -> None:
    assert GUIDES.keys() == set(Role)


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_page_says_in_ones_language_what_to_do_and_each_way_leads_somewhere(
    request, role, language, browse
):
    who: Membership = request.getfixturevalue(WHO[role])
    Person.objects.filter(pk=who.person_id).update(language=language)
    client = browse(who)
    text = client.get(page(role)).text
    said = str(GUIDES[role].title)
    assert (said in text) is (language == "en")
    ways = set(re.findall(r'<h3 class="row__title"><a href="([^"]+)"', text))
    assert ways
    assert {client.get(way).status_code for way in ways} == {200}


@pytest.mark.parametrize(("role", "who"), sorted(WHO.items()))
def test_the_menu_leads_to_ones_own(request, role, who, browse):
    member = request.getfixturevalue(who)
    home = browse(member).get(reverse("pages:my_steps", args=["deplas"])).text
    assert f'href="{page(role_of(member.roles))}"' in home


def test_what_a_reader_may_not_do_is_told_without_a_way_there(omar, browse):
    text = main_of(browse(omar).get(page("administrator")).text)
    assert "/people/" not in text
    assert "/settings/" not in text
    assert "Verbeter een naam of een uitnodiging" in text


@pytest.mark.parametrize("role", ["king", "Staff", "staff2", "0"])
def test_a_role_that_is_none_is_not_found(samira, browse, role):
    assert browse(samira).get(page("staff").replace("/staff/", f"/{role}/")).status_code == 404


def test_it_names_whom_to_ask_and_nobody_who_left(samira, mieke, anton, stranger, browse):
    text = main_of(browse(samira).get(page("ambassador")).text)
    assert text.index("Mieke Bos") < text.index("Anton Griffioen")
    assert "Vreemd" not in text
    Membership.objects.filter(pk=mieke.pk).update(state="left")
    assert "Mieke Bos" not in main_of(browse(samira).get(page("ambassador")).text)


@pytest.mark.parametrize(
    ("roles", "first"),
    [
        ([], Role.STAFF), (["staff"], Role.STAFF), (["ambassador", "leadership"], Role.LEADERSHIP),
        (["administrator", "programme_manager"], Role.PROGRAMME_MANAGER),
        (["staff", "team_leader", "ambassador"], Role.TEAM_LEADER),
    ],
)  # fmt: skip
def test_of_several_roles_one_comes_first(roles, first):
    assert role_of(roles) == first
