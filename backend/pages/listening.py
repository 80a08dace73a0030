"""What do customers say, what do we do with it?"""

from __future__ import annotations

from collections.abc import Iterable

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.views.decorators.http import require_GET

from backend.initiatives import selectors
from backend.initiatives.models import InitiativeWords
from backend.listening.models import Words
from backend.listening.selectors import words_visible
from backend.organisations.answers import page
from backend.organisations.http import HttpRequest
from backend.organisations.models import Membership
from backend.organisations.permissions import allow
from backend.organisations.roles import Role

PAGE_SIZE = 12


@allow("listening")
@require_GET
def listening(request: HttpRequest) -> HttpResponse:
    """The words noted so far, as far as consent goes, large, with what grew from them."""
    found = words_visible(membership=request.membership).prefetch_related(
        "initiative_links__initiative"
    )
    page_obj = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    _mark_own(list(page_obj.object_list), request.membership)
    context: dict[str, object] = {"nav": "listening", "page_obj": page_obj}
    return page(request, "pages/listening.html#list", context)


def _mark_own(found: Iterable[Words], membership: Membership) -> None:
    """Who may change the consent of which words: as the permission table has it."""
    mine = selectors.initiatives_of(membership=membership)
    own = set(
        InitiativeWords.objects.filter(initiative__in=mine, words__in=found).values_list(
            "words_id", flat=True
        )
    )
    manager = membership.has_role(Role.PROGRAMME_MANAGER)
    for words in found:
        words.is_own = (  # type: ignore[attr-defined]
            manager or words.noted_by_id == membership.pk or words.pk in own
        )
