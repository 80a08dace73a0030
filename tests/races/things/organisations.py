"""Of an organisation: its tree, its people, its lists and its settings."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Any

from backend.api import services as tokens
from backend.initiatives import services as initiatives
from backend.organisations import services as organisations
from backend.organisations.models import Membership, MembershipState
from backend.organisations.roles import Role
from backend.text import people
from tests.acting import by
from tests.initiatives.factories import start
from tests.races.things.base import Cast, Thing, changed

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


class ATree(Thing):
    """A department without people, with one team; somebody left it."""

    def __init__(self, cast: Cast) -> None:
        super().__init__(cast)
        self.it = cast["mieke"].organisation
        self.one = self._do(organisations.unit_add, "mieke", name="Leeg")
        self.team = self._do(organisations.unit_add, "mieke", name="Ploeg", parent=self.one)
        self.ended = self._do(organisations.unit_add, "mieke", name="Voorbij", parent=self.one)
        self._do(organisations.unit_end, "mieke", unit=self.ended)
        left = {"state": MembershipState.LEFT, "unit": self.team}
        Membership.objects.filter(pk=cast["omar"].pk).update(**left)

    def loses_a_department(self) -> Any:
        return self._do(organisations.unit_end, "mieke", unit=self.one)

    def loses_a_team(self) -> Any:
        return self._do(organisations.unit_end, "mieke", unit=self.team)

    def has_a_team_back(self) -> Any:
        return self._do(organisations.unit_return, "mieke", unit=self.ended)

    def has_a_team_moved_up(self) -> Any:
        return self._do(
            organisations.unit_change, "mieke", unit=self.team, name="Ploeg", parent=None
        )

    def has_a_department_moved_down(self) -> Any:
        return self._do(
            organisations.unit_change, "mieke", unit=self.one, name="Leeg", parent=self.team
        )

    def gets_a_team(self) -> Any:
        return self._do(organisations.unit_add, "mieke", name="Nieuw", parent=self.team)

    def has_somebody_moved(self) -> Any:
        return changed(self.c, "joost", unit=self.team)

    def has_somebody_back(self) -> Any:
        return self._do(organisations.membership_return, "anton", membership=self.c["omar"])

    def invites(self) -> Any:
        return self._do(
            organisations.membership_invite, "mieke",
            email=f"nina@{self.it.slug}.example", name="Nina", unit=self.team,
        )  # fmt: skip

    def starts_in_a_team(self) -> Any:
        return start(self.c["samira"], unit=self.team)


class ItsPeople(Thing):
    """Two administrators, and somebody who is invited."""

    def __init__(self, cast: Cast) -> None:
        super().__init__(cast)
        self.invited = self._do(
            organisations.membership_invite, "mieke",
            email=f"lotte@{cast['mieke'].organisation.slug}.example", name="Lotte",
            unit=cast["samira"].unit,
        )  # fmt: skip
        Membership.objects.filter(pk=cast["petra"].pk).update(roles=[Role.ADMINISTRATOR])
        self.petra = Membership.objects.get(pk=cast["petra"].pk)

    def has_a_role_given(self) -> Any:
        return changed(self.c, "joost", roles=[Role.LEADERSHIP])

    def has_an_administrator_less(self) -> Any:
        return changed(self.c, "anton", roles=[Role.STAFF])

    def loses_an_administrator(self) -> Any:
        return self._do(organisations.membership_end, "anton", membership=self.petra)

    def loses_the_other_administrator(self) -> Any:
        return self._do(organisations.membership_end, "petra", membership=self.c["anton"])

    def has_an_invitation_accepted(self) -> Any:
        return organisations.membership_accept(membership=self.invited)

    def has_an_invitation_ended(self) -> Any:
        return self._do(organisations.membership_end, "anton", membership=self.invited)

    def has_a_name_put_right(self) -> Any:
        return self._do(
            organisations.membership_correct, "anton",
            membership=self.invited, version=1, name="Lotte Vos",
        )  # fmt: skip

    def has_an_invitation_sent_again(self) -> Any:
        Membership.objects.filter(pk=self.invited.pk).update(invited_at=LONG_AGO)
        return self._do(organisations.membership_remind, "mieke", membership=self.invited)

    def gets_a_list(self) -> Any:
        lines = "Lotte <lotte@{0}.example>\nTeun Smit <teun@{0}.example>"
        slug = self.c["mieke"].organisation.slug
        return self._do(
            organisations.memberships_invite, "mieke",
            people=people.read(lines.format(slug)), unit=self.c["samira"].unit,
        )  # fmt: skip

    def loses_who_got_a_role(self) -> Any:
        return self._do(organisations.membership_end, "anton", membership=self.c["joost"])


class ItsLists(Thing):
    def __init__(self, cast: Cast) -> None:
        super().__init__(cast)
        self.service = self._do(organisations.process_add, "mieke", name="Verhuizen")
        self.ended = self._do(organisations.process_add, "mieke", name="Voorbij")
        self._do(organisations.process_end, "mieke", process=self.ended)

    def is_chosen_from(self) -> Any:
        return start(self.c["samira"], process=self.service)

    def loses_a_service(self) -> Any:
        return self._do(organisations.process_end, "mieke", process=self.service)

    def has_a_service_renamed(self) -> Any:
        return self._do(
            organisations.process_change, "mieke", process=self.service, name="Parkeren"
        )

    def gets_a_service(self) -> Any:
        return self._do(organisations.process_add, "mieke", name="Parkeren")

    def has_a_service_back(self) -> Any:
        return self._do(organisations.process_return, "mieke", process=self.ended)


class ItsGroups(Thing):
    def __init__(self, cast: Cast) -> None:
        super().__init__(cast)
        self.group = self._do(organisations.customer_group_add, "mieke", name="Bewoners")
        self.ended = self._do(organisations.customer_group_add, "mieke", name="Voorbij")
        self._do(organisations.customer_group_end, "mieke", customer_group=self.ended)

    def are_chosen_from(self) -> Any:
        return start(self.c["samira"], customer_group=self.group)

    def lose_one(self) -> Any:
        return self._do(organisations.customer_group_end, "mieke", customer_group=self.group)

    def have_one_renamed(self) -> Any:
        return self._do(
            organisations.customer_group_change, "mieke", customer_group=self.group, name="Huurders"
        )

    def get_one(self) -> Any:
        return self._do(organisations.customer_group_add, "mieke", name="Huurders")

    def have_one_back(self) -> Any:
        return self._do(organisations.customer_group_return, "mieke", customer_group=self.ended)


class ItsSettings(Thing):
    """Two administrators, a programme, and a token."""

    def __init__(self, cast: Cast) -> None:
        super().__init__(cast)
        Membership.objects.filter(pk=cast["petra"].pk).update(roles=[Role.ADMINISTRATOR])
        self.c["petra"] = Membership.objects.get(pk=cast["petra"].pk)
        self.token, _plain = tokens.token_issue(act=by(cast["anton"]), name="Bord")

    def have_another_name(self) -> Any:
        return self._do(organisations.organisation_change, "anton", name="De Nieuwe Plas")

    def have_other_days(self) -> Any:
        return self._do(organisations.organisation_change, "petra", working_days=[1, 2, 3])

    def have_other_hours(self) -> Any:
        hours = {"quiet_from": time(20), "quiet_until": time(8)}
        return self._do(organisations.organisation_change, "anton", **hours)

    def get_a_token(self) -> Any:
        return self._do(tokens.token_issue, "petra", name="Rapport")

    def lose_a_token(self) -> Any:
        return self._do(tokens.token_revoke, "petra", token=self.token)

    def lose_who_issued_it(self) -> Any:
        return changed(self.c, "anton", roles=[Role.STAFF])

    def get_a_programme(self) -> Any:
        day = self.c["mieke"].organisation.today()
        return initiatives.programme_start(
            act=by(self.c["mieke"]), name="Samen",
            vision="Samen", starts_on=day, ends_on=day + timedelta(300), ambitions=["Een"],
        )  # fmt: skip
