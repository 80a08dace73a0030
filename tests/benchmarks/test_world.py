"""The benchmarks' world is written in bulk: it keeps up with the tables and with the services."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.db.models import Count, F
from django_scopes import scope

from backend.board import services
from backend.board.projection.steps import monday
from backend.board.reading import board as reading_board
from backend.events import reading
from backend.events.models import Event
from backend.initiatives import services as initiatives
from backend.initiatives.models import Ambition, Initiative, InitiativeWords, Step
from backend.listening import services as listening
from backend.listening.models import Words
from backend.organisations import services as organisations
from backend.organisations.models import Membership, Organisation, Unit
from backend.organisations.services import organisation_start
from backend.successes.models import Success
from tests.acting import by
from tests.benchmarks import world
from tests.benchmarks.counting import ASK, QUERIES
from tests.benchmarks.in_process import InProcess
from tests.benchmarks.rounds import Rounds, kept_board
from tests.benchmarks.sizes import SIZES, Size
from tests.benchmarks.tree import tree
from tests.benchmarks.visitor import Visitor
from tests.successes import factories

SMALL = replace(SIZES[0], steps=600, days=200)


@pytest.fixture
def organisation(db: None) -> Organisation:
    """Smaller than any that is measured; everything is checked by the database."""
    found = world.load(SMALL)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    return found


@pytest.fixture
def visitor(organisation: Organisation, settings: Any) -> Visitor:
    """As in the benchmark, without a web server in between."""
    settings.ROOT_URLCONF = "tests.benchmarks.urls"
    settings.MIDDLEWARE = ["tests.benchmarks.counting.CountingMiddleware", *settings.MIDDLEWARE]
    return Visitor(world.reader(organisation), InProcess())


def test_so_many_steps_lie_in_the_water_as_were_asked_for(organisation):
    with scope(organisation=organisation):
        assert reading_board.whole(organisation=organisation).steps == SMALL.steps


def test_the_figures_that_fold_from_the_events_are_what_the_rows_say(organisation):
    with scope(organisation=organisation):
        services.refold(organisation=organisation)
        world.fold(organisation)
        found = reading_board.whole(organisation=organisation)
        steps = Step.objects.filter(removed_at=None).exclude(done_on=None)
        told = Success.objects.exclude(told_at=None).select_related("golden_step")
        weeks = Counter((monday(one.done_on), one.kind) for one in steps)
        weeks.update((monday(one.golden_step.done_on), "golden") for one in told)
        assert weeks
        kinds = ("listened", "tried", "changed", "golden")
        read = {(week.monday, kind): getattr(week, kind) for week in found.weeks for kind in kinds}
        assert +Counter(read) == weeks
        for name, rows in {
            "started": Initiative.objects.all(),
            "finished": Initiative.objects.filter(stage__in=["done", "celebrated"]),
            "told": told,
            "words": Words.objects.filter(withdrawn_at=None),
            "with_words": steps.exclude(words=None),
            "people": Membership.objects.filter(state="active"),
        }.items():
            assert found.counts[name] == rows.count() > 0, name
        processes = Initiative.objects.exclude(process=None).values_list("process_id")
        assert found.named("process:") == {
            str(pk): number for pk, number in processes.annotate(number=Count("id"))
        }


def test_rows_stand_to_each_other_as_the_services_leave_them(organisation):
    with scope(organisation=organisation):
        later = Step.objects.filter(done_on__gt=organisation.today())
        early = Step.objects.filter(done_on__lt=F("initiative__started_on"))
        after = Step.objects.filter(done_on__gt=F("initiative__closed_on"))
        assert not later.union(early, after).exists()
        clapped = Success.objects.annotate(clapped=Count("applause"))
        assert clapped.filter(clapped__gt=0).exists()
        assert not clapped.exclude(applause_count=F("clapped")).exists()
        without = Initiative.objects.filter(team=None)
        assert not without.exists()
        elsewhere = Step.objects.exclude(logged_by__teams__initiative=F("initiative"))
        assert not elsewhere.exists()
        kept = set(InitiativeWords.objects.values_list("initiative_id", "words_id"))
        assert kept == set(
            Step.objects.exclude(words=None).values_list("initiative_id", "words_id")
        )
        untouched = Initiative.objects.filter(touched_at__lt=F("changed_at"))
        assert not untouched.exists()


def test_what_happened_is_written_down_as_the_services_write_it(organisation):
    with scope(organisation=organisation):
        ours = _shapes()
        order = list(Event.objects.order_by("transaction").values_list("happened_at", flat=True))
    assert order == sorted(order)
    theirs = _by_the_services()
    assert len(ours) > 20
    assert {kind: theirs.get(kind) for kind in ours} == ours


def test_a_third_of_the_teams_of_a_large_one_are_small_and_nobody_is_left_out():
    size = SIZES[-1]
    nodes = tree(size)
    teams = nodes[-size.teams :]
    assert sum(node.people for node in nodes) == size.people
    assert sum(node.people < 5 for node in teams) == round(size.teams / 3)
    assert len({(node.parent, node.name) for node in nodes}) == len(nodes)
    below = Counter(node.parent for node in nodes if node.parent is not None)
    assert max(below.values()) >= size.crowd
    assert all(below[place] for place in range(size.above[0]))


def test_the_tree_has_all_its_levels():
    size = Size(80, teams=40, people=300, days=90, above=(2, 4, 8), crowd=6)
    depth: dict[int, int] = {}
    for place, node in enumerate(tree(size)):
        depth[place] = 0 if node.parent is None else depth[node.parent] + 1
    assert set(depth.values()) == {0, 1, 2, 3}


def test_what_the_benchmark_measures_can_be_done_again_and_again(visitor):
    organisation = visitor.organisation
    with scope(organisation=organisation):
        before = Step.objects.count(), Ambition.objects.count()
        for _round in range(2):
            visitor.log_step()
            visitor.insert()
        assert (Step.objects.count(), Ambition.objects.count()) == (before[0] + 2, before[1] + 2)


def test_every_page_that_is_measured_answers_and_the_queries_are_counted(visitor):
    visitor.was_here_last_week()
    measured = Rounds(visitor)
    assert len(measured.pages) > 6
    for path in measured.pages.values():
        assert visitor.get(path).body
    assert "Sinds" in visitor.get("/board/", **{"Accept-Encoding": "identity"}).body.decode()
    assert kept_board(visitor)["queries"] > 0
    assert int(visitor.get("//bench/line/", **{ASK: "1"}).headers[QUERIES]) > 0


def _shapes() -> dict[str, Any]:
    """For each kind of event: its version, subject, and the names of the fields of its payload."""
    found = {}
    for event in Event.objects.all():
        reading.of_event(event)
        inner = {
            name: sorted(value) for name, value in event.payload.items() if isinstance(value, dict)
        }
        found[event.kind] = (event.version, event.subject_type, sorted(event.payload), inner)
    return found


def _by_the_services() -> dict[str, Any]:
    """Everything that the world has, done once by the services."""
    admin = organisation_start(
        name="Ter vergelijking", language="nl", departments=["Facturatie"],
        administrator_name="Anton Griffioen", administrator_email="anton@vergelijk.example",
    )  # fmt: skip
    with scope(organisation=admin.organisation):
        unit = organisations.unit_add(act=by(admin), name="Meterstanden", parent=admin.unit)
        organisations.process_add(act=by(admin), name="Verhuizen")
        organisations.customer_group_add(act=by(admin), name="Bewoners")
        today = admin.organisation.today()
        initiatives.programme_start(
            act=by(admin), name="Klant eerst", vision="Zo dus.",
            starts_on=today.replace(month=1, day=1), ends_on=today.replace(month=12, day=31),
        )  # fmt: skip
        samira, joost = (_joined(admin, unit, name) for name in ("Samira", "Joost"))
        success = factories.told(samira)
        factories.services.applaud(act=by(joost), success=success)
        _a_hard_one(samira, joost)
        organisations.membership_end(act=by(admin), membership=joost)
        return _shapes()


def _joined(admin: Membership, unit: Unit, name: str) -> Membership:
    invited = organisations.membership_invite(
        act=by(admin), email=f"{name.lower()}@vergelijk.example", name=f"{name} Haddou", unit=unit,
        roles=["ambassador"],
    )  # fmt: skip
    return organisations.membership_accept(membership=invited)


def _a_hard_one(samira: Membership, joost: Membership) -> None:
    """Stuck, helped, and stopped in the end; one step taken back, and one that never came."""
    hard = initiatives.initiative_start(
        act=by(samira), title="Eén formulier minder", unit=samira.unit
    )
    initiatives.team_join(act=by(samira), initiative=hard, membership=joost)
    step = initiatives.step_log(
        act=by(samira), initiative=hard, text="Gevraagd waarom", kind="listened",
        words_text="Waarom twee keer?",
    )  # fmt: skip
    initiatives.step_log(
        act=by(samira), initiative=hard, text="Nog eens", kind="tried",
        planned_on=samira.organisation.today(),
    )  # fmt: skip
    stuck = initiatives.check_in(act=by(samira), initiative=hard, answer="stuck", sentence="Vast.")
    initiatives.help_offer(act=by(joost), check_in=stuck)
    initiatives.check_in_undo(act=by(samira), check_in=stuck)
    listening.words_withdraw(act=by(samira), words=step.words)
    initiatives.step_remove(act=by(samira), step=step)
    initiatives.initiative_stop(act=by(samira), initiative=hard, lesson="Te groot.")
