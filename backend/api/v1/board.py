"""`GET /api/v1/board/`: what the board shows; never a figure about fewer than five people."""

from __future__ import annotations

from collections import Counter
from typing import Any

from rest_framework import serializers
from rest_framework.generics import RetrieveAPIView

from backend.api.resource import Resource
from backend.board import selectors
from backend.board.groups import groups


class WeekSerializer(serializers.Serializer[Any]):
    """Steps done in one week, of one kind."""

    week = serializers.DateField()
    kind = serializers.CharField()
    steps = serializers.IntegerField()


class TileSerializer(serializers.Serializer[Any]):
    """A team of five people or more, or several that count together, by a name that holds all."""

    team = serializers.CharField()
    steps_per_person = serializers.FloatField()


class BoardSerializer(serializers.Serializer[Any]):
    """The board's figures; none of them while fewer than five people take part."""

    too_few_people = serializers.BooleanField()
    teams = serializers.IntegerField()
    teams_moving = serializers.IntegerField()
    weeks = WeekSerializer(many=True)
    tiles = TileSerializer(many=True)


class BoardDetail(Resource, RetrieveAPIView[Any]):
    """The board as it is now, exact at once."""

    serializer_class = BoardSerializer
    pagination_class = None

    def get_object(self) -> dict[str, Any]:
        """The figures."""
        figures = selectors.figures(organisation=self.organisation)
        grouped = groups(organisation=self.organisation)
        steps = figures.by_unit(grouped.shown)
        shown = [group for group in grouped.visible if group.people and not grouped.few]
        moving, teams = (0, 0) if grouped.few else grouped.reach(figures.units)
        weeks: Counter[tuple[Any, str]] = Counter()
        for (week, _unit, kind), number in figures.steps.items():
            weeks[week, kind] += 0 if grouped.few else number
        return {
            "too_few_people": grouped.few,
            "teams": teams,
            "teams_moving": moving,
            "weeks": [
                {"week": week, "kind": kind, "steps": number}
                for (week, kind), number in sorted(weeks.items())
                if number
            ],
            "tiles": [
                {
                    "team": group.name,
                    "steps_per_person": round(steps[group.pk] / group.people, 2),
                }
                for group in shown
            ],
        }
