"""How large the organisations are that the benchmarks measure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Size:
    """An organisation with so many steps.

    `above` counts the units of each level over the teams, from the top; `crowd` of the teams stand
    in one department; `small` is the share of teams with fewer than five people; `each` is how many
    steps an initiative has on average.
    """

    steps: int
    teams: int
    people: int
    days: int
    above: tuple[int, ...]
    crowd: int = 0
    small: float = 0.1
    each: int = 8

    @property
    def slug(self) -> str:
        """Where its pages are."""
        return f"bench-{self.steps}"


YEAR = 365
SIZES = (
    Size(1_000, teams=24, people=260, days=YEAR, above=(6,)),
    Size(100_000, teams=1_000, people=8_000, days=5 * YEAR, above=(8, 60), crowd=60),
    Size(1_000_000, teams=10_000, people=80_000, days=5 * YEAR, above=(20, 200, 1_500),
         crowd=400, small=1 / 3),
)  # fmt: skip
