"""Clapping for a success, and taking it back."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from backend.events import services as events
from backend.events.acts import Act
from backend.inbox import services as inbox
from backend.initiatives.selectors import in_team
from backend.successes.events import ApplauseGiven, ApplauseWithdrawn, ApplauseWorded
from backend.successes.models import APPLAUSE_LIMIT, Applause, Success
from backend.writing.texts import optional_line


@transaction.atomic
def applaud(
    *,
    act: Act,
    success: Success,
    sentence: str = "",
) -> Success:
    """Clap for a success, with a few words for the makers if one wishes; they alone read them.

    Clapping twice is clapping once; other words replace the earlier ones, none leave them. Who
    claps knows the success: it is no news any more. Raises `ValidationError` for a success that is
    not told or one's own, and at `sentence`.
    """
    said = optional_line("sentence", sentence, APPLAUSE_LIMIT)
    success = _held(success)
    if success.told_at is None:
        raise ValidationError(_("This story has not been told yet."))
    if in_team(membership=act.actor, initiative=success.initiative):
        raise ValidationError(_("You made this together: the applause is for you."))
    found, new = Applause.objects.get_or_create(
        organisation_id=success.organisation_id,
        success=success,
        membership=act.actor,
        defaults={"given_at": act.at, "sentence": said},
    )
    if new:
        _count(success, 1)
        _record(act, ApplauseGiven, success)
    elif said and said != found.sentence:
        found.sentence, found.given_at = said, act.at
        found.save(update_fields=["sentence", "given_at"])
        _record(act, ApplauseWorded, success)
    inbox.seen(membership=act.actor, page="success", subject_id=success.pk)
    return success


@transaction.atomic
def applause_withdraw(*, act: Act, success: Success) -> Success:
    """Undo of `applaud`, with its words; who had not clapped changes nothing."""
    success = _held(success)
    gone, _models = Applause.objects.filter(success=success, membership=act.actor).delete()
    if gone:
        _count(success, -1)
        _record(act, ApplauseWithdrawn, success)
    return success


def _held(success: Success) -> Success:
    """Before the applause, so that it is not taken back meanwhile, and two wait in one order."""
    held = Success.objects.select_for_update(of=("self",), no_key=True)
    found: Success = held.get(pk=success.pk)
    return found


def _count(success: Success, by: int) -> None:
    """Counted in the database, so that two colleagues at once are two."""
    Success.objects.filter(pk=success.pk).update(applause_count=F("applause_count") + by)
    success.refresh_from_db(fields=["applause_count"])


def _record(
    act: Act, kind: type[ApplauseGiven | ApplauseWorded | ApplauseWithdrawn], success: Success
) -> None:
    events.record(act, kind(success_id=success.pk), subject=success)
