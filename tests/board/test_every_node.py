"""Whatever happens, the sums of the whole, of each department and team are those of its rows.

Steps, words and initiatives come through the services; units move and people come and go as rows,
whatever the way in. The wanted figures are counted here anew, from the rows alone.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import timedelta
from uuid import uuid4

import pytest
from django_scopes import scope
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backend.board import services
from backend.board.projection.steps import monday
from backend.board.reading.sums import Sums
from backend.board.reading.teams import tree_of
from backend.initiatives import services as initiatives
from backend.initiatives.models import CheckIn, Initiative, Step, StepKind, TeamMember
from backend.initiatives.stages import OPEN, Stage
from backend.organisations.models import Membership, MembershipState, Organisation, Unit
from tests import conftest
from tests.acting import by
from tests.initiatives.factories import log, start

ACTIONS = [
    "log", "log", "log", "remove", "start", "stop", "join", "stuck", "leave", "return", "transfer",
    "move", "move", "end", "new_unit", "fold", "fold",
]  # fmt: skip


NUMBERS = st.integers(0, 10**6)


@pytest.mark.django_db(transaction=True)
@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(st.sampled_from(ACTIONS), NUMBERS, NUMBERS, NUMBERS), min_size=1,
                max_size=14))  # fmt: skip
def test_every_node_adds_up_to_its_rows_after_anything_that_happens(actions):
    organisation = Organisation.objects.create(slug=f"o{uuid4().hex[:8]}", name="De Plas")
    with scope(organisation=organisation):
        people = _people(organisation)
        for action, *numbers in actions:
            _do(action, numbers, organisation, people)
        wanted = _counted(organisation)
        assert _read(organisation, wanted) == wanted
        services.fold_pending(organisation=organisation)
        assert _read(organisation, wanted) == wanted
        services.refold(organisation=organisation)
        assert _read(organisation, wanted) == wanted


def _people(organisation):
    def unit(name, parent=None):
        return Unit.objects.create(organisation=organisation, name=name, parent=parent)

    first, second = unit("Zuid"), unit("Noord")
    third = unit("Lab", first)
    places = [first, second, third, unit("Proef", third), None]
    return [
        conftest.member(organisation, place, f"Collega{n} X", "ambassador")
        for n, place in enumerate(places)
    ]


def _do(action, numbers, organisation, people):
    units = list(Unit.objects.filter(organisation=organisation).order_by("id"))
    one, unit = people[numbers[0] % len(people)], units[numbers[1] % len(units)]
    one.refresh_from_db()
    active = one.state == MembershipState.ACTIVE
    carried = TeamMember.objects.filter(
        initiative__stage__in=OPEN, membership__state=MembershipState.ACTIVE
    ).order_by("id")
    carrier = carried[numbers[2] % carried.count()] if carried else None
    initiative, someone = (carrier.initiative, carrier.membership) if carrier else (None, None)
    if action == "log" and active:
        day = organisation.today() - timedelta(days=numbers[2] % 20)
        kind = StepKind.values[numbers[2] % 3]
        log(one, start(one, unit=_live(unit, units)), kind=kind, done_on=day)
    elif action == "remove" and (step := Step.objects.filter(removed_at=None).last()):
        initiatives.step_remove(act=by(step.logged_by), step=step)
    elif action == "start" and active:
        start(one, unit=_live(unit, units))
    elif action == "stop" and initiative and initiative.stage == Stage.DOING:
        initiatives.initiative_stop(
            act=by(someone), initiative=initiative, lesson="Kleiner beginnen."
        )  # fmt: skip
    elif action == "join" and initiative and active:
        initiatives.team_join(act=by(someone), initiative=initiative, membership=one)
    elif action == "stuck" and initiative:
        initiatives.check_in(
            act=by(someone), initiative=initiative, answer="stuck", sentence="Het stokt."
        )
    elif action in ("leave", "return"):
        state = MembershipState.LEFT if action == "leave" else MembershipState.ACTIVE
        Membership.objects.filter(pk=one.pk).update(state=state)
    elif action == "transfer":
        Membership.objects.filter(pk=one.pk).update(unit=unit)
    elif action == "move":
        parents = [None, *(found for found in units if found.pk not in _below(unit.pk, units))]
        Unit.objects.filter(pk=unit.pk).update(parent=parents[numbers[2] % len(parents)])
    elif action == "end" and sum(found.ended_on is None for found in units) > 1:
        Unit.objects.filter(pk=unit.pk).update(ended_on=organisation.today())
    elif action == "new_unit" and len(units) < 9:
        Unit.objects.create(organisation=organisation, name=f"U{len(units)}", parent=unit)
    elif action == "fold":
        services.fold_pending(organisation=organisation)


def _live(unit, units):
    return unit if unit.ended_on is None else next(u for u in units if u.ended_on is None)


def _below(pk, units):
    found = {pk}
    for _ in units:
        found |= {unit.pk for unit in units if unit.parent_id in found}
    return found


def _counted(organisation):
    """By node: the weeks, and the counts that are above nothing."""
    units = list(Unit.objects.filter(organisation=organisation))
    nodes = {0: None, **{unit.pk: _below(unit.pk, units) for unit in units}}
    return {node: _of(inside, units) for node, inside in nodes.items()}


def _of(inside, units):
    def within(pk):
        return inside is None or pk in inside

    counts, weeks = Counter(), defaultdict(lambda: [0, 0, 0, 0])
    stepped = set()
    for step in Step.objects.filter(removed_at=None, done_on__isnull=False):
        stepped.add(step.unit_id)
        if within(step.unit_id):
            counts["steps"] += 1
            weeks[monday(step.done_on)][StepKind.values.index(step.kind)] += 1
    live = {unit.pk for unit in units if unit.ended_on is None}
    parents = {unit.parent_id for unit in units if unit.ended_on is None}
    for pk in live - parents:
        counts["teams"] += within(pk)
        counts["moving"] += within(pk) and pk in stepped
    for one in Membership.objects.filter(state=MembershipState.ACTIVE):
        counts["people"] += within(one.unit_id)
    people = set()
    for one in Initiative.objects.all():
        if not within(one.unit_id):
            continue
        counts["started"] += 1
        team = TeamMember.objects.filter(
            initiative=one, membership__state=MembershipState.ACTIVE
        ).values_list("membership_id", flat=True)
        if one.stage in OPEN:
            counts["open"] += 1
            counts["carried"] += bool(team)
            people |= set(team)
        counts["asked"] += CheckIn.objects.filter(initiative=one, answer="stuck").exists()
    counts["ambassadors"] = len(people)
    return dict(weeks), {name: number for name, number in counts.items() if number}


def _read(organisation, wanted):
    sums = Sums(organisation, tree_of(organisation=organisation).tail)
    found = {}
    for node, (_weeks, names) in wanted.items():
        read = sums.read({node: 1})
        known = {"steps", "teams", "moving", "people", "started", "open", "carried", "asked",
                 "ambassadors"}  # fmt: skip
        counts = {name: number for name, number in read.counts.items() if name in known and number}
        assert names.keys() <= known
        found[node] = (dict(read.weeks), counts)
    return found
