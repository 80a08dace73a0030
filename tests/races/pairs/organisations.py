"""The structure of an organisation, its people, and what it works towards."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

from backend.api import services as tokens
from backend.initiatives import services as initiatives
from backend.initiatives.models import Ambition
from backend.listening import services as listening
from backend.organisations import services as organisations
from backend.organisations.models import Membership, MembershipState, Unit
from backend.organisations.roles import Role
from tests.acting import by
from tests.initiatives.factories import log, start
from tests.races.pairs.base import Pair, Work, of
from tests.races.things.base import Cast


def _unit(cast: Cast, name: str = "Leeg", parent: Unit | None = None) -> Unit:
    return organisations.unit_add(act=by(cast["mieke"]), name=name, parent=parent)


def _ends(cast: Cast, unit: Unit) -> Work:
    return partial(organisations.unit_end, act=by(cast["mieke"]), unit=unit)


def _moves(cast: Cast, unit: Unit, parent: Unit | None, name: str = "") -> Work:
    name = name or unit.name
    return partial(
        organisations.unit_change, act=by(cast["mieke"]), unit=unit, name=name, parent=parent
    )


def _member(cast: Cast, who: str, **changes: Any) -> Work:
    member = cast[who]
    asked = {"unit": member.unit, "roles": member.roles, "version": member.version, **changes}
    return partial(
        organisations.membership_change, act=by(cast["anton"]), membership=member, **asked
    )


def _invites(cast: Cast, unit: Unit | None = None, name: str = "Nina Nieuw") -> Work:
    return partial(
        organisations.membership_invite,
        act=by(cast["mieke"]), email=f"nina@{cast['mieke'].organisation.slug}.example", name=name, unit=unit,
    )  # fmt: skip


def _left(cast: Cast, unit: Unit) -> Membership:
    member = cast["omar"]
    Membership.objects.filter(pk=member.pk).update(state=MembershipState.LEFT, unit=unit)
    return Membership.objects.get(pk=member.pk)


def _programme(cast: Cast, *ambitions: str) -> Any:
    day = cast["samira"].organisation.today()
    return initiatives.programme_start(
        act=by(cast["mieke"]), name="Dichtbij",
        vision="Dichtbij", starts_on=day, ends_on=day + timedelta(300), ambitions=ambitions,
    )  # fmt: skip


def _rewrites(cast: Cast, programme: Any, *ambitions: str, name: str = "Dichterbij") -> Work:
    return partial(
        initiatives.programme_change,
        act=by(cast["mieke"]), programme=programme, version=1, name=name, vision="Dichtbij",
        starts_on=programme.starts_on, ends_on=programme.ends_on, ambitions=ambitions,
    )  # fmt: skip


def unit_end_and_somebody_moves_in(c: Cast) -> Pair:
    unit = _unit(c)
    return _ends(c, unit), _member(c, "omar", unit=unit)


def unit_end_and_somebody_is_invited(c: Cast) -> Pair:
    unit = _unit(c)
    return _ends(c, unit), _invites(c, unit)


def unit_end_and_somebody_returns(c: Cast) -> Pair:
    unit = _unit(c)
    member = _left(c, unit)
    return _ends(c, unit), of(c, "mieke", organisations.membership_return, membership=member)


def unit_end_and_a_team_moves_below(c: Cast) -> Pair:
    unit, team = _unit(c), _unit(c, "Team")
    return _ends(c, unit), _moves(c, team, unit)


def two_departments_move_below_each_other(c: Cast) -> Pair:
    one, other = _unit(c, "Een"), _unit(c, "Ander")
    return _moves(c, one, other), _moves(c, other, one)


def a_department_moves_and_gets_a_team(c: Cast) -> Pair:
    one, other = _unit(c, "Een"), _unit(c, "Ander")
    return _moves(c, one, other), of(c, "mieke", organisations.unit_add, name="Team", parent=one)


def two_units_of_one_name(c: Cast) -> Pair:
    return tuple(of(c, "mieke", organisations.unit_add, name=n) for n in ("Nieuw", "NIEUW"))  # type: ignore[return-value]


def a_unit_takes_the_name_of_a_new_one(c: Cast) -> Pair:
    unit = _unit(c)
    return _moves(c, unit, None, "Nieuw"), of(c, "mieke", organisations.unit_add, name="Nieuw")


def unit_end_and_an_initiative_starts_there(c: Cast) -> Pair:
    unit = _unit(c)
    return _ends(c, unit), of(c, "samira", initiatives.initiative_start, title="Nieuw", unit=unit)


def unit_end_and_an_initiative_moves_there(c: Cast) -> Pair:
    unit, initiative = _unit(c), start(c["samira"])
    return _ends(c, unit), of(
        c, "samira", initiatives.initiative_change, initiative=initiative, version=1, unit=unit
    )


def unit_end_and_a_step_starts_an_initiative_there(c: Cast) -> Pair:
    unit = _unit(c)
    return _ends(c, unit), partial(log, c["samira"], unit=unit)


def unit_end_and_words_are_noted_there(c: Cast) -> Pair:
    unit = _unit(c)
    return _ends(c, unit), of(c, "samira", listening.words_note, text="Fijn.", unit=unit)


def process_end_and_an_initiative_chooses_it(c: Cast) -> Pair:
    process, initiative = (
        organisations.process_add(act=by(c["mieke"]), name="Verhuizen"),
        start(c["samira"]),
    )
    return of(c, "mieke", organisations.process_end, process=process), of(
        c, "samira", initiatives.initiative_change, initiative=initiative, version=1,
        process=process,
    )  # fmt: skip


def group_end_and_an_initiative_starts_for_it(c: Cast) -> Pair:
    group = organisations.customer_group_add(act=by(c["mieke"]), name="Bewoners")
    return of(c, "mieke", organisations.customer_group_end, customer_group=group), of(
        c, "samira", initiatives.initiative_start, title="N", unit=c["samira"].unit,
        customer_group=group,
    )  # fmt: skip


def two_services_of_one_name(c: Cast) -> Pair:
    process = organisations.process_add(act=by(c["mieke"]), name="Verhuizen")
    return of(c, "mieke", organisations.process_add, name="Nieuw"), of(
        c, "mieke", organisations.process_change, process=process, name="nieuw"
    )


def two_groups_of_one_name(c: Cast) -> Pair:
    return tuple(
        of(c, "mieke", organisations.customer_group_add, name=n) for n in ("Nieuw", "nieuw")
    )  # type: ignore[return-value]


def two_change_one_membership(c: Cast) -> Pair:
    return _member(c, "omar", roles=[Role.AMBASSADOR]), _member(c, "omar", unit=c["joost"].unit)


def a_membership_changes_and_ends(c: Cast) -> Pair:
    return _member(c, "omar", roles=[Role.AMBASSADOR]), of(
        c, "anton", organisations.membership_end, membership=c["omar"]
    )


def a_membership_ends_and_returns(c: Cast) -> Pair:
    return of(c, "anton", organisations.membership_end, membership=c["omar"]), of(
        c, "mieke", organisations.membership_return, membership=c["omar"]
    )


def one_colleague_is_invited_twice(c: Cast) -> Pair:
    return _invites(c), _invites(c, name="Nina Nieuwer")


def an_invitation_is_accepted_and_renewed(c: Cast) -> Pair:
    invited = _invites(c)()
    return partial(organisations.membership_accept, membership=invited), _invites(
        c, name="Nina Anders"
    )


def two_tokens_of_one_name(c: Cast) -> Pair:
    return tuple(of(c, "anton", tokens.token_issue, name=n) for n in ("Bord", "BORD"))  # type: ignore[return-value]


def a_token_is_revoked_twice(c: Cast) -> Pair:
    token, _plain = tokens.token_issue(act=by(c["anton"]), name="Bord")
    revoke = of(c, "anton", tokens.token_revoke, token=token)
    return revoke, revoke


def two_programmes_start(c: Cast) -> Pair:
    return partial(_programme, c, "Een"), partial(_programme, c, "Ander")


def two_change_the_programme(c: Cast) -> Pair:
    programme = _programme(c, "Een")
    return _rewrites(c, programme, "Een", name="A"), _rewrites(c, programme, "Twee", name="B")


def an_ambition_goes_and_an_initiative_starts_for_it(c: Cast) -> Pair:
    programme = _programme(c, "Een", "Twee")
    ambition = Ambition.objects.get(text="Twee")
    return _rewrites(c, programme, "Een"), of(
        c, "samira", initiatives.initiative_start, title="N", unit=c["samira"].unit,
        ambition=ambition,
    )  # fmt: skip
