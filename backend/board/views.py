"""The board, the steps behind its figures, and what can be taken along."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from backend.board import asked, crossings, page, selectors, texts, visits
from backend.board.groups import groups
from backend.board.steps import GOLDEN, page_before, place_of, steps_behind
from backend.board.weeks import weeks_before
from backend.organisations.http import HttpRequest
from backend.pictures.crossing import crossing, crossing_table, every_week
from backend.web import sheets
from backend.web.cursors import WrongCursor
from backend.web.permissions import allow

PAGE_SIZE = 50


@allow("board")
@require_GET
def board(request: HttpRequest) -> HttpResponse:
    """Is it moving, where not, and what is new since this reader was here."""
    shown = page.shared(organisation=request.organisation)
    visit = visits.visit(membership=request.membership, page=shown)
    since = visits.since(membership=request.membership, visit=visit, page=shown)
    context = {"nav": "board", "page": shown, "since": since}
    return render(request, "board/board.html", context)


@allow("steps")
@require_GET
def steps(request: HttpRequest) -> HttpResponse:
    """The steps that a figure counts; a team that counts with others cannot be chosen, nor is it of use
    to so few that there is no figure.
    """
    grouped = groups(organisation=request.organisation)
    question = asked.question(request.GET, grouped, membership=request.membership)
    if grouped.few:
        return render(request, "board/steps_few.html", {"nav": "board"})
    found = steps_behind(organisation=request.organisation, chosen=question.chosen)
    count = found.count()
    try:
        page = page_before(found, request.GET.get("after", ""), organisation=request.organisation)
    except WrongCursor:
        messages.info(request, _("That place in the list is not there. This is its beginning."))
        return redirect(f"{request.path}{question.address(after='')}")
    rows: list[Any] = list(page[: PAGE_SIZE + 1])
    more = place_of(rows[PAGE_SIZE - 1]) if len(rows) > PAGE_SIZE else ""
    for row in rows:
        row.team = grouped.shown_name(row.unit_id)
    context = {
        "nav": "board",
        "rows": rows[:PAGE_SIZE],
        "count": texts.golden(count) if question.chosen.kind == GOLDEN else texts.steps(count),
        "question": question,
    }
    context["more"] = question.address(after=more) if more else ""
    context["summary"] = asked.summary(question, count)
    return render(request, "board/steps.html", context)


@allow("service_list")
@require_GET
def service_list(request: HttpRequest) -> HttpResponse:
    """The services for which an initiative was started, and the others."""
    found = selectors.services(organisation=request.organisation)
    context = {
        "nav": "board",
        "touched": [(service, started) for service, started in found if started],
        "without": [service for service, started in found if not started],
    }
    return render(request, "board/service_list.html", context)


@allow("weeks")
@require_GET
def weeks(request: HttpRequest) -> HttpResponse:
    """The numbers behind the crossing, a year of weeks a page."""
    look = selectors.look(organisation=request.organisation)
    data = crossings.crossing_data(organisation=request.organisation, look=look)
    words = texts.crossing_texts()
    try:
        page = weeks_before(crossing_table(data, words), request.GET.get("before", ""))
    except WrongCursor:
        messages.info(request, _("That place in the list is not there. This is its beginning."))
        return redirect(request.path)
    context = {"nav": "board", "few": look.groups.few, "weeks": page, "heads": texts.columns(words)}
    return render(request, "board/weeks.html", context)


@allow("crossing_svg")
@require_GET
def crossing_svg(request: HttpRequest) -> HttpResponse:
    """The picture by itself, for a presentation."""
    look = selectors.look(organisation=request.organisation)
    data = crossings.crossing_data(organisation=request.organisation, look=look)
    words = texts.crossing_texts(few=look.groups.few)
    drawn = crossing(data, words, interactive=False)
    return _file(drawn.svg, "image/svg+xml", texts.file_name("svg"))


@allow("weeks_csv")
@require_GET
def weeks_csv(request: HttpRequest) -> HttpResponse:
    """All weeks since the first step, the oldest first, also those without one: a spreadsheet draws
    them as they were, and opens it as it is."""
    look = selectors.look(organisation=request.organisation)
    words = texts.crossing_texts()
    data = crossings.crossing_data(organisation=request.organisation, look=look)
    rows: list[list[sheets.Cell]] = [
        [row.monday, row.listened, row.tried, row.changed, row.golden]
        for row in every_week(crossing_table(data, words), until=data.today)
    ]
    text = sheets.csv_text([texts.columns(words), *rows])
    return _file(text, sheets.CSV, texts.file_name("csv"))


def _file(content: str, kind: str, name: str) -> HttpResponse:
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=kind, headers=disposition)
