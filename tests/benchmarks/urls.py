"""The real addresses, and the bare views that the benchmark divides by."""

from __future__ import annotations

from uuid import uuid4

from django.contrib.auth import login
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template import engines
from django.urls import include, path

from backend.config.urls import urlpatterns as real
from backend.initiatives.models import Ambition
from backend.organisations.models import Person

_engine = engines["django"]
FRAME = _engine.from_string('{% extends "base.html" %}')
LINE = _engine.from_string("<!doctype html><title>Bare</title>{{ user.name }}")


def frame(request: HttpRequest) -> HttpResponse:
    """Signed in, in an organisation: the frame of every page around nothing."""
    return HttpResponse(FRAME.render({"nav": "board"}, request))


def line(request: HttpRequest) -> HttpResponse:
    """What Django itself costs: session, user, a template of one line."""
    return HttpResponse(LINE.render({}, request))


def insert(request: HttpRequest) -> HttpResponse:
    """Signed in, in an organisation: one row of it written, and one line answered."""
    with transaction.atomic():
        Ambition.objects.create(
            organisation=request.organisation,  # type: ignore[attr-defined]
            programme_id=int(request.POST["programme"]),
            text=str(uuid4()),  # each is another one, as the table asks
        )
    return HttpResponse(LINE.render({}, request))


def enter(request: HttpRequest, email: str) -> HttpResponse:
    """Come in as somebody of the benchmark's organisation, without a password."""
    person = get_object_or_404(Person, email=email)
    login(request, person, backend="django.contrib.auth.backends.ModelBackend")
    return redirect("root:home")


bare = [path("frame/", frame), path("insert/", insert)]
urlpatterns = [
    path("bench/line/", line),
    path("bench/enter/<str:email>/", enter),
    path("o/<slug:organisation>/bench/", include(bare)),
    *real,
]
