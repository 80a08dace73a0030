"""The units and people of the example organisation, as rows."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from django.contrib.auth.hashers import make_password

from backend.events import services as events
from backend.events.acts import Act
from backend.example.acts import brought_in
from backend.example.people import ACCOUNTS, JOOST, Colleague, colleagues
from backend.example.texts import DEPARTMENTS, ExampleText, InitiativeText
from backend.organisations import services as organisations
from backend.organisations.events import MembershipJoined, Place
from backend.organisations.models import Membership, MembershipState, Person, Unit
from backend.organisations.roles import Role


@dataclass(slots=True)
class Cast:
    """Who is who: units and people by the keys of the plan."""

    units: dict[str, Unit]
    everybody: list[Membership]
    _turns: Counter[str] = field(default_factory=Counter)
    _teams: dict[str, list[Membership]] = field(default_factory=dict)

    def member(self, colleague: Colleague) -> Membership:
        """The membership of somebody with a place of their own."""
        return next(m for m in self.everybody if m.person.email == colleague.email)

    def team(self, initiative: InitiativeText) -> list[Membership]:
        """The A-team: who is named in the plan, then the team's ambassadors in turn."""
        if initiative.key not in self._teams:
            self._teams[initiative.key] = self._gather(initiative)
        return self._teams[initiative.key]

    def _gather(self, initiative: InitiativeText) -> list[Membership]:
        named = {"joost": JOOST, **ACCOUNTS}
        found = [self.member(named[key]) for key in initiative.invited]
        unit = self.units[initiative.team]
        own = [
            member
            for member in self.everybody
            if member.unit_id == unit.pk and Role.AMBASSADOR in member.roles and member not in found
        ]
        wanted = initiative.a_team - len(found)
        turn = self._turns[initiative.team]
        self._turns[initiative.team] += wanted
        return found + [own[(turn + place) % len(own)] for place in range(wanted)]


def units_add(*, manager: Membership, text: ExampleText, at: datetime) -> dict[str, Unit]:
    """The teams below the departments that the organisation started with."""
    by_name = {unit.name: unit for unit in Unit.objects.filter(parent=None)}
    units = {key: by_name[name] for key, name in text.departments.items()}
    for department, teams in DEPARTMENTS.items():
        for team in teams:
            units[team] = organisations.unit_add(
                act=brought_in(manager, at), name=text.teams[team], parent=units[department]
            )
    return units


def people_join(*, manager: Membership, units: dict[str, Unit], at: datetime) -> list[Membership]:
    """Everybody takes part, in one go. Only the accounts can sign in: one hash serves all four."""
    organisation = manager.organisation
    joining = [known for known in colleagues() if known.email != manager.person.email]
    signs_in = {account.email for account in ACCOUNTS.values()}
    people = Person.objects.bulk_create(
        Person(
            email=known.email,
            name=known.name,
            language=organisation.language,
            password=manager.person.password if known.email in signs_in else make_password(None),
            date_joined=at,
        )
        for known in joining
    )
    members = Membership.objects.bulk_create(
        Membership(
            organisation=organisation,
            person=person,
            unit=units[known.unit] if known.unit else None,
            roles=[role.value for role in known.roles],
            joined_at=at,
            news_read_at=at,
        )
        for known, person in zip(joining, people, strict=True)
    )
    for member in members:
        _joined(brought_in(manager, at), member)
    return [manager, *members]


def _joined(act: Act, member: Membership) -> None:
    joined = MembershipJoined(
        membership_id=member.pk,
        unit_id=member.unit_id,
        roles=tuple(Role(role) for role in member.roles),
        invited_at=None,
        before=Place(None, None),
        after=Place(member.unit_id, MembershipState.ACTIVE),
    )
    events.record(act, joined, subject=member)
