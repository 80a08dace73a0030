"""Noting what customers say, and keeping to what they allow."""

from __future__ import annotations

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from backend.events import services as events
from backend.events.acts import Act
from backend.listening.events import WordsConsentChanged, WordsNoted, WordsWithdrawn
from backend.listening.models import Consent, Words
from backend.listening.permissions import require_for_words
from backend.listening.texts import language_of
from backend.organisations.models import Unit
from backend.organisations.services.holding import shared, standing
from backend.tenancy.models import VersionConflict
from backend.writing.texts import optional_line, required_text

WORDS_LIMIT = 4000
SAID_BY_LIMIT = 120
OLDEST = timedelta(days=3660)


@transaction.atomic
def words_note(
    *,
    act: Act,
    text: str,
    unit: Unit,
    heard_on: date | None = None,
    said_by: str = "",
    consent: str = Consent.A_TEAM,
    language: str = "",
    home: Unit | None = None,
) -> Words:
    """Note a customer's own words; afterwards nobody can change them.

    The unit of what they come with (`home`) is no choice: it may have ended. Raises `ValidationError` at `text`, `said_by`, `heard_on` or `consent`.
    """
    today = act.organisation.today()
    if heard_on is not None and heard_on > today:
        raise ValidationError({"heard_on": _("This day is still to come.")})
    if heard_on is not None and heard_on < today - OLDEST:
        raise ValidationError({"heard_on": _("This day is too long ago.")})
    standing("unit", unit, unless=home and home.pk)
    words = Words.objects.create(
        organisation=act.organisation,
        text=required_text("text", text, WORDS_LIMIT),
        language=language or language_of(act.actor),
        said_by=optional_line("said_by", said_by, SAID_BY_LIMIT),
        heard_on=heard_on or today,
        consent=_known(consent),
        noted_by=act.actor,
        unit=unit,
        noted_at=act.at,
    )
    _record_noted(act, words)
    return words


def hold_told(words: Words) -> None:
    """Hold words that something begins to use, shared: they are not taken back meanwhile.

    Raises `ValidationError` where they were.
    """
    if not (shared(words) and Words.objects.filter(pk=words.pk, withdrawn_at=None).exists()):
        raise ValidationError(_("The customer took these words back."))


@transaction.atomic
def words_consent_change(
    *,
    act: Act,
    words: Words,
    consent: str,
    seen: str = "",
) -> Words:
    """The customer lets their words go further, or less far. The same again changes nothing.

    Raises `ValidationError` for words that were taken back, `VersionConflict` where they go no
    longer as far as was `seen`.
    """
    found = Words.objects.select_for_update().get(pk=words.pk)
    require_for_words(act.actor, "words_consent_change", found)
    if found.withdrawn_at:
        raise ValidationError({"consent": _("The customer took these words back.")})
    if seen and found.consent != seen:
        raise VersionConflict(found)
    before, found.consent = found.consent, _known(consent)
    if before == found.consent:
        return found
    found.save(update_fields=["consent"])
    events.record(
        act,
        WordsConsentChanged(before=Consent(before), after=Consent(found.consent)),
        subject=found,
        changes={"consent": (before, found.consent)},
    )
    return found


@transaction.atomic
def words_withdraw(*, act: Act, words: Words) -> Words:
    """The customer takes the words back: from now on nobody sees them. Twice is once.

    Words that went with a removed step (`act` has its moment) are the customer's own from then on: they do
    not come back with the step.
    """
    found = Words.objects.select_for_update().get(pk=words.pk)
    require_for_words(act.actor, "words_withdraw", found)
    if found.withdrawn_at:
        return _taken_for_good(found)
    found.withdrawn_at = act.at
    found.save(update_fields=["withdrawn_at"])
    events.record(act, WordsWithdrawn(unit_id=found.unit_id), subject=found)
    return found


def _taken_for_good(words: Words) -> Words:
    # Steps are a room above: known here by the name of the relation only.
    if words.steps.filter(removed_at=words.withdrawn_at).exists():  # type: ignore[attr-defined]
        words.withdrawn_at = timezone.now()
        words.save(update_fields=["withdrawn_at"])
    return words


@transaction.atomic
def words_restore(*, act: Act, words: Words) -> Words:
    """Undo of `words_withdraw`, for a wrong press of the button. Twice is once."""
    require_for_words(act.actor, "words_restore", words)
    return words_back(act=act, words=words)


def words_back(*, act: Act, words: Words) -> Words:
    """The same for words that come back with a step: who may put it back was asked there."""
    found = Words.objects.select_for_update().get(pk=words.pk)
    if not found.withdrawn_at:
        return found
    found.withdrawn_at = None
    found.save(update_fields=["withdrawn_at"])
    _record_noted(act, found)
    return found


def _record_noted(act: Act, words: Words) -> None:
    noted = WordsNoted(unit_id=words.unit_id, consent=Consent(words.consent))
    events.record(act, noted, subject=words)


def _known(consent: str) -> str:
    if consent not in Consent.values:
        raise ValidationError({"consent": _("Choose how far the words may go.")})
    return str(Consent(consent).value)
