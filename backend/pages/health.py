"""`/livez`, `/readyz`, `/healthz` and `/metrics`: how the product is, for what watches it."""

from __future__ import annotations

from hmac import compare_digest

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from backend.jobs import selectors
from backend.pages import figures
from backend.web.permissions import public


@public
@never_cache
@require_GET
def livez(request: HttpRequest) -> JsonResponse:
    """200 as long as this process answers at all; for what starts it again when it does not."""
    return JsonResponse({"alive": True})


@public
@never_cache
@require_GET
def readyz(request: HttpRequest) -> JsonResponse:
    """200 while pages can be served, whatever else is down; for what shares out the visitors."""
    ready = selectors.ready()
    return JsonResponse({"ready": ready}, status=200 if ready else 503)


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


@public
@never_cache
@require_GET
def metrics(request: HttpRequest) -> HttpResponse:
    """Figures for Prometheus, to who sends METRICS_TOKEN; without one set there is no such page."""
    if not settings.METRICS_TOKEN:
        raise Http404
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    right = compare_digest(token.strip().encode(), settings.METRICS_TOKEN.encode())
    if scheme.lower() != "bearer" or not right:
        return HttpResponse(
            "This page asks for METRICS_TOKEN, sent as: Authorization: Bearer …\n", status=401,
            headers={"WWW-Authenticate": 'Bearer realm="metrics"'}, content_type="text/plain",
        )  # fmt: skip
    text, kind = figures.text()
    return HttpResponse(text, headers={"Content-Type": kind})
