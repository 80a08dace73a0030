"""Which steps are asked for: the filters in the address of the page behind the figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.http import Http404, QueryDict
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from backend.board import selectors
from backend.board.drilldown.new import window_of
from backend.board.drilldown.steps import GOLDEN, PRINCIPLES, Filter, Window
from backend.board.projection.steps import monday
from backend.board.reading.groups import Group
from backend.board.reading.levels import group_of
from backend.board.reading.parts import Tree
from backend.board.reading.units import units_in
from backend.board.showing import naming, texts
from backend.board.showing.tiles import per_person
from backend.initiatives.models import StepKind
from backend.organisations.models import Membership
from backend.organisations.selectors import unit_by_uid
from backend.web.days import spoken

KINDS = ("", *StepKind.values, GOLDEN)
_NAMES = ("unit", "own", "week", "kind", "principle")


@dataclass(frozen=True)
class StepFilter:
    """The filters as they were asked, and as they are understood."""

    given: Mapping[str, str]
    chosen: Filter
    group: Group | None

    @property
    def name(self) -> str:
        """What the chosen group is called."""
        return naming.name(self.group) if self.group else ""

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


def step_filter(asked: Mapping[str, str], *, tree: Tree, membership: Membership) -> StepFilter:
    """What the address asks for; 404 for what is unknown, and for a team that does not stand alone."""
    given = {name: asked[name] for name in _NAMES if asked.get(name)}
    if "new" in asked:
        given["new"] = "1"
    if given.get("kind", "") not in KINDS or given.get("principle", "listening") not in PRINCIPLES:
        raise Http404
    group = group_asked(given, tree=tree)
    chosen = Filter(
        units=tuple(units_in(organisation=tree.organisation, group=group)) if group else None,
        week=_week(given["week"]) if "week" in given else None,
        kind=given.get("kind", ""),
        principle=given.get("principle", ""),
        window=_window(membership) if "new" in given else None,
    )
    return StepFilter(given, chosen, group)


def group_asked(given: Mapping[str, str], *, tree: Tree) -> Group | None:
    """The group that an address names; None for everything, 404 for one that does not stand alone."""
    if not given.get("unit"):
        return None
    unit = unit_by_uid(organisation=tree.organisation, uid=given["unit"])
    is_own = bool(given.get("own"))
    found = group_of(tree=tree, unit=unit.pk, is_own=is_own) if unit else None
    if unit is None or found is None or found.lead.key != (unit.pk, is_own) or not found.is_known:
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


def summary(asked: StepFilter, count: int | None) -> list[str]:
    """In sentences, how the figure that led here is made."""
    chosen, found = asked.chosen, []
    if chosen.window:
        day = spoken(chosen.window.after)
        found.append(_("Since you were here on {day}.").format(day=day))
    if chosen.week:
        found.append(_("In the week of {day}.").format(day=date_format(chosen.week, "j F Y")))
    if chosen.principle:
        found.append(texts.behind(chosen.principle))
    if asked.group:
        found += _of_group(asked, asked.group, count)
    return found


def _of_group(asked: StepFilter, group: Group, count: int | None) -> list[str]:
    """Steps per colleague, only where all steps of a group are shown, and who counts along."""
    found = []
    if asked.given.keys() <= {"unit", "own"} and count and group.people:
        found.append(
            _("That is {figure} for each of the {people} colleagues.").format(
                figure=per_person(count / group.people), people=texts.figure(group.people)
            )
        )
    if sum(part.is_known for part in group.parts) > 1:
        found.append(
            _("These teams are counted together, because few people work in some of them.")
        )
    return found
