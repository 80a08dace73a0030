"""The progress board, the steps behind each of its figures, and what can be taken along."""

from __future__ import annotations

import csv
from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.http import HttpRequest as AnyRequest
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from backend.board import groups as grouping
from backend.board import presenting, selectors, services, texts
from backend.board.selectors import Filter
from backend.initiatives.models import StepKind
from backend.organisations.http import HttpRequest
from backend.organisations.models import Unit
from backend.organisations.permissions import allow
from backend.pictures.crossing import Size, crossing, crossing_table

PAGE = 50


@allow("board")
@require_GET
def board(request: HttpRequest) -> HttpResponse:
    """Is it moving, where not, what is new since you were here?"""
    shared = presenting.shared(organisation=request.organisation)
    visit = selectors.visit_of(membership=request.membership)
    if services.visit_due(visit):
        visit = services.visit_note(membership=request.membership, figures=shared.kept)
    news = texts.since(visit.before, shared.kept, shared.names, visit.before_at) if visit else ""
    return render(request, "board/board.html", {"nav": "board", "shared": shared, "news": news})


@allow("steps")
@require_GET
def steps(request: HttpRequest) -> HttpResponse:
    """The steps that a figure counts; never who took them."""
    chosen, titles = _chosen(request)
    found = selectors.steps_behind(organisation=request.organisation, chosen=chosen)
    total = found.count()
    rows = list(selectors.page_before(found, request.GET.get("before", ""))[: PAGE + 1])
    more = ""
    if len(rows) > PAGE:
        rows = rows[:PAGE]
        query = request.GET.copy()
        query["before"] = f"{rows[-1].done_on:%Y-%m-%d}.{rows[-1].pk}"
        more = query.urlencode()
    groups = grouping.groups(organisation=request.organisation)
    for row in rows:
        row.place = groups.names.get(groups.shown.get(row.unit_id, row.unit_id), "")  # type: ignore[attr-defined]
    context = {"nav": "board", "rows": rows, "total": total, "titles": titles, "more": more}
    return render(request, "board/steps.html", context)


@allow("crossing_svg")
@require_GET
def crossing_svg(request: HttpRequest) -> HttpResponse:
    """The crossing as a picture that stands alone."""
    data, words = _crossing(request)
    picture = crossing(data, words, size=Size.LAPTOP, interactive=False)
    return _download(HttpResponse(picture.svg, content_type="image/svg+xml"), request, "svg")


@allow("crossing_csv")
@require_GET
def crossing_csv(request: HttpRequest) -> HttpResponse:
    """The crossing as a table, week by week."""
    data, words = _crossing(request)
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    writer = csv.writer(response)
    writer.writerow([_("Week"), _("listened"), _("tried"), _("changed"), _("celebrated")])
    for row in crossing_table(data, words):
        writer.writerow([row.monday, row.listened, row.tried, row.changed, row.golden])
    return _download(response, request, "csv")


def _crossing(request: HttpRequest) -> tuple[Any, Any]:
    figures = selectors.figures(organisation=request.organisation)
    today = request.organisation.today()
    data = presenting.crossing_data(request.organisation, figures, today)
    return data, texts.crossing_texts()


def _download(response: HttpResponse, request: HttpRequest, ending: str) -> HttpResponse:
    name = f"{request.organisation.slug}-{timezone.localdate():%Y-%m-%d}.{ending}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _chosen(request: AnyRequest) -> tuple[Filter, list[str]]:
    """The filter of the address, with its words; what cannot be understood answers 404."""
    query = request.GET
    titles: list[str] = []
    units = None
    if query.get("unit"):
        units, name = _units(request, query["unit"])
        titles.append(name)
    week = _day(query.get("week", ""))
    if week:
        titles.append(_("week of %(day)s") % {"day": f"{week:%d-%m-%Y}"})
    kind = query.get("kind", "")
    if kind:
        if kind not in StepKind.values:
            raise Http404
        titles.append(str(StepKind(kind).label).lower())
    golden, words = query.get("golden") == "1", query.get("words") == "1"
    if golden:
        titles.append(_("celebrated"))
    if words:
        titles.append(_("with a customer's words"))
    return Filter(units, week, kind, golden, words), titles


def _units(request: AnyRequest, uid: str) -> tuple[tuple[int, ...], str]:
    """A shown team and all that is counted under it; a team that is too small is not to be found."""
    try:
        unit = Unit.objects.filter(uid=UUID(uid)).first()
    except ValueError:
        raise Http404 from None
    groups = grouping.groups(organisation=request.organisation)  # type: ignore[attr-defined]
    if unit is None or not groups.is_shown(unit.pk):
        raise Http404
    return tuple(groups.members(unit.pk)), unit.name


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Http404 from None
