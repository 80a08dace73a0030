"""The home of an ambassador: the one field, my stones, what waits for me."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from backend.initiatives import services
from backend.organisations import services as organisations
from backend.organisations.roles import Role
from tests.acting import by
from tests.initiatives.factories import log, start

HTMX = {"HX-Request": "true"}


@pytest.fixture
def home(organisation) -> str:
    return reverse("pages:my_steps", args=[organisation.slug])


def part(name: str) -> dict[str, str]:
    return {**HTMX, "HX-Target": f"section#{name}"}


def test_it_greets_and_offers_the_latest_own_initiative_first(samira, home, browse):
    start(by(samira, silent=True, at=timezone.now() - timedelta(days=3)), title="Ouder")
    latest = start(samira, title="Brief in gewone taal")
    answer = browse(samira).get(home)
    assert "Samira" in answer.text
    assert answer.context["form"].offer.chosen == latest
    assert f'<option value="{latest.uid}" selected>' in answer.text


def test_a_colleague_without_initiatives_can_simply_type(omar, samira, home, browse):
    of_the_team = start(samira)
    answer = browse(omar).get(home)
    assert answer.context["form"].offer.chosen is None
    assert of_the_team.title in answer.text


def test_the_stones_and_their_sentence_are_ones_own(samira, joost, home, browse, organisation):
    initiative = start(samira)
    for _number in range(5):
        log(samira, initiative)
    for days in (1, 2):
        log(samira, initiative, planned_on=organisation.today() + timedelta(days=days))
    log(joost)
    answer = browse(samira).get(home)
    assert re.search("Vijf stappen gezet sinds .*, nog twee gepland", answer.text)


def test_a_success_not_told_can_be_put_off_for_a_month_and_that_undone(
    samira, joost, home, browse, organisation
):
    done = log(samira, start(samira, title="Verhuisbrief zonder jargon")).initiative
    services.team_join(act=by(samira), initiative=done, membership=joost)
    services.initiative_finish(act=by(samira), initiative=done)
    client, later = browse(samira), reverse("successes:success_later", args=["deplas", done.uid])
    assert later in client.get(home).text
    assert "maand" in client.post(later, headers=HTMX).text
    assert done.title not in client.get(home, headers=part("waiting")).text
    assert done.title in browse(joost).get(home).text
    client.post(reverse("successes:success_later_undo", args=["deplas", done.uid]))
    assert done.title in client.get(home, headers=part("waiting")).text


def test_quiet_initiatives_past_plans_and_untold_successes_wait(
    samira, joost, home, browse, organisation
):
    quiet = start(samira, title="Zelf een monteur kiezen")
    done = log(samira, start(samira, title="Verhuisbrief zonder jargon")).initiative
    services.initiative_finish(act=by(samira), initiative=done)
    yesterday = organisation.today() - timedelta(days=1)
    log(by(samira, silent=True), start(samira, title="Anders"), planned_on=yesterday)
    type(quiet).objects.filter(pk=quiet.pk).update(touched_at=timezone.now() - timedelta(days=15))
    waiting = browse(samira).get(home).context["waiting"]
    assert [one.title for one in waiting["check_ins"]] == ["Zelf een monteur kiezen"]
    assert [one.planned_on for one in waiting["steps"]] == [yesterday]
    assert [one.title for one in waiting["untold"]] == ["Verhuisbrief zonder jargon"]
    assert browse(joost).get(home).context["waiting"].count == 0


def test_the_page_answers_its_parts_to_htmx(samira, home, browse):
    client = browse(samira)
    stones = client.get(home, headers=part("stones"))
    waiting = client.get(home, headers=part("waiting"))
    assert 'id="stones"' in stones.text
    assert "<html" not in stones.text
    assert 'id="waiting"' in waiting.text
    assert 'id="stones"' not in waiting.text
    assert "HX-Target" in stones["Vary"]


def test_its_queries_do_not_grow_with_the_data(
    samira, joost, mieke, home, browse, organisation, django_assert_max_num_queries
):
    client = browse(samira)
    # Who sets things up is asked one thing more: what is still to be done first.
    for reader, most in ((client, 12), (browse(mieke), 13)):
        with django_assert_max_num_queries(most):
            reader.get(home)
    for number in range(6):
        initiative = log(samira, text=f"Stap {number}").initiative
        planned = organisation.today() - timedelta(days=number + 1)
        log(by(samira, silent=True), initiative, planned_on=planned)
        services.team_join(act=by(samira), initiative=initiative, membership=joost)
        if number % 2:
            services.initiative_finish(act=by(samira), initiative=initiative)
    with django_assert_max_num_queries(12):
        client.get(home)


def test_the_field_stands_on_a_page_of_its_own_for_one_initiative(samira, browse, organisation):
    start(samira, title="Ander")
    chosen = start(by(samira, silent=True, at=timezone.now() - timedelta(days=9)), title="Deze")
    url = reverse("pages:step_new", args=[organisation.slug])
    answer = browse(samira).get(url, {"initiative": str(chosen.uid)})
    assert answer.context["form"].offer.chosen == chosen
    assert browse(samira).get(url, {"initiative": "nonsense"}).status_code == 200


def test_a_manager_is_told_what_to_begin_with_until_it_is_done(mieke, samira, home, browse):
    titles = [item.title for item in browse(mieke).get(home).context["beginnings"]]
    assert len(titles) == 2
    organisations.process_add(act=by(mieke), name="Verhuizen")
    assert [item.title for item in browse(mieke).get(home).context["beginnings"]] == titles[:1]
    assert not browse(samira).get(home).context["beginnings"]


def test_who_leads_begins_at_the_board_and_others_at_their_steps(joost, samira, home, browse):
    joost.roles = [Role.LEADERSHIP]
    joost.save()
    assert browse(joost).get("/").url == reverse("board:board", args=["deplas"])
    assert browse(samira).get("/").url == home


def test_what_is_still_to_come_stands_by_the_nearest_first(samira, home, browse, organisation):
    initiative = start(samira)
    for days in (9, 2, 5):
        day = organisation.today() + timedelta(days=days)
        log(samira, initiative, text=f"Over {days} dagen", planned_on=day)
    shown = browse(samira).get(home).context["stones"].planned
    assert [step.text for step in shown] == ["Over 2 dagen", "Over 5 dagen", "Over 9 dagen"]


def test_of_more_than_find_a_place_it_says_that_there_are_more(samira, browse):
    home = reverse("pages:my_steps", args=["deplas"])
    initiative = start(samira)
    day = samira.organisation.today() - timedelta(days=3)
    for n in range(12):
        log(by(samira, silent=True), initiative, text=f"Bellen {n}", planned_on=day, done_on=None)
    page = browse(samira).get(home).text
    assert "Er wachten 12 dingen op jou" in page
    assert "Er is nog meer." not in page
    log(by(samira, silent=True), initiative, text="Nog een", planned_on=day, done_on=None)
    page = browse(samira).get(home).text
    assert "Er wachten meer dan 12 dingen op jou" in page
    assert "Er is nog meer." in page
