"""What do customers say, what do we do with it?"""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from backend.listening.selectors import decided_by, words_visible
from backend.organisations.http import HttpRequest
from backend.web import paging
from backend.web.answers import page
from backend.web.permissions import allow

PAGE_SIZE = 12


@allow("listening")
@require_GET
def listening(request: HttpRequest) -> HttpResponse:
    """The words noted so far, as far as consent goes, large, with what grew from them."""
    found = words_visible(membership=request.membership).prefetch_related(
        "initiative_links__initiative"
    )
    of, place = f"words:{request.membership.pk}", request.GET.get("after", "")
    page_obj = paging.page(found, of=of, size=PAGE_SIZE, place=place)
    shown = list(page_obj)
    own = decided_by(membership=request.membership, among=shown)
    for words in shown:
        words.is_own = words.pk in own  # type: ignore[attr-defined]
    context: dict[str, object] = {"nav": "listening", "page_obj": page_obj}
    return page(request, "pages/listening.html#list", context)
