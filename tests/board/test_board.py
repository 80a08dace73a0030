"""The board as people read it: exact at once, the same for few and many, no single person in it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.urls import reverse
from django.utils.translation import override

from backend.board import selectors, services
from backend.board.reading import board as reading
from backend.board.showing import tiles
from backend.initiatives.models import Step, StepKind
from backend.initiatives.services import step_remove
from backend.organisations.models import Membership
from backend.organisations.roles import Role
from backend.organisations.services import membership_accept, membership_invite
from backend.successes import services as successes
from backend.successes.models import Success
from tests.acting import by
from tests.initiatives.factories import log
from tests.successes.factories import finished, told


def _words(page) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page.text))


def test_the_board_stands_before_anything_happened(petra, team, browse, board_url):
    words = _words(browse(petra).get(board_url))
    assert "Hier komt de eerste steen" in words
    assert "Elke kleine stap legt een steen" in words


def test_fewer_than_five_people_see_where_they_go_and_no_figure_of_themselves(
    samira, joost, petra, browse, board_url, steps_url, weeks_url
):
    for _ in range(7):
        log(samira)
    told(samira)
    client = browse(petra)
    page = client.get(board_url)
    assert "zodra vijf collega’s meedoen" in _words(page)
    assert "Vanaf vijf collega’s liggen hier de stenen" in page.text
    assert "Meterstand via foto" in page.text
    for telling in ("stap", "stappen", "succes", "successen", "keer"):
        assert not re.search(rf"\b(\d+|één|twee|zeven|negen) {telling}\b", _words(page))
    assert weeks_url not in page.text
    assert "data-figure" not in client.get(weeks_url).text
    assert "rows" not in client.get(steps_url).context
    assert len(client.get(reverse("board:weeks_csv", args=["deplas"])).text.splitlines()) == 1
    assert "liggen hier" in client.get(reverse("board:crossing_svg", args=["deplas"])).text


def test_from_the_fifth_colleague_on_the_figures_are_there_at_once(
    samira, petra, unit, anton, browse, board_url
):
    log(samira)
    client = browse(petra)
    assert client.get(board_url).context["page"].few
    for name in ("Vier", "Vijf"):
        membership_invite(
            act=by(anton), email=f"{name}@deplas.example", name=name, unit=unit, roles=[Role.STAFF]
        )
    for new in Membership.objects.filter(state="invited"):
        membership_accept(membership=new)
    assert not client.get(board_url).context["page"].few


def test_a_step_is_on_the_board_at_once_and_stays_when_folded(
    samira, petra, team, browse, board_url
):
    log(samira)
    before = browse(petra).get(board_url)
    assert before.context["page"].total == 1
    assert before.context["page"].moving == 1
    services.refold(organisation=samira.organisation)
    cache.clear()
    assert browse(petra).get(board_url).context["page"].total == 1


def test_a_removed_step_leaves_open_water(samira, petra, team, browse, board_url):
    step = log(samira)
    browse(petra).get(board_url)
    step_remove(act=by(samira), step=step)
    assert browse(petra).get(board_url).context["page"].total == 0


def test_the_first_sentence_says_where_it_moves_and_the_second_is_honest(
    samira, joost, petra, team, browse, board_url
):
    log(samira)
    words = _words(browse(petra).get(board_url))
    assert "Of klanten het merken, is nog niet zichtbaar." in words
    assert "hebben stappen gezet" in words or "heeft stappen gezet" in words


@pytest.mark.parametrize("number", [1, 30])
def test_opened_again_or_drawn_anew_it_asks_few_questions(
    samira, petra, team, browse, board_url, django_assert_max_num_queries, number
):
    client = browse(petra)
    client.get(board_url)
    log(samira)
    services.fold_pending(organisation=samira.organisation)
    for _ in range(number):
        log(samira)
    with django_assert_max_num_queries(23):  # what happened since must be drawn
        client.get(board_url)
    with django_assert_max_num_queries(10):
        client.get(board_url)


def test_a_new_sitting_asks_few_questions(
    samira, petra, team, browse, board_url, django_assert_max_num_queries
):
    client = browse(petra)
    client.get(board_url)
    log(samira)
    _days_ago(petra, 2)
    with django_assert_max_num_queries(26):
        client.get(board_url)


def _days_ago(membership: Membership, days: int) -> None:
    visit = selectors.visit_of(membership=membership)
    visit.seen_at -= timedelta(days=days)
    visit.save()


def _happened_earlier(*, days: int) -> None:
    """What was recorded so far happened some days ago."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(
            "UPDATE events_event SET happened_at = happened_at - make_interval(days => %s)", [days]
        )
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")


