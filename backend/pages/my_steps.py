"""What small step did I take, what waits for me?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_GET

from backend.inbox.waiting import waiting
from backend.initiatives import selectors
from backend.initiatives.forms import StepForm
from backend.initiatives.models import Step
from backend.initiatives.sentences import steps_sentence
from backend.initiatives.stones import Strip, strip_of
from backend.organisations import selectors as organisations
from backend.organisations.http import HttpRequest
from backend.organisations.models import Membership
from backend.pages.beginnings import beginnings
from backend.pages.welcome import welcome
from backend.successes import selectors as successes
from backend.web.permissions import allow

# A season: as far back as one's own strip goes.
WEEKS = 13
LATEST = 4
PLANNED = 3
APPLAUSE = 3
WAITING = 12


@dataclass(frozen=True)
class Stones:
    """One's own steps of the last season."""

    strip: Strip
    latest: Sequence[Step]
    planned: Sequence[Step]
    sentence: str


@allow("my_steps")
@require_GET
def my_steps(request: HttpRequest) -> HttpResponse:
    """The one field, my stones, what waits for me, who clapped; or one part of it for htmx."""
    membership, today = request.membership, request.organisation.today()
    target = (request.htmx.target or "").partition("#")[2] if request.htmx else ""
    context: dict[str, object] = {"nav": "steps", "today": today}
    if target == "stones":
        context["stones"] = stones(membership=membership, today=today)
    if target in {"", "main", "waiting"}:
        context["waiting"] = waiting(membership=membership, today=today, most=WAITING)
    part = f"#{target}" if target in {"stones", "waiting"} else ""
    context["is_part"] = bool(part)
    if not part:
        context |= _whole(membership, today)
    response = render(request, f"pages/my_steps.html{part}", context)
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response


def _whole(membership: Membership, today: date) -> dict[str, object]:
    """What only the whole page has."""
    own = stones(membership=membership, today=today)
    return {
        "stones": own,
        "form": StepForm(membership=membership),
        "place": "home",
        "welcome": welcome(membership=membership, has_steps=bool(own.latest or own.planned)),
        "beginnings": beginnings(membership=membership),
        "offers": organisations.invitations_open(person=membership.person),
        "applause": successes.applause_for(membership=membership, limit=APPLAUSE),
    }


@allow("step_new")
@require_GET
def step_new(request: HttpRequest) -> HttpResponse:
    """The same field on a page of its own, from wherever one is (`?initiative=`)."""
    wanted = request.GET.get("initiative", "")
    chosen = selectors.initiative_to_log_in(membership=request.membership, uid=wanted)
    form = StepForm(membership=request.membership, chosen=chosen)
    context = {"form": form, "nav": "steps", "place": "alone"}
    return render(request, "initiatives/step_create.html", context)


def stones(*, membership: Membership, today: date) -> Stones:
    """One's own steps since the Monday of twelve weeks ago, and the planned ones."""
    since = today - timedelta(days=today.weekday(), weeks=WEEKS - 1)
    found = list(selectors.steps_of(membership=membership, since=since))
    done = [step for step in found if step.done_on]
    # What is past its day waits for an answer; what is still to come stands by.
    days = [(step.planned_on, step) for step in found if step.planned_on and not step.done_on]
    to_come = sorted((one for one in days if one[0] >= today), key=lambda one: one[0])
    planned = [step for _day, step in to_come[:PLANNED]]
    sentence = steps_sentence(len(done), len(days), since)
    return Stones(strip_of(found, key="own", width=400), done[:LATEST], planned, sentence)
