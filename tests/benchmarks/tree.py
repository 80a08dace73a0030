"""An uneven tree of departments and teams, and how many people work in each; the same every time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from tests.benchmarks.sizes import Size

LEVELS = ("Directie", "Afdeling", "Cluster", "Team")
SUBJECTS = (
    "Meterstanden", "Facturatie", "Klantcontact", "Incasso", "Verhuizingen", "Storingen", "Netbeheer",
    "Winning", "Zuivering", "Laboratorium", "Aansluitingen", "Vergunningen", "Digitaal", "Kwaliteit",
    "Inkoop", "Onderhoud", "Planning", "Burgerzaken", "Werk en Inkomen", "Jeugd", "Handhaving",
    "Communicatie", "Gegevensbeheer", "Omgeving",
)  # fmt: skip
PLACES = ("Noord", "Oost", "Zuid", "West", "Midden", "Centrum", "Kust", "Polder", "Veluwe", "Delta")


@dataclass
class Node:
    """One unit: its parent's place in the list, and how many people work right there."""

    name: str
    parent: int | None
    level: int
    people: int = 0


def tree(size: Size) -> list[Node]:
    """Parents before what stands below them; the last `size.teams` are the teams."""
    draw = Random(size.steps)
    nodes: list[Node] = []
    levels: list[range] = []
    for number in (*size.above, size.teams):
        depth = len(levels)
        begins = len(nodes)
        for place in range(number):
            parent = _parent(draw, size, levels, depth, place) if levels else None
            nodes.append(Node(_name(size, depth, place), parent, depth))
        levels.append(range(begins, len(nodes)))
    _settle(draw, size, nodes, levels[-1])
    return nodes


def _parent(draw: Random, size: Size, levels: Sequence[range], depth: int, place: int) -> int:
    """Mostly the level right above, where the first ones get the most; each gets one at least."""
    above = levels[-1]
    if size.crowd and depth == len(size.above):
        if place < size.crowd:
            return levels[-1 if len(levels) < 2 else 1][0]
        place -= size.crowd
        if len(levels) > 1 and draw.random() < 0.04:  # a team without a cluster in between
            return draw.choice(levels[-2])
    elif not size.crowd:
        return above[place % len(above)]
    if place < len(above):
        return above[place]
    return above[int(len(above) * draw.random() ** 1.4)]


def _name(size: Size, depth: int, place: int) -> str:
    level = LEVELS[-1] if depth == len(size.above) else LEVELS[depth if len(size.above) > 1 else 1]
    subject, where = SUBJECTS[place % len(SUBJECTS)], PLACES[place // len(SUBJECTS) % len(PLACES)]
    turn = place // (len(SUBJECTS) * len(PLACES))
    return f"{level} {subject} {where}" + (f" {turn + 1}" if turn else "")


def _settle(draw: Random, size: Size, nodes: list[Node], teams: range) -> None:
    """Give everybody a place: some in no team but right in a department, some teams very small."""
    small = set(draw.sample(teams, round(size.small * len(teams))))
    for place, node in enumerate(nodes):
        if place in small:
            node.people = draw.randint(1, 4)
        elif place in teams:
            node.people = 5
        elif place == 0 or draw.random() < 0.4:  # who founded it works in the first one
            node.people = draw.randint(1, 6)
    large = [place for place in teams if place not in small]
    weights = [0.3 + draw.random() ** 2 for _ in large]
    left = size.people - sum(node.people for node in nodes)
    for place in draw.choices(large, weights, k=left):
        nodes[place].people += 1
