"""`GET /api/v1/board/`: what the board shows; never a figure about fewer than five people."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rest_framework import serializers
from rest_framework.generics import RetrieveAPIView

from backend.api.resource import Resource
from backend.board.projection.deltas import KINDS
from backend.board.reading import board as reading
from backend.board.showing import naming


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
        board = reading.whole(organisation=self.organisation)
        return {
            "too_few_people": board.few,
            "teams": 0 if board.few else board.counts["teams"],
            "teams_moving": 0 if board.few else board.counts["moving"],
            "weeks": [] if board.few else list(_weeks(board)),
            "tiles": [
                {
                    "team": naming.name(group),
                    "steps_per_person": round(group.steps / board.people_in(group), 2),
                }
                for group in board.frontier.groups
                if board.people_in(group)
            ],
        }


def _weeks(board: reading.Board) -> Iterator[dict[str, Any]]:
    for week in board.weeks:
        for kind in sorted(KINDS):
            if number := getattr(week, kind):
                yield {"week": week.monday, "kind": kind, "steps": number}
