"""A customer's words that came with a step go with it, and come back with it."""

from __future__ import annotations

from datetime import datetime

from backend.events.acts import Act
from backend.initiatives.models import InitiativeWords, Programme, Step
from backend.listening import services as listening
from backend.listening import uses
from backend.listening.models import Words
from backend.listening.selectors import decides


def words_gone(*, act: Act, step: Step) -> bool:
    """Take the words of a removed step back with it; whether that was done.

    They stay where something else uses them by now, or where the actor may not decide about them
    (decision 0008). The act's moment tells them apart from words that a customer took back.
    """
    words = _held(step)
    if words is None or words.withdrawn_at or _is_used(words, step):
        return False
    if not decides(membership=act.actor, words=words):
        return False
    listening.words_withdraw(act=act, words=words)
    return True


def words_back(*, act: Act, step: Step, removed_at: datetime) -> None:
    """Give the words of a restored step back, where they went with it and nobody took them since."""
    words = _held(step)
    if words is not None and words.withdrawn_at == removed_at:
        listening.words_back(act=act, words=words)


def _held(step: Step) -> Words | None:
    """Held before anybody asks who uses them: whoever begins to, holds them too."""
    return Words.objects.select_for_update().filter(pk=step.words_id or 0).first()


def _is_used(words: Words, step: Step) -> bool:
    others = Step.objects.filter(words=words, removed_at=None).exclude(pk=step.pk)
    links = InitiativeWords.objects.filter(words=words).exclude(initiative=step.initiative_id)
    begun = Programme.objects.filter(beginning=words)
    return others.exists() or links.exists() or begun.exists() or uses.is_used(words)
