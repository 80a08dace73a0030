"""What an administrator does about mail that is stuck: hold it, go on, try again, cancel, undo.

Each is one statement on the rows that it is about, so that of two administrators who press at the
same moment one has the effect, and the other is told that it was done.
"""

from __future__ import annotations

from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from backend.events import services as events
from backend.events.acts import Act
from backend.organisations.permissions import require
from backend.outbox import pauses, reopening
from backend.outbox.events import (
    MailCancelled,
    MailCancelUndone,
    MailHeld,
    MailResumed,
    MailTriedAgain,
    WorkTriedAgain,
)
from backend.outbox.models import Delivery, FailedWork, Fanout, Pause
from backend.outbox.states import NOT_ARRIVED, WAITING, State


@transaction.atomic
def mail_hold(*, act: Act) -> bool:
    """Let no mail of this organisation leave until somebody goes on; False when it was held.

    Codes to sign in leave all the same: they are of a person, not of an organisation.
    """
    require(act.actor, "mail_hold")
    _row, fresh = Pause.objects.get_or_create(
        organisation=act.organisation, domain=pauses.EVERYWHERE, defaults={"by": act.actor}
    )
    if fresh:
        events.record(act, MailHeld(), subject=act.organisation)
    return fresh


@transaction.atomic
def mail_resume(*, act: Act) -> bool:
    """Undo of `mail_hold`; what waited keeps for as much longer. False when nothing was held."""
    require(act.actor, "mail_resume")
    held = Pause.objects.select_for_update().filter(organisation=act.organisation).first()
    if held is None:
        return False
    Delivery.objects.filter(organisation=act.organisation, state__in=WAITING).update(
        expires_at=F("expires_at") + (timezone.now() - held.since)
    )
    held.delete()
    events.record(act, MailResumed(), subject=act.organisation)
    return True


@transaction.atomic
def mail_try_again(*, act: Act, kind: str, fanout: Fanout | None) -> int:
    """Open what did not arrive again, and try what waits for another try now; how many mails.

    Not what a recipient's own address refused: that would be refused again.
    """
    require(act.actor, "mail_try_again")
    rows = _lot(act, kind, fanout)
    opened = reopening.reopen(rows.filter(state__in=NOT_ARRIVED))
    opened += rows.filter(state=State.RETRY, not_before__gt=timezone.now()).update(
        not_before=timezone.now()
    )
    if opened:
        _record(act, MailTriedAgain, kind, fanout)
    return opened


@transaction.atomic
def mail_cancel(*, act: Act, kind: str, fanout: Fanout | None) -> UUID | None:
    """Send no more of what waits; the press, by which it can be undone. None when nothing waited.

    What is on its way at this moment leaves. Raises `ValidationError` while an announcement's mails
    are still being written.
    """
    require(act.actor, "mail_cancel")
    held = Fanout.objects.select_for_update(of=("self",)).get(pk=fanout.pk) if fanout else None
    if held is not None and held.finished_at is None:
        raise ValidationError(_("These mails are still being prepared. Try again in a moment."))
    press = uuid4()
    number = (
        _lot(act, kind, fanout)
        .filter(state__in=WAITING)
        .update(state=State.CANCELLED, cancelled_by=press, settled_at=timezone.now(), held_for="")
    )
    if not number:
        return None
    if held is not None:
        Fanout.objects.filter(pk=held.pk).update(cancelled=F("cancelled") + number)
    _record(act, MailCancelled, kind, fanout)
    return press


@transaction.atomic
def mail_cancel_undo(*, act: Act, press: UUID) -> int:
    """Undo of `mail_cancel`: what that press cancelled waits again; how many mails."""
    require(act.actor, "mail_cancel_undo")
    rows = Delivery.objects.filter(
        organisation=act.organisation, state=State.CANCELLED, cancelled_by=press
    )
    first = rows.select_related("fanout").first()
    if first is None:
        return 0
    opened = reopening.reopen(rows)
    if opened:
        _record(act, MailCancelUndone, first.message, first.fanout)
    return opened


@transaction.atomic
def mail_probe(*, act: Act) -> bool:
    """Try the way out now, and the domains that rest, rather than when their pause is over.

    One message each; False when nothing rests.
    """
    require(act.actor, "mail_probe")
    now = timezone.now()
    resting = Pause.objects.filter(organisation=None)
    domains = list(resting.exclude(domain=pauses.EVERYWHERE).values_list("domain", flat=True))
    found = resting.filter(until__gt=now).update(until=now)
    Delivery.objects.filter(held_for__in=domains, state__in=WAITING, not_before__gt=now).update(
        not_before=now
    )
    events.wake()
    return bool(found or resting.exists())


@transaction.atomic
def work_try_again(*, act: Act, work: FailedWork) -> bool:
    """Try what failed by itself now, as often as at first; False when it went well meanwhile, or
    somebody else did so a moment ago."""
    require(act.actor, "work_try_again")
    now = timezone.now()
    found = FailedWork.objects.select_for_update(of=("self",)).filter(pk=work.pk).first()
    if found is None or (found.dead_at is None and found.try_after <= now):
        return False
    found.dead_at, found.tries, found.try_after = None, 0, now
    found.save(update_fields=["dead_at", "tries", "try_after"])
    events.record(act, WorkTriedAgain(), subject=act.organisation)
    return True


def _lot(act: Act, kind: str, fanout: Fanout | None) -> QuerySet[Delivery]:
    """The mails of one line of the page."""
    return Delivery.objects.filter(
        organisation=act.organisation, message=kind, fanout=fanout.pk if fanout else None
    )


def _record(
    act: Act,
    kind: type[MailTriedAgain | MailCancelled | MailCancelUndone],
    message: str,
    fanout: Fanout | None,
) -> None:
    happening = kind(message=message, fanout_id=fanout.pk if fanout else None)
    events.record(act, happening, subject=act.organisation)
