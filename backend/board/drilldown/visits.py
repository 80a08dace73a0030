"""What is new since somebody was here, in a sentence."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from backend.board.drilldown.new import new_in, window_of
from backend.board.models import BoardVisit
from backend.board.showing import texts
from backend.board.showing.page import Page
from backend.organisations.models import Membership

# More teams that took a first step make no sentence any more: they are told as a number.
NAMED = 3


def since(*, membership: Membership, visit: BoardVisit, page: Page) -> SafeString:
    """The sentence, with a link for each of its figures; empty on a first visit, and where so few
    take part that there is no figure.
    """
    if visit.before_at is None or page.few:
        return SafeString()
    still = set(visit.before.get("still", ()))
    first = [(name, url) for digest, name, url in page.groups if digest in still]
    window = window_of(visit)
    # Counted anew, as the page behind it counts: what was taken back since is not new any more.
    new = new_in(organisation=membership.organisation, window=window) if window else {}
    return _told(membership, visit, first, new)


def _told(
    membership: Membership, visit: BoardVisit, first: Sequence[tuple[str, str]], new: dict[str, int]
) -> SafeString:
    named = first[:NAMED]
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
