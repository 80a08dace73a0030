"""The board, the steps behind its figures, and what can be taken along."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from backend.board import selectors, services
from backend.board.drilldown import visits
from backend.board.drilldown.board_asked import board_asked, filters_of
from backend.board.drilldown.page import StepsPage, steps_page
from backend.board.drilldown.weeks import weeks_before
from backend.board.forms import TeamForm
from backend.board.showing import naming, texts
from backend.board.showing.crossing import crossing_data
from backend.board.showing.page import page_cached, unit_page_cached
from backend.organisations.http import HttpRequest
from backend.organisations.selectors import unit_by_uid
from backend.pictures.crossing import CrossingData, crossing, crossing_table, every_week
from backend.web import sheets
from backend.web.cursors import WrongCursor
from backend.web.permissions import allow


@allow("board")
@require_GET
def board(request: HttpRequest) -> HttpResponse:
    """Is it moving, where not, and what is new since this reader was here."""
    page = page_cached(organisation=request.organisation)
    visit = services.visit_begin(membership=request.membership, figures=page.snapshot)
    since = visits.since(membership=request.membership, visit=visit, page=page)
    return render(request, "board/board.html", {"nav": "board", "page": page, "since": since})


@allow("unit_board")
@require_GET
def unit_board(request: HttpRequest, unit: UUID) -> HttpResponse:
    """The same of a department or team; one that counts with others leads to the board of them all."""
    return _board_of(request, unit, own=False)


@allow("own_board")
@require_GET
def own_board(request: HttpRequest, unit: UUID) -> HttpResponse:
    """The same of who works in a department and in none of its teams."""
    return _board_of(request, unit, own=True)


def _board_of(request: HttpRequest, unit: UUID, *, own: bool) -> HttpResponse:
    found = unit_by_uid(organisation=request.organisation, uid=str(unit))
    page = found and unit_page_cached(organisation=request.organisation, unit=found, is_own=own)
    if not page:
        raise Http404
    if page.lead != request.path:
        return redirect(page.lead)
    return render(request, "board/unit_board.html", {"nav": "board", "page": page})


@allow("find")
@require_GET
def find(request: HttpRequest) -> HttpResponse:
    """A department or team by its name."""
    form = TeamForm(
        request.GET if "unit" in request.GET else None, organisation=request.organisation
    )
    if form.is_bound and form.is_valid():
        unit = form.cleaned_data["unit"]
        return redirect("board:unit_board", request.organisation.slug, unit.uid)
    return render(request, "board/find.html", {"nav": "board", "form": form})


@allow("steps")
@require_GET
def steps(request: HttpRequest) -> HttpResponse:
    """The steps that a figure counts; a team that counts with others cannot be chosen, nor is it of use
    to so few that there is no figure.
    """
    try:
        page: StepsPage | None = steps_page(asked=request.GET, membership=request.membership)
    except WrongCursor:
        messages.info(request, _("That place in the list is not there. This is its beginning."))
        query = request.GET.copy()
        query.pop("after", None)
        return redirect(f"{request.path}?{query.urlencode()}")
    if page is None:
        return render(request, "board/steps_few.html", {"nav": "board"})
    return render(request, "board/steps.html", {"nav": "board", **vars(page)})


@allow("service_list")
@require_GET
def service_list(request: HttpRequest) -> HttpResponse:
    """The services for which an initiative was started, and the others."""
    found = selectors.services_with_initiatives(organisation=request.organisation)
    context = {
        "nav": "board",
        "touched": [(service, started) for service, started in found if started],
        "without": [service for service, started in found if not started],
    }
    return render(request, "board/service_list.html", context)


@allow("crossing_svg")
@require_GET
def crossing_svg(request: HttpRequest) -> HttpResponse:
    """The picture by itself, for a presentation."""
    found = board_asked(request.GET, organisation=request.organisation)
    data = crossing_data(organisation=request.organisation, board=found)
    drawn = crossing(data, texts.crossing_texts(few=found.few), interactive=False)
    return _file(drawn.svg, "image/svg+xml", texts.file_name("svg"))


@allow("weeks_csv")
@require_GET
def weeks_csv(request: HttpRequest) -> HttpResponse:
    """All weeks since the first step, the oldest first, also those without one: a spreadsheet draws
    them as they were, and opens it as it is."""
    words = texts.crossing_texts()
    data = _data(request)
    rows: list[list[sheets.Cell]] = [
        [row.monday, row.listened, row.tried, row.changed, row.golden]
        for row in every_week(crossing_table(data, words), until=data.today)
    ]
    text = sheets.csv_text([texts.columns(words), *rows])
    return _file(text, sheets.CSV, texts.file_name("csv"))


@allow("weeks")
@require_GET
def weeks(request: HttpRequest) -> HttpResponse:
    """The numbers behind the crossing, a year of weeks a page."""
    found = board_asked(request.GET, organisation=request.organisation)
    data = crossing_data(organisation=request.organisation, board=found)
    words = texts.crossing_texts()
    filters = filters_of(request.GET)
    try:
        page = weeks_before(crossing_table(data, words), request.GET.get("before", ""))
    except WrongCursor:
        messages.info(request, _("That place in the list is not there. This is its beginning."))
        return redirect(f"{request.path}?{filters}" if filters else request.path)
    context = {
        "nav": "board", "few": found.few, "weeks": page, "heads": texts.columns(words),
        "filters": filters, "name": naming.name(found.group) if found.group else "",
    }  # fmt: skip
    return render(request, "board/weeks.html", context)


def _data(request: HttpRequest) -> CrossingData:
    found = board_asked(request.GET, organisation=request.organisation)
    return crossing_data(organisation=request.organisation, board=found)


def _file(content: str, kind: str, name: str) -> HttpResponse:
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=kind, headers=disposition)
