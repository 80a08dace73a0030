"""What is new since somebody was here, in a sentence."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from backend.board import selectors, services, texts
from backend.board.models import BoardVisit
from backend.board.page import Page
from backend.board.steps import Window
from backend.organisations.models import Membership

# More teams that took a first step make no sentence any more: they are told as a number.
NAMED = 3


def visit(*, membership: Membership, page: Page) -> BoardVisit:
    """This sitting's visit; at its start what the board shows is kept for the next one."""
    known = selectors.visit_of(membership=membership)
    now = timezone.now()
    if known is not None and not services.visit_due(known, now):
        return known
    return services.visit_note(membership=membership, figures=page.snapshot, at=now)


def window_of(visit: BoardVisit | None) -> Window | None:
    """Since the visit before this one; None on a first visit."""
    if visit is None or visit.before_at is None:
        return None
    return Window(visit.before_at, visit.before.get("below", 0))


def since(*, membership: Membership, visit: BoardVisit, page: Page) -> SafeString:
    """The sentence, with a link for each of its figures; empty on a first visit, and where so few
    take part that there is no figure.
    """
    if visit.before_at is None or page.few:
        return SafeString()
    known, now = set(visit.before.get("units", ())), set(page.snapshot["units"])
    # A first step of all of them: where one of a group was on its way already, it is none.
    first = [
        (name, url)
        for unit_ids, name, url in page.groups
        if now & set(unit_ids) and not known & set(unit_ids)
    ]
    named = first[:NAMED]
    # Counted anew, as the page behind it counts: what was taken back since is not new any more.
    window = window_of(visit)
    new = selectors.new_in(organisation=membership.organisation, window=window) if window else {}
    steps, told = new.get("steps", 0), new.get("told", 0)
    text = texts.since(
        timezone.localdate(visit.before_at),
        steps,
        [name for name, _url in named],
        told,
        others=len(first) - len(named),
    )
    address = reverse("board:steps", args=[membership.organisation.slug])
    urls = [f"{address}?new"] if steps else []
    urls += [url for _name, url in named]
    urls += [f"{address}?new&kind=golden"] if told else []
    return texts.linked(text, *urls)