def test_what_is_new_leads_to_exactly_those_steps(samira, petra, team, browse, board_url):
    client = browse(petra)
    log(samira)
    client.get(board_url)
    _days_ago(petra, 2)
    Step.objects.update(logged_at=selectors.visit_of(membership=petra).seen_at)
    _happened_earlier(days=2)
    log(samira)
    log(samira, done_on=samira.organisation.today() - timedelta(days=30))
    told(samira)
    page = client.get(board_url)
    links = re.findall(r'href="([^"]*\?new[^"]*)"[^>]*>([^<]*)<', page.text)
    assert [text for _url, text in links] == ["4 stappen", "1 succes"]
    for url, text in links:
        assert text.split()[0] in _words(client.get(url.replace("&amp;", "&")))[:4000]
    assert client.get(links[0][0]).context["count"] == "4 stappen"
    celebrated = client.get(links[1][0].replace("&amp;", "&"))
    assert celebrated.context["count"] == "1 succes, met de gouden stap"
    assert reverse("successes:success_detail", args=["deplas", Success.objects.get().uid]) in (
        celebrated.text
    )


def test_within_a_sitting_what_came_meanwhile_is_new_too(samira, petra, team, browse, board_url):
    client = browse(petra)
    client.get(board_url)
    _days_ago(petra, 2)
    log(samira)
    assert "1 stap<" in client.get(board_url).context["since"]
    log(samira)
    assert "2 stappen<" in client.get(board_url).context["since"]
    told(samira)
    since = client.get(board_url).context["since"]
    assert "1 succes<" in since
    new = re.findall(r'href="([^"]*)"', since)
    shown = client.get(new[0]).context["count"]
    assert f">{shown}<" in since


def test_a_reload_within_a_sitting_compares_with_the_same_earlier_visit(
    samira, petra, team, browse, board_url
):
    client = browse(petra)
    client.get(board_url)
    _days_ago(petra, 2)
    log(samira)
    first = client.get(board_url).context["since"]
    assert client.get(board_url).context["since"] == first


def test_a_first_step_of_a_team_is_told_also_in_the_middle_of_a_sitting(
    samira, petra, team, browse, board_url
):
    client = browse(petra)
    client.get(board_url)
    _days_ago(petra, 2)
    assert "Niets nieuws" in client.get(board_url).context["since"]
    log(samira)
    assert "een eerste stap bij" in client.get(board_url).context["since"]


def test_the_steps_behind_a_figure_are_as_many_as_the_figure(
    samira, petra, team, browse, steps_url
):
    log(samira)
    log(samira)
    page = browse(petra).get(steps_url, {"unit": samira.unit.uid})
    assert page.context["count"] == "2 stappen"
    assert reading.whole(organisation=samira.organisation).steps == 2


@pytest.mark.parametrize("kind", [*StepKind.values, "golden"])
def test_each_kind_of_stone_leads_to_as_many_steps(
    samira, petra, team, browse, steps_url, kind, organisation
):
    told(samira)
    log(samira)
    page = browse(petra).get(steps_url, {"kind": kind})
    weeks = reading.whole(organisation=organisation).weeks
    wanted = sum(getattr(week, kind) for week in weeks)
    assert len(page.context["rows"]) == wanted > 0


