"""What somebody is called, read alike for every way in: invited, corrected, by themselves, first run."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from backend.text import names
from backend.text.names import Name
from backend.writing.texts import optional_name, required_name

NAME_LIMIT = 120


def called(field: str, name: str | Name, *, now: str = "") -> Name:
    """Somebody's name in reading order, capitals put right, with what it is looked up by.

    `now` is what they are called already: that stays, also where it would not be read today. Raises
    `ValidationError` at `field` for what is empty, too long, an address or an account.
    """
    read = called_if_known(field, name)
    if read.shown:
        return read
    typed = required_name(field, name if isinstance(name, str) else "", NAME_LIMIT)
    if typed == now:
        return Name(now)
    raise ValidationError({field: _("Write the name as people say it.")})


def called_if_known(field: str, name: str | Name) -> Name:
    """The same where no name is needed: nothing for what is none. Raises `ValidationError`: too long."""
    read = name if isinstance(name, Name) else names.read(name)
    optional_name(field, read.shown, NAME_LIMIT)
    return read
