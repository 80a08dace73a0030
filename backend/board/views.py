"""The board, the steps behind its figures, and what can be taken along."""

from __future__ import annotations

import csv
from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from backend.board import page, selectors, services, texts
from backend.board.folds import monday
from backend.board.groups import Groups, groups
from backend.initiatives.models import StepKind
from backend.organisations.http import HttpRequest
from backend.organisations.permissions import allow
from backend.pictures.crossing import crossing

PAGE_SIZE = 50


@allow("board")
@require_GET
def board(request: HttpRequest) -> HttpResponse:
    """Is it moving, where not, and what is new since this reader was here."""
    shown = page.shared(organisation=request.organisation)
    visit = selectors.visit_of(membership=request.membership)
    if services.visit_due(visit):
        visit = services.visit_note(membership=request.membership, figures=shown.snapshot)
    since = _since(visit, shown) if visit and visit.before_at else ""
    context = {"nav": "board", "page": shown, "since": since}
    return render(request, "board/board.html", context)


@allow("steps")
@require_GET
def steps(request: HttpRequest) -> HttpResponse:
    """The steps that a figure counts; a team that is too small cannot be chosen."""
    grouped = groups(organisation=request.organisation)
    chosen, unit = _chosen(request, grouped)
    found = selectors.steps_behind(organisation=request.organisation, chosen=chosen)
    count = found.count()
    rows: list[Any] = list(
        selectors.page_before(found, request.GET.get("after", ""))[: PAGE_SIZE + 1]
    )
    more = ""
    if len(rows) > PAGE_SIZE:
        rows = rows[:PAGE_SIZE]
        query = request.GET.copy()
        query["after"] = f"{rows[-1].done_on}.{rows[-1].pk}"
        more = query.urlencode()
    for row in rows:
        other = grouped.shown.get(row.unit_id)
        row.team = grouped.names[other] if other and grouped.is_shown(other) else ""
    context = {"nav": "board", "rows": rows, "count": count, "more": more, "unit": unit}
    return render(request, "board/steps.html", {**context, "chosen": chosen})


@allow("crossing_svg")
@require_GET
def crossing_svg(request: HttpRequest) -> HttpResponse:
    """The picture by itself, for a presentation."""
    figures = selectors.figures(organisation=request.organisation)
    data = page.crossing_data(request.organisation, figures)
    drawn = crossing(data, texts.crossing_texts(), interactive=False)
    return _file(drawn.svg, "image/svg+xml", "crossing.svg")


@allow("weeks_csv")
@require_GET
def weeks_csv(request: HttpRequest) -> HttpResponse:
    """The table of weeks."""
    answer = _file("\ufeff", "text/csv; charset=utf-8", "weeks.csv")
    words = texts.crossing_texts()
    kinds = [words.listened, words.tried, words.changed, words.golden]
    writer = csv.writer(answer)
    writer.writerow(["week", *kinds])
    for row in page.shared(organisation=request.organisation).rows:
        writer.writerow([row.monday, row.listened, row.tried, row.changed, row.golden])
    return answer


def _file(content: str, kind: str, name: str) -> HttpResponse:
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=kind, headers=disposition)


def _since(visit: Any, shown: page.Page) -> str:
    before, now = visit.before, visit.now
    first = [
        shown.names[pk] for pk in now["units"] if pk not in before["units"] and pk in shown.names
    ]
    told, taken = now["told"] - before["told"], now["steps"] - before["steps"]
    return texts.since(visit.before_at.date(), taken, first, told)


def _chosen(request: HttpRequest, grouped: Groups) -> tuple[selectors.Filter, str]:
    """The filter in the address; 404 for a team that is unknown or too small to be shown."""
    asked, name, units = request.GET.get("unit", ""), "", None
    if asked:
        team = next((t for t in grouped.teams if str(t.unit.uid) == asked), None)
        if team is None or not grouped.is_shown(team.unit.pk):
            raise Http404
        name, units = team.unit.name, tuple(grouped.members(team.unit.pk))
    try:
        week = monday(date.fromisoformat(request.GET["week"])) if request.GET.get("week") else None
    except ValueError as error:
        raise Http404 from error
    kind = request.GET.get("kind", "")
    return selectors.Filter(
        units=units,
        week=week,
        kind=kind if kind in StepKind.values else "",
        golden="golden" in request.GET,
        with_words="with_words" in request.GET,
    ), name
