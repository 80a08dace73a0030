"""What the quiet forms of an organisation have in common."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from backend.organisations.http import HttpRequest
from backend.tenancy.models import VersionConflict
from backend.web.opened import Seen, read, seen_of


def form_page(
    request: HttpRequest, template: str, form: BaseForm, *, of: Any = None, **context: Any
) -> HttpResponse:
    """The page with this form; 422 where it was sent and refused. `of` is the row it changes, as it
    stands: it is brought along (see `seen`)."""
    status = 422 if form.is_bound else 200
    if of is not None:
        context["seen"] = seen_of(of, form.fields)
    return render(request, template, {"form": form, **context}, status=status)


def attempt(form: Any, service: Any, **arguments: Any) -> bool:
    """Whether the service did it, with its answer in `form.done`; what it refuses stands at the field."""
    try:
        form.done = service(**arguments)
    except VersionConflict as conflict:
        form.conflict = conflict.theirs
        form.add_error(
            None,
            _(
                "This was changed meanwhile, by somebody else or in another tab. Look, and save once more."
            ),
        )
        return False
    except ValidationError as error:
        form.add_error(None, error)
        return False
    return True


def sent_seen(request: HttpRequest) -> Seen | None:
    """What the person had before them."""
    return read(request.POST.get("seen", ""))
