"""All initiatives, and starting one."""

from __future__ import annotations

import pytest
from django.urls import reverse

from backend.initiatives import services
from backend.initiatives.models import Initiative
from backend.listening import services as listening
from tests.acting import by
from tests.initiatives.factories import log, start

LIST = reverse("initiatives:initiative_list", args=["deplas"])
START = reverse("initiatives:initiative_start", args=["deplas"])


def titles(answer) -> list[str]:
    return [one.title for one in answer.context["page_obj"]]


def test_ones_own_stand_first(samira, joost, browse):
    start(samira, title="Van mij")
    start(joost, title="Van Joost")
    assert titles(browse(samira).get(LIST)) == ["Van mij", "Van Joost"]
    assert titles(browse(joost).get(LIST)) == ["Van Joost", "Van mij"]


def test_it_is_filtered_by_stage_and_by_team_with_the_teams_below(
    samira, joost, petra, mieke, anton, omar, department, browse
):
    start(samira, title="Idee")
    log(samira, start(samira, title="Bezig"))
    start(joost, title="Elders")
    client = browse(samira)
    assert titles(client.get(LIST, {"stage": "doing"})) == ["Bezig"]
    assert set(titles(client.get(LIST, {"unit": str(department.uid)}))) == {"Idee", "Bezig"}
    assert len(titles(client.get(LIST, {"stage": "x", "unit": "y", "page": "z"}))) == 3


def test_the_list_counts_steps_only_for_who_took_them(samira, joost, petra, browse):
    log(samira, start(samira, title="Brief in gewone taal"))
    assert "1 stap" in browse(samira).get(LIST).content.decode()
    for reader in (joost, petra):
        shown = browse(reader).get(LIST).content.decode()
        assert "Brief in gewone taal" in shown
        assert "1 stap" not in shown


def test_removed_and_planned_steps_are_not_counted(samira, browse, organisation):
    initiative = start(samira)
    log(samira, initiative)
    log(samira, initiative, planned_on=organisation.today())
    services.step_remove(act=by(samira), step=log(samira, initiative))
    assert browse(samira).get(LIST).context["page_obj"][0].stones == 1


def test_its_queries_do_not_grow_with_the_data(samira, browse, django_assert_max_num_queries):
    client = browse(samira)
    for _number in range(25):
        log(samira)
    with django_assert_max_num_queries(9):
        assert len(titles(client.get(LIST))) == 20


def test_a_page_goes_on_where_the_one_before_ended_also_from_own_to_others(samira, joost, browse):
    for number in range(15):
        start(samira, title=f"Van mij {number:02}")
        start(joost, title=f"Van Joost {number:02}")
    client = browse(samira)
    first = client.get(LIST)
    second = client.get(LIST, {"after": first.context["page_obj"].next})
    assert (len(titles(first)), len(titles(second))) == (20, 10)
    assert titles(first)[:15] == [f"Van mij {number:02}" for number in reversed(range(15))]
    assert len({*titles(first), *titles(second)}) == 30
    assert second.context["page_obj"].next == ""
    assert "30 initiatieven" not in first.text + second.text


def test_a_place_in_the_list_is_of_one_reader_and_one_filter(samira, joost, browse):
    for _number in range(21):
        start(samira)
    place = browse(samira).get(LIST).context["page_obj"].next
    assert place
    assert browse(samira).get(LIST, {"after": place}).status_code == 200
    assert browse(samira).get(LIST, {"after": place, "stage": "idea"}).status_code == 400
    assert browse(joost).get(LIST, {"after": place}).status_code == 400
    assert browse(samira).get(LIST, {"after": "x"}).status_code == 400


def test_nothing_yet_invites(samira, browse):
    assert START in browse(samira).get(LIST).text


def test_title_and_team_suffice(samira, unit, browse):
    client = browse(samira)
    assert client.get(START).status_code == 200
    answer = client.post(START, {"title": "Meterstand via foto", "unit": str(unit.uid)})
    initiative = Initiative.objects.get()
    assert answer["Location"].endswith(f"/initiatives/{initiative.uid}/")


def test_it_can_begin_with_a_customers_words(samira, joost, unit, browse):
    words = listening.words_note(act=by(samira), text="Ik snap het niet.", unit=unit)
    secret = listening.words_note(act=by(joost), text="Geheim", unit=joost.unit)
    client = browse(samira)
    assert "Ik snap het niet." in client.get(START, {"words": str(words.uid)}).text
    sent = {"title": "Duidelijk", "unit": str(unit.uid), "words": str(words.uid)}
    client.post(START, sent)
    assert Initiative.objects.get().words_links.get().words == words
    client.post(START, {**sent, "words": str(secret.uid)})
    assert Initiative.objects.latest("id").words_links.count() == 0


@pytest.mark.parametrize(("change", "faulty"), [({"title": " "}, "title"), ({"unit": "x"}, "unit")])
def test_what_is_refused_is_told_at_its_field(samira, unit, browse, change, faulty):
    sent = {
        "title": "Meterstand via foto",
        "unit": str(unit.uid),
        "expectation": "Minder",
        **change,
    }
    answer = browse(samira).post(START, sent)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [faulty]
    assert "Minder" in answer.text
    assert not Initiative.objects.exists()


def test_a_team_of_fewer_than_five_is_no_filter_but_for_who_works_there(
    samira, petra, unit, browse
):
    start(samira)
    own = browse(samira).get(LIST, {"unit": str(unit.uid)})
    assert own.context["unit"] == unit
    other = browse(petra).get(LIST, {"unit": str(unit.uid)})
    assert other.context["unit"] is None
    assert f'value="{unit.uid}"' not in other.text
