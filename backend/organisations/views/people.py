"""Who takes part: found, invited, changed, gone and back."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from backend.events.selectors import history
from backend.organisations import histories, selectors, services
from backend.organisations.forms import (
    CorrectionForm,
    InvitationForm,
    InvitationsForm,
    MembershipForm,
)
from backend.organisations.http import HttpRequest
from backend.organisations.models import Membership, MembershipState
from backend.organisations.views.forms import attempt, form_page
from backend.text import written
from backend.web import paging
from backend.web.answers import done, go
from backend.web.holders import form_on
from backend.web.permissions import allow
from backend.web.replay import is_part
from backend.web.versions import sent_version

PAGE_SIZE = 50
# As far back as somebody's own page goes.
HISTORY = 30
# How many lines that were skipped a message tells of.
TOLD = 6
# A message that stands until it is closed: who has to do something with it may write it down.
LASTING = "lasting"


@allow("people")
@require_GET
def people(request: HttpRequest) -> HttpResponse:
    """Everybody who takes part, or (`?left=1`) no longer does, to search in."""
    search, left = (
        written.search(request.GET.get("q", "")),
        request.GET.get("left") == "1",
    )
    found = selectors.people(organisation=request.organisation, search=search, left=left)
    of, place = f"people:{request.organisation.pk}", request.GET.get("after", "")
    page = paging.page(found, of=of, size=PAGE_SIZE, place=place)
    template = "organisations/people.html" + ("#list" if is_part(request) else "")
    chosen = {"q": search, "left": "1" if left else ""}
    query = urlencode({name: value for name, value in chosen.items() if value})
    context = {
        "page_obj": page,
        "search": search,
        "left": left,
        "query": query,
        # Told of the whole list only, which then stands on one page.
        "invited": sum(one.state == MembershipState.INVITED for one in page),
    }
    return render(request, template, context)


@allow("membership_invite")
@require_http_methods(["GET", "POST"])
def membership_invite(request: HttpRequest) -> HttpResponse:
    """Invite somebody by e-mail."""
    form = InvitationForm(request.POST or None, organisation=request.organisation)
    if form.is_valid() and attempt(
        form, services.membership_invite, act=request.act, **form.cleaned_data
    ):
        messages.success(request, _went(form.done))
        return redirect("organisations:people", request.organisation.slug)
    return form_page(request, "organisations/membership_invite.html", form)


@allow("memberships_invite")
@require_http_methods(["GET", "POST"])
def memberships_invite(request: HttpRequest) -> HttpResponse:
    """Invite several people at once: all of them, or nobody yet."""
    form = InvitationsForm(request.POST or None, organisation=request.organisation)
    if form.is_valid() and attempt(
        form, services.memberships_invite, act=request.act, **form.cleaned_data
    ):
        lasting = LASTING if form.done.skipped else ""
        messages.success(request, _invited(form.done), extra_tags=lasting)
        return redirect("organisations:people", request.organisation.slug)
    return form_page(request, "organisations/memberships_invite.html", form)


@allow("membership_change")
@require_http_methods(["GET", "POST"])
def membership_change(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Somebody's team and roles; what a second editor chose is shown, never overwritten."""
    member = get_object_or_404(Membership.objects.select_related("person", "unit"), uid=uid)
    initial = {"unit": member.unit and member.unit.uid, "roles": member.roles}
    form = MembershipForm(request.POST or None, initial=initial, organisation=request.organisation)
    if form.is_valid():
        version = sent_version(request, member.version)
        done = attempt(
            form,
            services.membership_change,
            act=request.act,
            membership=member,
            version=version,
            **form.cleaned_data,
        )
        if done:
            messages.success(request, _("Saved."))
            return redirect("organisations:people", request.organisation.slug)
    changes = histories.lines(history(subject=member)[:HISTORY])
    context = {"member": member, "changes": changes}
    return form_page(request, "organisations/membership_change.html", form, **context)


@allow("membership_correct")
@require_http_methods(["GET", "POST"])
def membership_correct(request: HttpRequest, uid: UUID) -> HttpResponse:
    """What somebody is called, and the address of an invitation that is still open."""
    member = get_object_or_404(Membership.objects.select_related("person", "unit"), uid=uid)
    form = CorrectionForm(
        request.POST or None,
        initial={"name": member.own_name, "email": member.person.email},
        with_address=services.may_readdress(member),
    )
    if form.is_valid():
        version = sent_version(request, member.version)
        if attempt(
            form,
            services.membership_correct,
            act=request.act,
            membership=member,
            version=version,
            **form.cleaned_data,
        ):
            messages.success(request, _("Saved."))
            return redirect("organisations:membership_change", request.organisation.slug, uid)
    return form_page(request, "organisations/membership_correct.html", form, member=member)


@allow("membership_end")
@form_on("organisations:membership_change", "uid")
def membership_end(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Somebody no longer takes part; can be undone from the message."""
    member = get_object_or_404(Membership.objects.select_related("person"), uid=uid)
    try:
        services.membership_end(act=request.act, membership=member)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("organisations:membership_change", request.organisation.slug, uid)
    undo = reverse("organisations:membership_return", args=[request.organisation.slug, uid])
    text = _("%(name)s no longer takes part.") % {"name": member.name}
    return done(request, text, undo=undo, to=_list_url(request))


@allow("membership_return")
@form_on("organisations:membership_change", "uid")
def membership_return(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Somebody who had left takes part again."""
    member = get_object_or_404(Membership.objects.select_related("person"), uid=uid)
    try:
        back = services.membership_return(act=request.act, membership=member)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return go(request, _list_url(request))
    text = _("%(name)s takes part again.") % {"name": member.name}
    if back.state == MembershipState.INVITED:
        text = _("%(name)s is invited again.") % {"name": member.name}
        text = f"{text} {_went(back)}"
    return done(request, text, to=_list_url(request))


@allow("membership_remind")
@form_on("organisations:people")
def membership_remind(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Send an invitation once more; the earlier link ends."""
    member = get_object_or_404(Membership.objects.select_related("person", "unit"), uid=uid)
    try:
        services.membership_remind(act=request.act, membership=member)
        messages.success(request, _ready())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("organisations:people", request.organisation.slug)


def _invited(invited: services.Invited) -> str:
    """How many were invited, and what became of the other lines."""
    n = sum(one.mailed_now for one in invited.members)
    right = len(invited.members) - n
    text = ngettext(
        "%(n)s invitation is ready, and goes out as soon as it can.",
        "%(n)s invitations are ready, and go out as soon as they can.",
        n,
    )
    put_right = ngettext(
        "%(n)s was put right without a new e-mail: one went out less than an hour ago.",
        "%(n)s were put right without a new e-mail: one went out less than an hour ago.",
        right,
    )
    told = [text % {"n": n}] if n else []
    told += [put_right % {"n": right}] if right else []
    skipped = invited.skipped[:TOLD]
    more = len(invited.skipped) - len(skipped)
    if more:
        skipped = [*skipped, ngettext("%(n)s more line.", "%(n)s more lines.", more) % {"n": more}]
    return " ".join([*told, *([_("Skipped:"), *skipped] if skipped else [])])


def _ready() -> str:
    """True whatever the mail is doing, also while it is on hold; the page says what it does."""
    return _("The invitation is ready, and goes out as soon as it can.")


def _went(member: Membership) -> str:
    if member.mailed_now:
        return _ready()
    return _(
        "Put right, without a new e-mail: one went out less than an hour ago, and its link works."
    )


def _list_url(request: HttpRequest) -> str:
    return reverse("organisations:people", args=[request.organisation.slug])
