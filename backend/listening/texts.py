"""What may stand in a text that people type, said once for every room that keeps texts."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from backend.organisations.models import Membership


def required_text(field: str, text: str, limit: int) -> str:
    """The text without outer blanks. Raises `ValidationError` at `field`: empty, or too long."""
    kept = optional_text(field, text, limit)
    if not kept:
        raise ValidationError({field: _("Write a few words here.")})
    return kept


def optional_text(field: str, text: str, limit: int) -> str:
    """The text without outer blanks, possibly empty. Raises `ValidationError`: too long."""
    kept = text.replace("\x00", "").replace("\r\n", "\n").strip()
    if len(kept) > limit:
        raise ValidationError({field: too_long(len(kept), limit)})
    return kept


def too_long(length: int, limit: int) -> str:
    """The sentence that says how much fits."""
    return _("This text has %(length)s characters; %(limit)s fit here.") % {
        "length": number_format(length, force_grouping=True),
        "limit": number_format(limit, force_grouping=True),
    }


def language_of(actor: Membership) -> str:
    """The language that somebody writes in: their own, else the organisation's."""
    return str(actor.person.language or actor.organisation.language)
