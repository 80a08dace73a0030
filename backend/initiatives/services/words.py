"""The customers' words that an initiative works with."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from backend.events import services as events
from backend.events.acts import Act
from backend.initiatives.events import WordsLinked, WordsUnlinked
from backend.initiatives.models import Initiative, InitiativeWords
from backend.initiatives.permissions import require_for
from backend.initiatives.services.initiatives import locked, words_link
from backend.initiatives.services.touching import touched
from backend.listening.models import Words
from backend.listening.services import hold_told


@transaction.atomic
def initiative_words_add(*, act: Act, initiative: Initiative, words: Words) -> Initiative:
    """Words that were noted before come to an initiative. Twice is once.

    Raises `ValidationError` at `initiative` for one that is closed.
    """
    found = locked(initiative)
    if not found.is_open:
        raise ValidationError({"initiative": _("This initiative is closed already.")})
    if InitiativeWords.objects.filter(initiative=found, words=words).exists():
        return found
    hold_told(words)
    first = words_link(act=act, initiative=found, words=words)
    found.save(update_fields=touched(found, act.at))
    linked = WordsLinked(initiative_id=found.pk, words_id=words.pk, first=first)
    events.record(act, linked, subject=found)
    return found


@transaction.atomic
def initiative_words_remove(*, act: Act, initiative: Initiative, words: Words) -> None:
    """Undo of `initiative_words_add`; words that came with a step stay with it."""
    found = locked(initiative)
    require_for(act.actor, "initiative_words_remove", found)
    links = InitiativeWords.objects.filter(initiative=found, words=words)
    if words.steps.filter(initiative=found).exists() or not links.exists():  # type: ignore[attr-defined]
        return
    links.delete()
    last = not InitiativeWords.objects.filter(initiative=found).exists()
    unlinked = WordsUnlinked(initiative_id=found.pk, words_id=words.pk, last=last)
    events.record(act, unlinked, subject=found)
