"""The short answer to 'how is it going?'."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from backend.events import services as events
from backend.events.kinds import Kind
from backend.initiatives.models import Answer, CheckIn, Initiative
from backend.initiatives.permissions import require_for
from backend.initiatives.services.initiatives import locked
from backend.initiatives.services.moment import Moment
from backend.organisations.models import Membership
from backend.writing.texts import optional_text, required_text

SENTENCE_LIMIT = 500


@transaction.atomic
def check_in(
    *,
    actor: Membership,
    initiative: Initiative,
    answer: str,
    sentence: str = "",
    ask_manager: bool = False,
    silent: bool = False,
    at: datetime | None = None,
) -> CheckIn:
    """Going well, stuck (with a sentence) or later. Only the first two are a sign of life.

    The A-team hears at once who is stuck. `ask_manager`: they want the programme managers to hear
    it too, and to read the sentence; without that yes nobody outside the A-team does.

    Raises `ValidationError` at `answer` or `sentence`, or for an initiative that is closed.
    """
    if answer not in Answer.values:
        raise ValidationError({"answer": _("Choose one of the answers.")})
    clean = required_text if answer == Answer.STUCK else optional_text
    sentence = clean("sentence", sentence, SENTENCE_LIMIT)
    found = locked(initiative)
    require_for(actor, "check_in", found)
    if not found.is_open:
        raise ValidationError(_("This initiative is closed already."))
    moment = at or timezone.now()
    given = CheckIn.objects.create(
        organisation=actor.organisation,
        initiative=found,
        membership=actor,
        answer=answer,
        sentence=sentence,
        answered_at=moment,
        touched_before=found.touched_at,
        manager_asked=ask_manager and answer == Answer.STUCK,
    )
    if answer != Answer.LATER and moment > found.touched_at:
        found.touched_at = moment
        found.save(update_fields=["touched_at"])
    _record(Kind.CHECK_IN_ANSWERED, actor, given, Moment(silent, at))
    return given


@transaction.atomic
def check_in_undo(
    *,
    actor: Membership,
    check_in: CheckIn,
    silent: bool = False,
    at: datetime | None = None,
) -> CheckIn:
    """Take an answer back, as if it was never given. Twice is once."""
    found = locked(check_in.initiative)
    require_for(actor, "check_in_undo", found)
    given: CheckIn = CheckIn.objects.select_for_update().get(pk=check_in.pk)
    given.initiative = found
    if given.undone_at:
        return given
    given.undone_at = at or timezone.now()
    given.save(update_fields=["undone_at"])
    if given.touched_before and found.touched_at == given.answered_at:
        found.touched_at = given.touched_before
        found.save(update_fields=["touched_at"])
    _record(Kind.CHECK_IN_UNDONE, actor, given, Moment(silent, at))
    return given


def _record(
    kind: Kind,
    actor: Membership,
    given: CheckIn,
    when: Moment,
) -> None:
    events.record_kind(
        kind=kind,
        organisation=actor.organisation,
        actor=actor,
        subject=given,
        payload={
            "initiative_id": given.initiative_id,
            "unit_id": given.initiative.unit_id,
            "answer": given.answer,
        },
        **when.recorded,
    )
