"""Work that failed by itself: tried again, longer apart each time, then left lying by name.

What goes wrong in a subscriber, a fold, a fan-out or a round of reminders must stop no other, may
not be tried for ever unseen, and must not be lost.
"""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from backend.outbox.errors import place
from backend.outbox.models import FailedWork

What = FailedWork.What
# After so many tries it lies still until somebody presses "Try again".
MOST_TRIES = 8
_FIRST_WAIT = timedelta(seconds=30)
_LONGEST_WAIT = timedelta(hours=1)


@transaction.atomic
def note(
    *, what: str, organisation_id: int, subject_id: int, error: BaseException, kind: str = ""
) -> FailedWork:
    """Count a failure of this piece of work. Only the kind of error is kept, and where it arose."""
    row, _fresh = FailedWork._base_manager.select_for_update().get_or_create(
        what=what,
        subject_id=subject_id,
        defaults={
            "organisation_id": organisation_id,
            "kind": kind,
            "tries": 0,
            "try_after": timezone.now(),
        },
    )
    row.tries += 1
    row.error, row.place = type(error).__name__[:300], place(error)[:200]
    row.try_after = timezone.now() + min(_LONGEST_WAIT, _FIRST_WAIT * 2 ** min(row.tries - 1, 10))
    if row.tries >= MOST_TRIES and row.dead_at is None:
        row.dead_at = timezone.now()
    row.save()
    return row


def done(*, what: str, subject_id: int) -> None:
    """It went well after all."""
    FailedWork._base_manager.filter(what=what, subject_id=subject_id).delete()


def waiting(*, what: str) -> set[int]:
    """The rows whose work must not be tried now: too soon, or dead."""
    return {pk for pk, may in tries(what=what).items() if not may}


def tries(*, what: str) -> dict[int, bool]:
    """The rows whose work failed and has not gone well since → whether it may be tried now."""
    now = timezone.now()
    found = FailedWork._base_manager.filter(what=what)
    return {
        pk: dead_at is None and try_after <= now
        for pk, dead_at, try_after in found.values_list("subject_id", "dead_at", "try_after")
    }
