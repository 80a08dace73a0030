"""Quiet forms: my profile, the people, the units, whom we serve, the settings."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from backend.organisations import selectors, services
from backend.organisations.forms import (
    InvitationForm,
    MembershipForm,
    NameForm,
    OrganisationForm,
    ProfileForm,
    UnitForm,
)
from backend.organisations.http import HttpRequest
from backend.organisations.models import CustomerGroup, Membership, Process, Unit
from backend.organisations.permissions import allow
from backend.tenancy.models import VersionConflict

PAGE_SIZE = 50


@allow("profile")
@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """My name and language; the way to my password and to what I am mailed."""
    person = request.membership.person
    form = ProfileForm(
        request.POST or None, initial={"name": person.name, "language": person.language}
    )
    if form.is_valid():
        services.person_change(person=person, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("organisations:profile", request.organisation.slug)
    return _form(request, "organisations/profile.html", form)


@allow("people")
@require_GET
def people(request: HttpRequest) -> HttpResponse:
    """Everybody who takes part, to search in."""
    search = request.GET.get("q", "").strip()[:80]
    found = selectors.people(organisation=request.organisation, search=search)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    template = "organisations/people.html" + ("#list" if _partial(request) else "")
    return render(request, template, {"page_obj": page, "search": search})


@allow("membership_invite")
@require_http_methods(["GET", "POST"])
def membership_invite(request: HttpRequest) -> HttpResponse:
    """Invite somebody by e-mail."""
    form = InvitationForm(request.POST or None, organisation=request.organisation)
    if form.is_valid() and _try(
        form, services.membership_invite, actor=request.membership, **form.cleaned_data
    ):
        messages.success(request, _("The invitation is on its way."))
        return redirect("organisations:people", request.organisation.slug)
    return _form(request, "organisations/membership_invite.html", form)


@allow("membership_change")
@require_http_methods(["GET", "POST"])
def membership_change(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Somebody's team and roles; what a second editor chose is shown, never overwritten."""
    member = get_object_or_404(Membership.objects.select_related("person", "unit"), uid=uid)
    initial = {"unit": member.unit and member.unit.uid, "roles": member.roles}
    form = MembershipForm(request.POST or None, initial=initial, organisation=request.organisation)
    if form.is_valid():
        version = _version(request, member.version)
        done = _try(
            form,
            services.membership_change,
            actor=request.membership,
            membership=member,
            version=version,
            **form.cleaned_data,
        )
        if done:
            messages.success(request, _("Saved."))
            return redirect("organisations:people", request.organisation.slug)
    return _form(request, "organisations/membership_change.html", form, member=member)


