"""Offering help to somebody who is stuck, and taking the offer back."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from backend.events import services as events
from backend.events.acts import Act
from backend.initiatives.events import HelpOffered, HelpWithdrawn
from backend.initiatives.models import CheckIn, Help
from backend.initiatives.permissions import require_for_help
from backend.initiatives.services.initiatives import locked


@transaction.atomic
def help_offer(*, act: Act, check_in: CheckIn) -> Help:
    """Say that one helps; twice is once, and several may.

    Raises `Refused` for who does not hear of it, `ValidationError` for an answer that was taken
    back or an initiative that is closed.
    """
    require_for_help(act.actor, "help_offer", check_in)
    initiative = locked(check_in.initiative)
    given: CheckIn = CheckIn.objects.select_for_update().get(pk=check_in.pk)
    if given.undone_at:
        raise ValidationError(_("Your colleague took this back. No help is needed now."))
    if not initiative.is_open:
        raise ValidationError(_("This initiative is closed already."))
    found, fresh = Help.objects.get_or_create(
        organisation=act.organisation,
        check_in=given,
        membership=act.actor,
        defaults={"offered_at": act.at},
    )
    if not fresh and found.withdrawn_at is None:
        return found
    if not fresh:
        found.offered_at, found.withdrawn_at = act.at, None
        found.save(update_fields=["offered_at", "withdrawn_at"])
    offered = HelpOffered(
        initiative_id=initiative.pk,
        unit_id=initiative.unit_id,
        first=not _helpers(given).exclude(pk=found.pk).exists(),
    )
    events.record(act, offered, subject=given)
    return found


@transaction.atomic
def help_withdraw(*, act: Act, check_in: CheckIn) -> None:
    """Undo of `help_offer`; who had not offered changes nothing. Raises `Refused` as it does."""
    require_for_help(act.actor, "help_withdraw", check_in)
    initiative = locked(check_in.initiative)
    gone = Help.objects.filter(check_in=check_in, membership=act.actor, withdrawn_at=None).update(
        withdrawn_at=act.at
    )
    if gone:
        withdrawn = HelpWithdrawn(
            initiative_id=initiative.pk,
            unit_id=initiative.unit_id,
            last=not _helpers(check_in).exists(),
        )
        events.record(act, withdrawn, subject=check_in)


def _helpers(check_in: CheckIn) -> QuerySet[Help]:
    found: QuerySet[Help] = Help.objects.filter(check_in=check_in, withdrawn_at=None)
    return found
