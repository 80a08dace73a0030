"""`GET /healthz`: is everything alive?"""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from backend.jobs import selectors
from backend.organisations.permissions import public


@public
@never_cache
@require_GET
def healthz(request: HttpRequest) -> JsonResponse:
    """200 only when every part is alive; 503 otherwise. Names the parts, nothing of anybody."""
    parts = selectors.health()
    missing = [name for name, alive in parts.items() if not alive]
    return JsonResponse(
        {"alive": not missing, "missing": missing, "parts": parts}, status=503 if missing else 200
    )
