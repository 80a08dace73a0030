"""Words that were noted before come to an initiative that runs."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from backend.initiatives import services
from backend.initiatives.forms import WordsToForm, refuse
from backend.initiatives.models import Initiative
from backend.initiatives.permissions import require_for
from backend.listening.models import Words
from backend.listening.selectors import words_visible
from backend.organisations.http import HttpRequest
from backend.web.answers import done, page
from backend.web.holders import form_on
from backend.web.permissions import allow


@allow("initiative_words_add")
@require_http_methods(["GET", "POST"])
def initiative_words_add(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Choose one of one's own initiatives for these words."""
    words = _words(request, uid)
    form = WordsToForm(request.POST or None, membership=request.membership, words=words)
    if form.is_valid():
        chosen: Initiative = form.cleaned_data["initiative"]
        try:
            services.initiative_words_add(act=request.act, initiative=chosen, words=words)
        except ValidationError as error:
            refuse(form, error)
        else:
            slug = request.organisation.slug
            undo = reverse(
                "initiatives:initiative_words_remove", args=[slug, chosen.uid, words.uid]
            )
            to = reverse("initiatives:initiative_detail", args=[slug, chosen.uid])
            return done(request, _("The customer’s words are with it."), undo=undo, to=to)
    context = {"form": form, "words": words, "nav": "listening"}
    status = 422 if form.is_bound else 200
    return page(request, "initiatives/initiative_words_add.html", context, status=status)


@allow("initiative_words_remove")
@form_on("initiatives:initiative_detail", "uid")
def initiative_words_remove(request: HttpRequest, uid: UUID, words: UUID) -> HttpResponse:
    """The undo of having put words with an initiative."""
    initiative: Initiative = get_object_or_404(
        Initiative.objects.select_related("organisation"), uid=uid
    )
    require_for(request.membership, "initiative_words_remove", initiative)
    services.initiative_words_remove(
        act=request.act, initiative=initiative, words=_words(request, words)
    )
    to = reverse("initiatives:initiative_detail", args=[request.organisation.slug, uid])
    return done(request, _("The words are no longer with it."), to=to)


def _words(request: HttpRequest, uid: UUID) -> Words:
    found: Words = get_object_or_404(words_visible(membership=request.membership), uid=uid)
    return found
