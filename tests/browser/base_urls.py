"""A page with nothing but the frame's own pieces, for the tests of the frame."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path

from backend.config.urls import urlpatterns as real


class Piece(forms.Form):
    text = forms.CharField(label="Tekst", max_length=20, widget=forms.Textarea())
    kind = forms.ChoiceField(
        label="Soort",
        choices=[("listened", "Geluisterd"), ("tried", "Geprobeerd"), ("changed", "Veranderd")],
        widget=forms.RadioSelect,
    )
    photo = forms.FileField(label="Foto", required=False)
    photo_alt = forms.CharField(label="Wat is er te zien?", required=False)


def show(request: HttpRequest, **extra: object) -> HttpResponse:
    return render(request, "pieces.html", {"form": Piece(), "nav": "", **extra})


def plain(request: HttpRequest) -> HttpResponse:
    """Without htmx: the page again with its errors, or on with a message that can be undone."""
    form = Piece(request.POST)
    if not form.is_valid():
        return render(request, "pieces.html", {"form": form}, status=422)
    messages.success(request, "Opgeslagen.", extra_tags="undo:/pieces/undo/")
    return redirect("/pieces/")


def answer(request: HttpRequest, what: str) -> HttpResponse:
    if what == "broken":
        return HttpResponse("oeps", status=500)
    if what == "refused":
        return HttpResponse("<p data-reason>Dat mag alleen het A-team.</p>", status=403)
    if what == "signed-out":
        return redirect("/accounts/login/")
    return render(request, "pieces.html#saved", {"applause": 12})


def undo(request: HttpRequest) -> HttpResponse:
    return HttpResponse(status=204)


urlpatterns = [
    path("pieces/", show),
    path("pieces/plain/", plain),
    path("pieces/undo/", undo),
    path("pieces/<slug:what>/", answer),
    *real,
]
