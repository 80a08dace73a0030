"""Who may do what with initiatives and steps: this room's rows of the permission table."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from backend.initiatives import stuck
from backend.initiatives.models import CheckIn, Initiative, Step
from backend.organisations.models import Membership
from backend.organisations.permissions import (
    Relation,
    Rule,
    a_team,
    everybody,
    managers,
    own,
    require,
    rules,
)
from backend.organisations.roles import Role

_carriers = Rule(
    frozenset(), _("Only the A-team says how it is going."), frozenset({Relation.A_TEAM})
)
_readers = Rule(
    frozenset({Role.PROGRAMME_MANAGER}),
    _(
        "Only the A-team and the programme manager read every change. What was done stands on the page of the initiative itself."
    ),
    frozenset({Relation.A_TEAM}),
)
_near = Rule(
    frozenset({Role.AMBASSADOR, Role.PROGRAMME_MANAGER}),
    _("Only ambassadors and colleagues of the same team can join. Ask the A-team to add you."),
    frozenset({Relation.OWN_UNIT, Relation.A_TEAM}),
)

_helpers = Rule(
    frozenset(),
    _("Only the A-team, and whoever was asked to join in, can help here."),
    frozenset({Relation.A_TEAM, Relation.ASKED}),
)

rules(
    {
        "programme_change": managers,
        "initiative_list": everybody,
        "initiative_detail": everybody,
        "initiative_start": everybody,
        "initiative_change": a_team,
        "initiative_change_undo": a_team,
        "initiative_history": _readers,
        "initiative_finish": a_team,
        "initiative_stop": a_team,
        "initiative_resume": a_team,
        "initiative_resume_undo": a_team,
        "initiative_words_add": everybody,
        "initiative_words_remove": a_team,
        "team_add": a_team,
        "team_join": _near,
        "team_leave": a_team,
        "check_in": _carriers,
        "check_in_undo": _carriers,
        "help_offer": _helpers,
        "help_withdraw": _helpers,
        "step_create": everybody,
        "step_edit": own,
        "step_change_undo": own,
        "step_do": own,
        "step_plan": own,
        "step_remove": own,
        "step_restore": own,
    }
)


def relations(membership: Membership, initiative: Initiative) -> frozenset[Relation]:
    """How somebody stands to an initiative. One query, none where `team_ids` is known."""
    known: frozenset[int] | None = getattr(initiative, "team_ids", None)
    if known is None:
        known = frozenset(initiative.team.values_list("membership_id", flat=True))  # type: ignore[attr-defined]
    found = {Relation.ANY}
    if membership.pk in known:
        found.add(Relation.A_TEAM)
    if membership.unit_id is not None and membership.unit_id == initiative.unit_id:
        found.add(Relation.OWN_UNIT)
    return frozenset(found)


def require_for(membership: Membership, action: str, initiative: Initiative) -> None:
    """Raise `Refused` where the table says no for this initiative."""
    require(membership, action, relations(membership, initiative))


def require_for_step(membership: Membership, action: str, step: Step) -> None:
    """Raise `Refused` where the table says no for this step."""
    if step.logged_by_id == membership.pk:
        require(membership, action, frozenset({Relation.SELF}))
    else:
        require(membership, action, relations(membership, step.initiative))


def require_for_help(membership: Membership, action: str, check_in: CheckIn) -> None:
    """Raise `Refused` for who does not hear that this colleague is stuck."""
    hears = stuck.hears(membership=membership, check_in=check_in)
    require(membership, action, frozenset({Relation.ASKED}) if hears else frozenset())
