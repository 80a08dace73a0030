"""What an initiative, one room below, shows of the success that it became."""

from __future__ import annotations

from django.db.models import Q
from django.urls import reverse

from backend.initiatives import telling
from backend.initiatives.models import Initiative
from backend.initiatives.telling import Story, Teller
from backend.listening import uses
from backend.successes.models import Success


def register() -> None:
    """Tell the stories of initiatives, and say which words stand in them."""
    telling.told_by(Teller(_story, _events, _tell_url, along=("success",)))
    uses.used_where("success", lambda words: Success.objects.filter(words=words).exists())


def _success(initiative: Initiative) -> Success | None:
    found: Success | None = getattr(initiative, "success", None)
    return found


def _story(initiative: Initiative) -> Story | None:
    success = _success(initiative)
    if success is None:
        return None
    place = [initiative.organisation.slug, success.uid]
    url = reverse("successes:success_detail", args=place)
    return Story(success.title, url, success.golden_step_id, success.told_at is not None)


def _events(initiative: Initiative) -> Q:
    success = _success(initiative)
    if success is None:
        return Q(pk__in=[])
    own = Q(subject_type="success", subject_id=success.pk) & ~Q(kind__startswith="applause")
    return own | Q(subject_type="announcement", payload__success_id=success.pk)


def _tell_url(initiative: Initiative) -> str:
    return reverse("successes:success_tell", args=[initiative.organisation.slug, initiative.uid])
