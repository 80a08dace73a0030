"""What is new since somebody was here, in a sentence; settled once for each sitting."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from backend.board import selectors, services, texts
from backend.board.models import BoardVisit
from backend.board.page import Page
from backend.board.steps import Window
from backend.organisations.models import Membership


def visit(*, membership: Membership, page: Page) -> BoardVisit:
    """This sitting's visit; at its start what came since the last one is counted and kept."""
    known = selectors.visit_of(membership=membership)
    now = timezone.now()
    if known is not None and not services.visit_due(known, now):
        return known
    figures = dict(page.snapshot)
    if known is not None:
        window = Window(known.seen_at, now, known.now.get("below", 0))
        figures["new"] = selectors.new_in(organisation=membership.organisation, window=window)
    return services.visit_note(membership=membership, figures=figures, at=now)


def window_of(visit: BoardVisit | None) -> Window | None:
    """From the last visit until this one; None on a first visit."""
    if visit is None or visit.before_at is None:
        return None
    return Window(visit.before_at, visit.seen_at, visit.before.get("below", 0))


def since(*, membership: Membership, visit: BoardVisit, page: Page) -> SafeString:
    """The sentence, with a link for each of its figures; empty on a first visit, and where so few
    take part that there is no figure.
    """
    if visit.before_at is None or page.few:
        return SafeString()
    known = set(visit.before.get("units", ()))
    first = [
        page.teams[pk] for pk in visit.now.get("units", ()) if pk not in known and pk in page.teams
    ][:3]
    new = visit.now.get("new", {})
    steps, told = new.get("steps", 0), new.get("told", 0)
    text = texts.since(
        timezone.localdate(visit.before_at), steps, [name for name, _url in first], told
    )
    address = reverse("board:steps", args=[membership.organisation.slug])
    urls = [f"{address}?new"] if steps else []
    urls += [url for _name, url in first]
    urls += [f"{address}?new&kind=golden"] if told else []
    return texts.linked(text, *urls)
