"""The customers' words that an initiative works with."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from backend.events import services as events
from backend.events.kinds import Kind
from backend.initiatives.models import Initiative, InitiativeWords
from backend.initiatives.permissions import require_for
from backend.initiatives.services.initiatives import locked, words_link
from backend.initiatives.services.moment import touched
from backend.listening.models import Words
from backend.listening.services import hold_told
from backend.organisations.models import Membership


@transaction.atomic
def initiative_words_add(*, actor: Membership, initiative: Initiative, words: Words) -> Initiative:
    """Words that were noted before come to an initiative. Twice is once.

    Raises `ValidationError` at `initiative` for one that is closed.
    """
    found = locked(initiative)
    if not found.is_open:
        raise ValidationError({"initiative": _("This initiative is closed already.")})
    if InitiativeWords.objects.filter(initiative=found, words=words).exists():
        return found
    hold_told(words)
    words_link(actor=actor, initiative=found, words=words)
    found.save(update_fields=touched(found, timezone.now()))
    _record(Kind.WORDS_LINKED, actor, found, words)
    return found


@transaction.atomic
def initiative_words_remove(*, actor: Membership, initiative: Initiative, words: Words) -> None:
    """Undo of `initiative_words_add`; words that came with a step stay with it."""
    found = locked(initiative)
    require_for(actor, "initiative_words_remove", found)
    links = InitiativeWords.objects.filter(initiative=found, words=words)
    if words.steps.filter(initiative=found).exists() or not links.exists():  # type: ignore[attr-defined]
        return
    links.delete()
    _record(Kind.WORDS_UNLINKED, actor, found, words)


def _record(kind: Kind, actor: Membership, initiative: Initiative, words: Words) -> None:
    events.record_kind(
        kind=kind,
        organisation=actor.organisation,
        actor=actor,
        subject=initiative,
        payload={"initiative_id": initiative.pk, "words_id": words.pk},
    )