def test_every_link_on_the_board_and_in_its_weeks_leads_somewhere(
    samira, petra, team, browse, board_url, weeks_url
):
    told(samira)
    log(samira)
    client = browse(petra)
    links = set()
    for page in (client.get(board_url), client.get(weeks_url)):
        main = page.text[page.text.index("<main") :]
        links |= {url.replace("&amp;", "&") for url in re.findall(r'href="(/[^"]*)"', main)}
    assert len(links) > 10
    assert {url: client.get(url).status_code for url in links} == dict.fromkeys(links, 200)


def test_the_board_and_its_steps_name_no_author(samira, petra, team, browse, board_url, steps_url):
    log(samira)
    assert "Samira" not in browse(petra).get(board_url).text
    assert "Samira" not in browse(petra).get(steps_url).text


def test_many_steps_are_paged_without_losing_any(samira, petra, team, browse, steps_url):
    for _ in range(60):
        log(samira)
    client = browse(petra)
    first = client.get(steps_url)
    second = client.get(steps_url + first.context["more"])
    seen = [row.pk for row in [*first.context["rows"], *second.context["rows"]]]
    assert sorted(seen) == sorted(Step.objects.values_list("pk", flat=True))
    assert second.context["more"] == ""


def test_a_team_that_is_too_small_cannot_be_chosen(joost, petra, team, browse, steps_url):
    log(joost)
    assert browse(petra).get(steps_url, {"unit": joost.unit.uid}).status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        "week=gisteren", "week=2026-13-40", "week=9999-99-99", "kind=danced", "unit=x", "unit=0",
        "principle=all", "new",
    ],
)  # fmt: skip
def test_a_filter_that_does_not_exist_is_not_found(petra, team, browse, steps_url, query):
    assert browse(petra).get(f"{steps_url}?{query}").status_code == 404


@pytest.mark.parametrize("place", ["x", "2026-11-03", "2026-11-03.", "2026-99-99.1", "a.b", ""])
def test_a_place_that_is_none_shows_the_first_page(samira, petra, team, browse, steps_url, place):
    log(samira)
    page = browse(petra).get(steps_url, {"after": place, "kind": "tried"}, follow=True)
    assert len(page.context["rows"]) == 1
    # Whoever asked for a place is told that they are not there; the figure stays the one they chose.
    assert ("Die plek in de lijst" in page.text) == bool(place)
    assert page.context["asked"].chosen.kind == "tried"


def test_what_is_read_equals_what_is_folded_anew(samira, team):
    step = log(samira)
    log(samira, step.initiative)
    told(samira)
    read = _figures(samira.organisation)
    services.refold(organisation=samira.organisation)
    assert _figures(samira.organisation) == read


def _figures(organisation):
    board = reading.whole(organisation=organisation)
    assert board.steps > 0
    return board.weeks, board.counts, board.quiet, board.running, board.last


def test_a_figure_for_each_person_is_rounded_and_not_cut_off():
    with override("nl"):
        shown = [tiles.per_person(figure) for figure in (10 / 17, 8 / 9, 19 / 8)]
    assert shown == ["0,6", "0,9", "2,4"]


def test_a_success_has_one_name_everywhere_on_the_board(samira, petra, team, board_url, browse):
    """The one that its story has, whatever its initiative is called."""
    initiative = finished(samira, title="Project meterstanden")
    success = successes.success_save(
        act=by(samira), initiative=initiative, version=1, title="Een foto is genoeg"
    )
    successes.success_tell(act=by(samira), success=success)
    services.fold_pending(organisation=samira.organisation)
    page = browse(petra).get(board_url).text
    assert page.count("Een foto is genoeg") >= 2  # in the picture, and among the latest
    assert "Project meterstanden" not in page
