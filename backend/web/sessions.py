"""Sessions that ended by themselves: their rows stay until somebody removes them."""

from __future__ import annotations

from django.contrib.sessions.models import Session
from django.utils import timezone

AT_ONCE = 5000


def expired_remove() -> int:
    """Remove sessions whose time is over, so many at once at most; how many."""
    over = Session.objects.filter(expire_date__lt=timezone.now()).order_by("expire_date")
    removed, _kinds = Session.objects.filter(pk__in=over.values("pk")[:AT_ONCE]).delete()
    return removed
