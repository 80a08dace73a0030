"""Whom we serve and with which services: two lists that people choose from."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from backend.organisations import selectors, services
from backend.organisations.forms import NameForm
from backend.organisations.http import HttpRequest
from backend.organisations.models import CustomerGroup, Process
from backend.organisations.views.forms import attempt, form_page, sent_seen
from backend.web.answers import done
from backend.web.holders import form_on
from backend.web.permissions import allow

Service = Callable[..., Any]


@allow("customers")
@require_GET
def customers(request: HttpRequest) -> HttpResponse:
    """Whom we serve and with which services."""
    return _customers(request)


@allow("process_add")
@form_on("organisations:customers")
def process_add(request: HttpRequest) -> HttpResponse:
    """Add a service to the list."""
    return _add(request, services.process_add, "process_form")


@allow("process_change")
@require_http_methods(["GET", "POST"])
def process_change(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Call a service otherwise."""
    process = get_object_or_404(Process, uid=uid)
    return _change(request, services.process_change, process=process)


@allow("process_end")
@form_on("organisations:process_change", "uid")
def process_end(request: HttpRequest, uid: UUID) -> HttpResponse:
    """A service ends; can be undone from the message."""
    process = services.process_end(act=request.act, process=get_object_or_404(Process, uid=uid))
    return _ended(request, process.name, "process_return", uid)


@allow("process_return")
@form_on("organisations:process_change", "uid")
def process_return(request: HttpRequest, uid: UUID) -> HttpResponse:
    """A service that ended can be chosen again."""
    process = services.process_return(act=request.act, process=get_object_or_404(Process, uid=uid))
    return _returned(request, process.name)


@allow("customer_group_add")
@form_on("organisations:customers")
def customer_group_add(request: HttpRequest) -> HttpResponse:
    """Add a customer group to the list."""
    return _add(request, services.customer_group_add, "group_form")


@allow("customer_group_change")
@require_http_methods(["GET", "POST"])
def customer_group_change(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Call a customer group otherwise."""
    group = get_object_or_404(CustomerGroup, uid=uid)
    return _change(request, services.customer_group_change, customer_group=group)


@allow("customer_group_end")
@form_on("organisations:customer_group_change", "uid")
def customer_group_end(request: HttpRequest, uid: UUID) -> HttpResponse:
    """A customer group ends; can be undone from the message."""
    group = services.customer_group_end(
        act=request.act, customer_group=get_object_or_404(CustomerGroup, uid=uid)
    )
    return _ended(request, group.name, "customer_group_return", uid)


@allow("customer_group_return")
@form_on("organisations:customer_group_change", "uid")
def customer_group_return(request: HttpRequest, uid: UUID) -> HttpResponse:
    """A customer group that ended can be chosen again."""
    group = services.customer_group_return(
        act=request.act, customer_group=get_object_or_404(CustomerGroup, uid=uid)
    )
    return _returned(request, group.name)


def _add(request: HttpRequest, service: Service, name: str) -> HttpResponse:
    form = NameForm(request.POST, prefix=name)
    if form.is_valid() and attempt(form, service, act=request.act, **form.cleaned_data):
        return done(request, _("Saved."), to=_list_url(request))
    return _customers(request, status=422, **{name: form})


def _change(request: HttpRequest, service: Service, **named: Any) -> HttpResponse:
    ((what, row),) = named.items()
    form = NameForm(request.POST or None, initial={"name": row.name})
    if form.is_valid() and attempt(
        form, service, act=request.act, seen=sent_seen(request), **named,
        **form.cleaned_data,
    ):  # fmt: skip
        return done(request, _("Saved."), to=_list_url(request))
    address = [request.organisation.slug, row.uid]
    return form_page(
        request,
        "organisations/named_change.html",
        form,
        of=row,
        row=row,
        end_url=reverse(f"organisations:{what}_end", args=address),
        return_url=reverse(f"organisations:{what}_return", args=address),
    )


def _ended(request: HttpRequest, name: str, undo: str, uid: UUID) -> HttpResponse:
    url = reverse(f"organisations:{undo}", args=[request.organisation.slug, uid])
    text = _("“%(name)s” can no longer be chosen.") % {"name": name}
    return done(request, text, undo=url, to=_list_url(request))


def _returned(request: HttpRequest, name: str) -> HttpResponse:
    text = _("“%(name)s” can be chosen again.") % {"name": name}
    return done(request, text, to=_list_url(request))


def _list_url(request: HttpRequest) -> str:
    return reverse("organisations:customers", args=[request.organisation.slug])


def _customers(request: HttpRequest, status: int = 200, **forms: BaseForm) -> HttpResponse:
    context = {
        "processes": selectors.named(Process, organisation=request.organisation),
        "groups": selectors.named(CustomerGroup, organisation=request.organisation),
        "process_form": NameForm(prefix="process_form"),
        "group_form": NameForm(prefix="group_form"),
        **forms,
    }
    return render(request, "organisations/customers.html", context, status=status)
