"""Reading the board, besides its figures: visits, and the services that are named."""

from __future__ import annotations

from collections import defaultdict

from backend.board.models import BoardVisit
from backend.initiatives.models import Initiative
from backend.organisations.models import Membership, Organisation, Process


def services_with_initiatives(
    *, organisation: Organisation
) -> list[tuple[Process, list[Initiative]]]:
    """The services that can be chosen, each with the initiatives started for it. Two queries."""
    started: dict[int, list[Initiative]] = defaultdict(list)
    found = Initiative.objects.filter(organisation=organisation, process__ended_on=None)
    for initiative in found.exclude(process=None).order_by("-started_on", "-id"):
        started[initiative.process_id or 0].append(initiative)
    processes = Process.objects.filter(organisation=organisation, ended_on=None)
    return [(one, started[one.pk]) for one in processes.order_by("position", "id")]


def visit_of(*, membership: Membership) -> BoardVisit | None:
    """What the board showed somebody last time."""
    return BoardVisit.objects.filter(membership=membership).first()