@allow("membership_end")
@require_POST
def membership_end(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Somebody no longer takes part; can be undone from the message."""
    member = get_object_or_404(Membership.objects.select_related("person"), uid=uid)
    try:
        services.membership_end(actor=request.membership, membership=member)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("organisations:membership_change", request.organisation.slug, uid)
    undo = reverse("organisations:membership_return", args=[request.organisation.slug, uid])
    text = _("%(name)s no longer takes part.") % {"name": member.person.name}
    messages.success(request, text, extra_tags=f"undo:{undo}")
    return redirect("organisations:people", request.organisation.slug)


@allow("membership_return")
@require_POST
def membership_return(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Somebody who had left takes part again."""
    member = get_object_or_404(Membership.objects.select_related("person"), uid=uid)
    try:
        services.membership_return(actor=request.membership, membership=member)
        messages.success(request, _("%(name)s takes part again.") % {"name": member.person.name})
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("organisations:people", request.organisation.slug)


@allow("membership_remind")
@require_POST
def membership_remind(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Send an invitation once more; the earlier link ends."""
    member = get_object_or_404(Membership.objects.select_related("person", "unit"), uid=uid)
    try:
        services.membership_invite(
            actor=request.membership,
            email=member.person.email,
            name=member.person.name,
            unit=member.unit,
            roles=member.roles,
        )
        messages.success(request, _("The invitation is on its way."))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("organisations:people", request.organisation.slug)


@allow("settings")
@require_http_methods(["GET", "POST"])
def settings(request: HttpRequest) -> HttpResponse:
    """The organisation's name, language, working days and quiet hours."""
    names = OrganisationForm.base_fields
    initial = {name: getattr(request.organisation, name) for name in names}
    form = OrganisationForm(request.POST or None, initial=initial)
    if form.is_valid():
        services.organisation_change(actor=request.membership, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("organisations:settings", request.organisation.slug)
    return _form(request, "organisations/settings.html", form)


@allow("unit_list")
@require_GET
def unit_list(request: HttpRequest) -> HttpResponse:
    """The departments with their teams."""
    tree = selectors.unit_tree(organisation=request.organisation)
    return render(request, "organisations/unit_list.html", {"tree": tree})


@allow("unit_add")
@require_http_methods(["GET", "POST"])
def unit_add(request: HttpRequest) -> HttpResponse:
    """A new department or team."""
    initial = {"parent": request.GET.get("parent")}
    form = UnitForm(request.POST or None, initial=initial, organisation=request.organisation)
    if form.is_valid() and _try(
        form, services.unit_add, actor=request.membership, **form.cleaned_data
    ):
        messages.success(request, _("Saved."))
        return redirect("organisations:unit_list", request.organisation.slug)
    return _form(request, "organisations/unit_change.html", form)


@allow("unit_change")
@require_http_methods(["GET", "POST"])
def unit_change(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Rename a unit, or place it elsewhere."""
    unit = get_object_or_404(Unit.objects.select_related("parent"), uid=uid)
    initial = {"name": unit.name, "parent": unit.parent and unit.parent.uid}
    form = UnitForm(request.POST or None, initial=initial, organisation=request.organisation)
    if form.is_valid() and _try(
        form, services.unit_change, actor=request.membership, unit=unit, **form.cleaned_data
    ):
        messages.success(request, _("Saved."))
        return redirect("organisations:unit_list", request.organisation.slug)
    return _form(request, "organisations/unit_change.html", form, unit=unit)


@allow("customers")
@require_GET
def customers(request: HttpRequest) -> HttpResponse:
    """Whom we serve and with which services."""
    return _customers(request)


@allow("process_add")
@require_POST
def process_add(request: HttpRequest) -> HttpResponse:
    """Add a service to the list."""
    return _name_add(request, services.process_add, "process_form")


@allow("customer_group_add")
@require_POST
def customer_group_add(request: HttpRequest) -> HttpResponse:
    """Add a customer group to the list."""
    return _name_add(request, services.customer_group_add, "group_form")


def _name_add(request: HttpRequest, service: Any, name: str) -> HttpResponse:
    form = NameForm(request.POST, prefix=name)
    if form.is_valid() and _try(form, service, actor=request.membership, **form.cleaned_data):
        messages.success(request, _("Saved."))
        return redirect("organisations:customers", request.organisation.slug)
    return _customers(request, status=422, **{name: form})


def _customers(request: HttpRequest, status: int = 200, **forms: BaseForm) -> HttpResponse:
    context = {
        "processes": Process.objects.all(),
        "groups": CustomerGroup.objects.all(),
        "process_form": NameForm(prefix="process_form"),
        "group_form": NameForm(prefix="group_form"),
        **forms,
    }
    return render(request, "organisations/customers.html", context, status=status)


def _form(request: HttpRequest, template: str, form: BaseForm, **context: Any) -> HttpResponse:
    status = 422 if form.is_bound else 200
    return render(request, template, {"form": form, **context}, status=status)


def _try(form: Any, service: Any, **arguments: Any) -> bool:
    """Whether the service did it; what it refuses stands at the field."""
    try:
        service(**arguments)
    except VersionConflict as conflict:
        form.conflict = conflict.theirs
        form.add_error(
            None, _("Somebody else changed this at the same time. Look, and save once more.")
        )
        return False
    except ValidationError as error:
        form.add_error(None, error)
        return False
    return True


def _version(request: HttpRequest, default: int) -> int:
    sent = request.POST.get("version", "")
    return int(sent) if sent.isdecimal() and len(sent) < 10 else default


def _partial(request: HttpRequest) -> bool:
    """Whether htmx asks for a piece of this page rather than a whole one."""
    return bool(request.htmx) and not request.htmx.boosted
