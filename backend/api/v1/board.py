"""`GET /api/v1/board/`: the board's figures, never about fewer than five people."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from backend.api.resource import Resource
from backend.board import groups as grouping
from backend.board import selectors, texts


class WeekSerializer(serializers.Serializer[Any]):
    """The stones of one week; `golden` of them are celebrated."""

    monday = serializers.DateField()
    kind = serializers.CharField()
    steps = serializers.IntegerField()
    golden = serializers.IntegerField()


class TeamSerializer(serializers.Serializer[Any]):
    """A team with at least five people, and what is counted under its name."""

    unit = serializers.UUIDField()
    name = serializers.CharField()
    steps = serializers.IntegerField()
    steps_per_person = serializers.FloatField()


class BoardSerializer(serializers.Serializer[Any]):
    """What stands on the board."""

    teams_moving = serializers.IntegerField()
    teams = serializers.IntegerField()
    successes_told = serializers.IntegerField()
    weeks = WeekSerializer(many=True)
    by_team = TeamSerializer(many=True)


class BoardDetail(Resource):
    """The organisation's board, exact at once."""

    serializer_class = BoardSerializer
    pagination_class = None
    filter_backends = ()

    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """All figures of the board."""
        figures = selectors.figures(organisation=self.organisation)
        groups = grouping.groups(organisation=self.organisation)
        moving, teams = texts.teams_moving(figures, groups)
        weeks: dict[tuple[Any, str], list[int]] = {}
        for (monday, _unit, kind), number in figures.steps.items():
            weeks.setdefault((monday, kind), [0, 0])[0] += number
        for (monday, _unit, kind), number in figures.golden.items():
            weeks.setdefault((monday, kind), [0, 0])[1] += number
        steps = figures.by_unit(groups)
        answer = {
            "teams_moving": moving,
            "teams": teams,
            "successes_told": figures.named("told"),
            "weeks": [
                {"monday": monday, "kind": kind, "steps": counts[0], "golden": counts[1]}
                for (monday, kind), counts in sorted(weeks.items())
                if any(counts)
            ],
            "by_team": [
                {
                    "unit": team.unit.uid,
                    "name": team.unit.name,
                    "steps": steps[team.unit.pk],
                    "steps_per_person": round(steps[team.unit.pk] / groups.people[team.unit.pk], 2),
                }
                for team in groups.teams
                if groups.is_shown(team.unit.pk)
            ],
        }
        return Response(BoardSerializer(answer).data)
