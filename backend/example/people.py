"""Two hundred and sixty colleagues, made from lists of names written by hand.

Nobody here exists. Names are paired by a fixed stride, so that every load gives the same people.
"""

from __future__ import annotations

import tomllib
import unicodedata
from dataclasses import dataclass

from backend.example.texts import HERE
from backend.organisations.roles import Role

DOMAIN = "duinzicht.example"

NAMES = tomllib.loads((HERE / "names.toml").read_text(encoding="utf-8"))
FIRST: list[str] = NAMES["first"]
LAST: list[str] = NAMES["last"]

# How many people work in each team; one of them leads it.
SIZES = {
    "phone": 26,
    "desk": 13,
    "social": 9,
    "complaints": 8,
    "meters": 20,
    "collections": 13,
    "debt": 7,
    "connections": 17,
    "faults-north": 15,
    "faults-south": 15,
    "maintenance": 20,
    "planning": 9,
    "lab": 11,
    "sources": 8,
    "nature": 8,
    "advice": 3,
    "portal": 11,
    "data": 6,
    "workplace": 6,
    "hr": 7,
    "procurement": 5,
    "legal": 6,
    "communication": 8,
    "finance": 7,
}

# How many of a team carry initiatives.
AMBASSADORS = {
    "phone": 3,
    "desk": 4,
    "social": 3,
    "meters": 4,
    "collections": 3,
    "debt": 1,
    "connections": 3,
    "faults-north": 3,
    "faults-south": 2,
    "maintenance": 2,
    "planning": 2,
    "lab": 2,
    "nature": 2,
    "advice": 1,
    "portal": 3,
    "hr": 2,
    "legal": 2,
    "communication": 4,
}


@dataclass(frozen=True, slots=True)
class Colleague:
    """One person. `unit` is the key of a team or department, or None for the whole company."""

    name: str
    email: str
    unit: str | None
    roles: tuple[Role, ...]


# People with a place of their own: the four accounts, and who is thanked by name in a story.
ACCOUNTS = {
    "ambassador": Colleague("Samira Haddou", f"ambassador@{DOMAIN}", "meters", (Role.AMBASSADOR,)),
    "leader": Colleague("Marijke Veenstra", f"leader@{DOMAIN}", None, (Role.LEADERSHIP,)),
    "staff": Colleague("Emre Tuncer", f"staff@{DOMAIN}", "collections", (Role.STAFF,)),
    "manager": Colleague(
        "Nienke Rozema",
        f"manager@{DOMAIN}",
        "support",
        (Role.PROGRAMME_MANAGER, Role.ADMINISTRATOR),
    ),
}
JOOST = Colleague("Joost Wiersma", f"joost.wiersma@{DOMAIN}", "desk", (Role.AMBASSADOR,))


def colleagues() -> list[Colleague]:
    """Everybody, team by team: ambassadors first, then who leads the team, then the others."""
    found = [ACCOUNTS["leader"], ACCOUNTS["manager"]]
    number = 0
    for team, size in SIZES.items():
        fixed = [known for known in (ACCOUNTS["ambassador"], JOOST) if known.unit == team]
        found += fixed
        for place in range(len(fixed), size):
            if team == "collections" and place == size - 1:
                found.append(ACCOUNTS["staff"])
                continue
            found.append(_colleague(number, team, _roles(team, place)))
            number += 1
    return found


def _roles(team: str, place: int) -> tuple[Role, ...]:
    carrying = AMBASSADORS.get(team, 0)
    if place < carrying:
        return (Role.AMBASSADOR,)
    return (Role.TEAM_LEADER,) if place == carrying else (Role.STAFF,)


def _colleague(number: int, team: str, roles: tuple[Role, ...]) -> Colleague:
    # Strides without a common factor: no first and last name meet twice among 260 people.
    name = f"{FIRST[number * 13 % len(FIRST)]} {LAST[number * 29 % len(LAST)]}"
    return Colleague(name, f"{_address(name)}@{DOMAIN}", team, roles)


def _address(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return plain.lower().replace(" ", ".")
