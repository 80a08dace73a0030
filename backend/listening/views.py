"""Noting customers' words, and keeping to what they allow."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from backend.listening import services
from backend.listening.forms import ConsentForm, WordsForm
from backend.listening.models import Words
from backend.listening.permissions import require_for_words
from backend.organisations.http import HttpRequest
from backend.tenancy.models import VersionConflict
from backend.web import ways_back
from backend.web.answers import done, page
from backend.web.holders import form_on
from backend.web.permissions import allow
from backend.web.refusals import refuse


@allow("words_note")
@require_http_methods(["GET", "POST"])
def words_note(request: HttpRequest) -> HttpResponse:
    """Note what a customer said."""
    form = WordsForm(request.POST or None, membership=request.membership)
    if form.is_valid():
        unit = form.cleaned_data.pop("unit", request.membership.unit)
        try:
            words = services.words_note(act=request.act, unit=unit, **form.cleaned_data)
        except ValidationError as error:
            refuse(form, error)
        else:
            undo = _url(request, "words_withdraw", words)
            return done(
                request, _("Noted, in the customer’s own words."), undo=undo, to=_list(request)
            )
    context = {"form": form, "nav": "listening"}
    return page(request, "listening/words_note.html", context, 422 if form.is_bound else 200)


@allow("words_consent_change")
@require_http_methods(["GET", "POST"])
def words_consent_change(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The customer lets their words go further, or less far; also the undo of it (`?consent=`)."""
    words = _words(request, "words_consent_change", uid)
    is_undo = "consent" not in request.POST and "consent" in request.GET
    data = (request.GET if is_undo else request.POST) if request.method == "POST" else None
    form = ConsentForm(data, initial={"consent": words.consent})
    if form.is_valid():
        before, after = words.consent, form.cleaned_data["consent"]
        try:
            services.words_consent_change(
                act=request.act,
                words=words,
                consent=after,
                seen=request.GET.get("instead_of", "?") if is_undo else "",
            )
        except VersionConflict:
            # The customer's last word stands.
            text = _("Somebody has changed it since: take a look first.")
            return done(request, text, to=_list(request))
        except ValidationError as error:
            refuse(form, error)
        else:
            query = urlencode({"consent": before, "instead_of": after})
            undo = f"{_url(request, 'words_consent_change', words)}?{query}"
            undo = "" if is_undo or before == after else undo
            return done(request, _("Saved."), undo=undo, to=_list(request))
    context = {"form": form, "words": words, "nav": "listening"}
    status = 422 if form.is_bound else 200
    return page(request, "listening/words_consent_change.html", context, status)


@allow("words_withdraw")
@form_on("listening:words_consent_change", "uid")
def words_withdraw(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The customer takes the words back; also the undo of noting them."""
    words = _words(request, "words_withdraw", uid)
    services.words_withdraw(act=request.act, words=words)
    text = _("Taken back. Nobody sees these words any more.")
    return done(request, text, undo=_url(request, "words_restore", words), to=_list(request))


@allow("words_restore")
@form_on("listening:words_consent_change", "uid")
def words_restore(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The button was pressed by mistake: the words are back."""
    words = _words(request, "words_restore", uid)
    services.words_restore(act=request.act, words=words)
    return done(request, _("The words are back."), to=_list(request))


def _words(request: HttpRequest, action: str, uid: UUID) -> Words:
    found: Words = get_object_or_404(Words, uid=uid)
    require_for_words(request.membership, action, found)
    return found


def _list(request: HttpRequest) -> str:
    return ways_back.address("words", request.organisation)


def _url(request: HttpRequest, name: str, words: Words) -> str:
    return reverse(f"listening:{name}", args=[request.organisation.slug, words.uid])
