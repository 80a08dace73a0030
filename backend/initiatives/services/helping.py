"""Offering help to somebody who is stuck, and taking the offer back."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from backend.events import services as events
from backend.events.kinds import Kind
from backend.initiatives.models import CheckIn, Help
from backend.initiatives.permissions import require_for_help
from backend.initiatives.services.initiatives import locked
from backend.organisations.models import Membership


@transaction.atomic
def help_offer(
    *, actor: Membership, check_in: CheckIn, silent: bool = False, at: datetime | None = None
) -> Help:
    """Say that one helps; twice is once, and several may.

    Raises `Refused` for who does not hear of it, `ValidationError` for an answer that was taken
    back or an initiative that is closed.
    """
    require_for_help(actor, "help_offer", check_in)
    initiative = locked(check_in.initiative)
    given: CheckIn = CheckIn.objects.select_for_update().get(pk=check_in.pk)
    if given.undone_at:
        raise ValidationError(_("Your colleague took this back. No help is needed now."))
    if not initiative.is_open:
        raise ValidationError(_("This initiative is closed already."))
    moment = at or timezone.now()
    found, fresh = Help.objects.get_or_create(
        organisation=actor.organisation,
        check_in=given,
        membership=actor,
        defaults={"offered_at": moment},
    )
    if not fresh and found.withdrawn_at is None:
        return found
    if not fresh:
        found.offered_at, found.withdrawn_at = moment, None
        found.save(update_fields=["offered_at", "withdrawn_at"])
    _record(Kind.HELP_OFFERED, actor, given, silent, at)
    return found


@transaction.atomic
def help_withdraw(
    *, actor: Membership, check_in: CheckIn, silent: bool = False, at: datetime | None = None
) -> None:
    """Undo of `help_offer`; who had not offered changes nothing. Raises `Refused` as it does."""
    require_for_help(actor, "help_withdraw", check_in)
    locked(check_in.initiative)
    gone = Help.objects.filter(check_in=check_in, membership=actor, withdrawn_at=None).update(
        withdrawn_at=at or timezone.now()
    )
    if gone:
        _record(Kind.HELP_WITHDRAWN, actor, check_in, silent, at)


def _record(
    kind: Kind, actor: Membership, check_in: CheckIn, silent: bool, at: datetime | None
) -> None:
    events.record_kind(
        kind=kind,
        organisation=actor.organisation,
        actor=actor,
        subject=check_in,
        payload={"initiative_id": check_in.initiative_id},
        silent=silent,
        at=at,
    )
