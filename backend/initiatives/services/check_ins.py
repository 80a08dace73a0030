"""The short answer to 'how is it going?'."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from backend.events import services as events
from backend.events.acts import Act
from backend.initiatives.events import CheckInAnswered, CheckInUndone
from backend.initiatives.models import Answer, CheckIn, Initiative
from backend.initiatives.permissions import require_for
from backend.initiatives.services.initiatives import locked
from backend.writing.texts import optional_text, required_text

SENTENCE_LIMIT = 500


@transaction.atomic
def check_in(
    *,
    act: Act,
    initiative: Initiative,
    answer: str,
    sentence: str = "",
    ask_manager: bool = False,
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
    require_for(act.actor, "check_in", found)
    if not found.is_open:
        raise ValidationError(_("This initiative is closed already."))
    given = CheckIn.objects.create(
        organisation=act.organisation,
        initiative=found,
        membership=act.actor,
        answer=answer,
        sentence=sentence,
        answered_at=act.at,
        touched_before=found.touched_at,
        manager_asked=ask_manager and answer == Answer.STUCK,
    )
    if answer != Answer.LATER and act.at > found.touched_at:
        found.touched_at = act.at
        found.save(update_fields=["touched_at"])
    _record(act, CheckInAnswered, given)
    return given


@transaction.atomic
def check_in_undo(
    *,
    act: Act,
    check_in: CheckIn,
) -> CheckIn:
    """Take an answer back, as if it was never given. Twice is once."""
    found = locked(check_in.initiative)
    require_for(act.actor, "check_in_undo", found)
    given: CheckIn = CheckIn.objects.select_for_update().get(pk=check_in.pk)
    given.initiative = found
    if given.undone_at:
        return given
    given.undone_at = act.at
    given.save(update_fields=["undone_at"])
    if given.touched_before and found.touched_at == given.answered_at:
        found.touched_at = given.touched_before
        found.save(update_fields=["touched_at"])
    _record(act, CheckInUndone, given)
    return given


def _record(act: Act, kind: type[CheckInAnswered | CheckInUndone], given: CheckIn) -> None:
    happening = kind(
        initiative_id=given.initiative_id,
        unit_id=given.initiative.unit_id,
        answer=Answer(given.answer),
    )
    events.record(act, happening, subject=given)
