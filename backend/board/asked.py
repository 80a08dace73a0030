"""Which steps are asked for: the filters in the address of the page behind the figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.http import Http404, QueryDict
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from backend.board import selectors, texts
from backend.board.folds import monday
from backend.board.groups import Group, Groups
from backend.board.steps import GOLDEN, PRINCIPLES, Filter, Window
from backend.board.tiles import per_person
from backend.board.visits import window_of
from backend.initiatives.models import StepKind
from backend.organisations.models import Membership
from backend.web.days import spoken

KINDS = ("", *StepKind.values, GOLDEN)


@dataclass(frozen=True)
class Question:
    """The filters as they were asked, and as they are understood."""

    given: Mapping[str, str]
    chosen: Filter
    group: Group | None

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
    """What the address asks for; 404 for what is unknown, and for a team that does not stand alone."""
    given = {name: asked[name] for name in ("unit", "week", "kind", "principle") if asked.get(name)}
    if "new" in asked:
        given["new"] = "1"
    if given.get("kind", "") not in KINDS or given.get("principle", "listening") not in PRINCIPLES:
        raise Http404
    group = _group(given["unit"], groups) if "unit" in given else None
    chosen = Filter(
        units=tuple(group.unit_ids) if group else None,
        week=_week(given["week"]) if "week" in given else None,
        kind=given.get("kind", ""),
        principle=given.get("principle", ""),
        window=_window(membership) if "new" in given else None,
    )
    return Question(given, chosen, group)


def _group(uid: str, groups: Groups) -> Group:
    found = groups.by_uid(uid)
    if found is None:
        raise Http404
    return found


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


def summary(question: Question, count: int) -> list[str]:
    """In sentences, how the figure that led here is made."""
    chosen, found = question.chosen, []
    if chosen.window:
        day = spoken(chosen.window.after)
        found.append(_("Since you were here on {day}.").format(day=day))
    if chosen.week:
        found.append(_("In the week of {day}.").format(day=date_format(chosen.week, "j F Y")))
    if chosen.principle:
        found.append(texts.behind(chosen.principle))
    if question.group:
        found += _of_group(question, question.group, count)
    return found


def _of_group(question: Question, group: Group, count: int) -> list[str]:
    """Steps per colleague, only where all steps of a group are shown, and who counts along."""
    found = []
    if question.given.keys() == {"unit"} and count and group.people:
        found.append(
            _("That is {figure} for each of the {people} colleagues.").format(
                figure=per_person(count / group.people), people=texts.figure(group.people)
            )
        )
    if sum(place.known for place in group.places) > 1:
        found.append(
            _("These teams are counted together, because few people work in some of them.")
        )
    return found
