"""Which steps are asked for: the filters in the address of the page behind the figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.http import Http404, QueryDict
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from backend.board import selectors, texts
from backend.board.folds import monday
from backend.board.groups import Groups, Team
from backend.board.steps import GOLDEN, PRINCIPLES, Filter, Window, units_with_steps
from backend.board.tiles import per_person
from backend.board.visits import window_of
from backend.initiatives.models import StepKind
from backend.organisations.models import Membership

KINDS = ("", *StepKind.values, GOLDEN)


@dataclass(frozen=True)
class Question:
    """The filters as they were asked, and as they are understood."""

    given: Mapping[str, str]
    chosen: Filter
    team: Team | None

    def address(self, **changed: str) -> str:
        """This page with other filters; an empty one is left out."""
        query = QueryDict(mutable=True)
        query.update({key: value for key, value in {**self.given, **changed}.items() if value})
        return f"?{query.urlencode()}"

    @property
    def kinds(self) -> list[tuple[str, str, bool]]:
        """The kinds to choose from: label, address, whether it is chosen."""
        words = texts.crossing_texts()
        labels = (_("All steps"), words.listened, words.tried, words.changed, words.golden)
        return [
            (texts.sentence(label), self.address(kind=kind), kind == self.chosen.kind)
            for kind, label in zip(KINDS, labels, strict=True)
        ]


def question(asked: Mapping[str, str], groups: Groups, *, membership: Membership) -> Question:
    """What the address asks for; 404 for what is unknown, and for a team that is too small."""
    given = {name: asked[name] for name in ("unit", "week", "kind", "principle") if asked.get(name)}
    if "new" in asked:
        given["new"] = "1"
    if given.get("kind", "") not in KINDS or given.get("principle", "small") not in PRINCIPLES:
        raise Http404
    team = _team(given["unit"], groups) if "unit" in given else None
    chosen = Filter(
        units=tuple(groups.members(team.unit.pk)) if team else None,
        week=_week(given["week"]) if "week" in given else None,
        kind=given.get("kind", ""),
        principle=given.get("principle", ""),
        window=_window(membership) if "new" in given else None,
    )
    return Question(given, chosen, team)


def _team(uid: str, groups: Groups) -> Team:
    for team in groups.visible:
        if str(team.unit.uid) == uid:
            return team
    raise Http404


def _week(day: str) -> date:
    try:
        found = monday(date.fromisoformat(day))
        found + timedelta(days=7)  # the last weeks that a calendar knows have no end
        return found
    except (ValueError, OverflowError) as error:
        raise Http404 from error


def _window(membership: Membership) -> Window:
    window = window_of(selectors.visit_of(membership=membership))
    if window is None:
        raise Http404
    return window


def summary(question: Question, groups: Groups, count: int) -> list[str]:
    """In sentences, how the figure that led here is made."""
    chosen, found = question.chosen, []
    if chosen.window:
        day = date_format(timezone.localdate(chosen.window.after), "j F")
        found.append(_("Since you were here on {day}.").format(day=day))
    if chosen.week:
        found.append(_("In the week of {day}.").format(day=date_format(chosen.week, "j F Y")))
    if chosen.principle:
        found.append(texts.behind(chosen.principle))
    if question.team:
        found += _of_team(question, groups, count)
    return found


def _of_team(question: Question, groups: Groups, count: int) -> list[str]:
    """Steps per colleague, only where all steps of a team are shown, and who counts along."""
    assert question.team is not None
    pk, found = question.team.unit.pk, []
    if question.given.keys() == {"unit"} and count:
        people = groups.people[pk]
        found.append(
            _("That is {figure} for each of the {people} colleagues.").format(
                figure=per_person(count / people), people=texts.figure(people)
            )
        )
    if others := groups.others(pk, units_with_steps(groups.ended(pk))):
        found.append(
            _("Steps of {teams} count here too, because so few people work there.").format(
                teams=texts.listed(others)
            )
        )
    return found
