"""The programme's own page: where it wants to go, and in which period."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from backend.initiatives import selectors, services
from backend.initiatives.models import Programme
from backend.organisations.http import HttpRequest
from backend.tenancy.models import VersionConflict
from backend.text import outline
from backend.web.permissions import allow
from backend.web.versions import sent_version
from backend.writing import fields


class ProgrammeForm(forms.Form):
    """Vision, ambitions and period."""

    name = fields.NameField(label=gettext_lazy("Name"), max_length=120)
    vision = fields.TextField(
        label=gettext_lazy("Vision"),
        help_text=gettext_lazy(
            "One sentence that a customer would understand. It is shown on the far bank."
        ),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    ambitions = fields.LinesField(
        label=gettext_lazy("Ambitions"),
        help_text=gettext_lazy("What should customers notice? One per line."),
        required=False,
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    starts_on = forms.DateField(
        label=gettext_lazy("First day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    ends_on = forms.DateField(
        label=gettext_lazy("Last day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def clean_ambitions(self) -> list[str]:
        kept = list(dict.fromkeys(outline.names(self.cleaned_data["ambitions"])))
        if any(len(line) > 200 for line in kept):
            raise ValidationError(_("Keep an ambition to 200 characters."))
        return kept


@allow("programme_change")
@require_http_methods(["GET", "POST"])
def programme_change(request: HttpRequest) -> HttpResponse:
    """Start the programme, or change it; a second editor's text is shown, never overwritten."""
    programme = selectors.programme_current(organisation=request.organisation)
    form = ProgrammeForm(request.POST or None, initial=_initial(programme))
    if form.is_valid():
        try:
            _save(request, programme, form.cleaned_data)
        except VersionConflict as conflict:
            form.add_error(
                None,
                _(
                    "This was changed meanwhile, by somebody else or in another tab. Look, and save once more."
                ),
            )
            return _page(request, form, programme, status=409, theirs=conflict.theirs)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("programme:programme_change", request.organisation.slug)
    return _page(request, form, programme, status=422 if form.is_bound else 200)


def _save(request: HttpRequest, programme: Programme | None, values: dict[str, Any]) -> None:
    if programme is None:
        services.programme_start(act=request.act, **values)
        return
    if request.POST.get("version") == "":  # there was none when this page was opened
        raise VersionConflict(programme)
    version = sent_version(request, programme.version)
    services.programme_change(act=request.act, programme=programme, version=version, **values)


def _initial(programme: Programme | None) -> dict[str, Any]:
    if programme is None:
        return {}
    texts = programme.ambitions.values_list("text", flat=True)
    return {
        "name": programme.name,
        "vision": programme.vision,
        "starts_on": programme.starts_on,
        "ends_on": programme.ends_on,
        "ambitions": "\n".join(texts),
    }


def _page(
    request: HttpRequest,
    form: ProgrammeForm,
    programme: Programme | None,
    status: int,
    theirs: Any = None,
) -> HttpResponse:
    context = {"form": form, "programme": programme, "theirs": theirs}
    return render(request, "pages/programme_change.html", context, status=status)
