"""All that the page of one initiative shows to one reader."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from backend.initiatives import permissions, selectors, stuck, telling
from backend.initiatives.forms.initiatives import HELP, QUESTIONS
from backend.initiatives.models import CheckIn, Initiative, Step, TeamMember
from backend.initiatives.services.initiatives import TEXTS
from backend.initiatives.services.teams import was_taken_out
from backend.initiatives.stages import Stage
from backend.initiatives.stones import Strip, strip_of
from backend.initiatives.timeline import Entry, entries
from backend.listening.models import Words
from backend.listening.selectors import words_visible
from backend.organisations.models import Membership
from backend.organisations.permissions import Relation, may
from backend.organisations.roles import Role

SHOWN = 60


@dataclass(frozen=True)
class Said:
    """A text or choice of the initiative, with the question it answers."""

    name: str
    question: Any
    help: Any
    value: Any
    is_text: bool


@dataclass(frozen=True)
class Detail:
    """One initiative, as far as one reader may see it and act on it."""

    initiative: Initiative
    team: Sequence[TeamMember]
    words: Sequence[Words]
    strip: Strip
    # The same without words, for the phone.
    small_strip: Strip
    planned: Sequence[Step]
    timeline: Sequence[Entry]
    next: str
    is_large: bool
    in_team: bool
    may_change: bool
    may_log: bool
    may_join: bool
    may_check_in: bool
    # Who is stuck, as far as this reader hears of it; and this reader's own "I'm stuck".
    asking: Sequence[CheckIn]
    own_stuck: CheckIn | None
    # A customer said something that stays with the A-team, and this reader is not in it.
    words_kept: bool
    said: dict[str, Said]

    @property
    def story(self) -> telling.Story | None:
        """The story that it became, or the draft of one."""
        return telling.story(self.initiative)

    @property
    def tell_url(self) -> str:
        """Where its story is told."""
        return telling.tell_url(self.initiative)


def detail(*, initiative: Initiative, membership: Membership, today: date) -> Detail:
    """Read it all: nine queries at most, however long its history."""
    team = list(selectors.team(initiative=initiative))
    initiative.team_ids = frozenset(place.membership_id for place in team)  # type: ignore[attr-defined]
    relations = permissions.relations(membership, initiative)
    in_team = Relation.A_TEAM in relations
    noted = selectors.words_noted(
        initiative=initiative, visible=words_visible(membership=membership)
    )
    words = [one for one in noted if one.may_be_read]
    steps = selectors.steps_shown(initiative=initiative, limit=SHOWN)
    strip, small = _strips(initiative, steps, in_team)
    asking = stuck.asking(initiative=initiative, membership=membership)
    near = Relation.OWN_UNIT in relations or membership.has_role(Role.PROGRAMME_MANAGER)
    due = _due(initiative, membership, today) if in_team and initiative.is_open else False
    return Detail(
        initiative=initiative,
        team=team,
        words=words,
        strip=strip,
        small_strip=small,
        planned=[step for step in steps if step.done_on is None],
        timeline=_timeline(initiative, steps, words, in_team),
        next=_next(initiative, strip, words, due),
        is_large=in_team and initiative.is_open and strip.done >= selectors.LARGE_STEPS,
        in_team=in_team,
        may_change=may(membership, "initiative_change", relations),
        may_log=initiative.is_open and (in_team or near),
        may_join=not in_team
        and may(membership, "team_join", relations)
        and not was_taken_out(initiative=initiative, membership=membership),
        may_check_in=due,
        asking=[one for one in asking if one.membership_id != membership.pk],
        words_kept=bool(noted) and not words,
        own_stuck=next((one for one in asking if one.membership_id == membership.pk), None),
        said={name: said(initiative, name) for name in QUESTIONS},
    )


def _due(initiative: Initiative, membership: Membership, today: date) -> bool:
    """Whether this reader is asked how it goes, by the rule of their own page and the reminder."""
    found = selectors.check_ins_due(membership=membership, today=today).filter(pk=initiative.pk)
    asked = found.first()
    if asked is not None:
        for name in ("taken_back", "is_alone", "may_ask"):
            setattr(initiative, name, getattr(asked, name))
    return asked is not None


def said(initiative: Initiative, name: str) -> Said:
    """One text or choice with its question."""
    return Said(name, QUESTIONS[name], HELP.get(name, ""), getattr(initiative, name), name in TEXTS)


def golden_id(initiative: Initiative) -> int | None:
    """The step that is golden, from the story that was read along."""
    return telling.golden_step_id(initiative)


def _strips(initiative: Initiative, steps: Sequence[Step], in_team: bool) -> tuple[Strip, Strip]:
    """Wide and narrow. The number is for the A-team: it may be one person's."""
    done = None
    if len(steps) == SHOWN:
        done = selectors.steps_done(initiative=initiative).count()
    key = f"strip-{initiative.uid}"
    same: dict[str, Any] = {"done": done, "golden_id": golden_id(initiative), "counted": in_team}
    return (
        strip_of(steps, key=key, labelled=True, width=704, **same),
        strip_of(steps, key=f"{key}-small", width=400, **same),
    )


def _timeline(
    initiative: Initiative, steps: Sequence[Step], words: Sequence[Words], in_team: bool
) -> list[Entry]:
    return entries(
        steps=steps,
        # How it is going is for the A-team; nobody else watches along.
        check_ins=selectors.check_ins(initiative=initiative, limit=SHOWN) if in_team else [],
        milestones=selectors.milestones(initiative=initiative),
        started_on=initiative.started_on,
        zone=initiative.organisation.zone,
        golden_id=golden_id(initiative),
        named=in_team,
        # The first two stand large above it.
        readable={one.pk for one in words[2:]},
    )


def _next(initiative: Initiative, strip: Strip, words: Sequence[Words], ask: bool) -> str:
    """The one thing that helps most now: the name of its piece in the template."""
    if not initiative.is_open:
        return {Stage.DONE: "tell", Stage.STOPPED: "stopped"}.get(Stage(initiative.stage), "told")
    if ask:
        return "check_in"
    if not strip.done:
        return "first_step"
    if not initiative.expectation:
        return "expectation"
    if not words:
        return "words"
    return "" if strip.planned else "plan"
