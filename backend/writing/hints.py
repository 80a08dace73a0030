"""Pointing out what looks like somebody's personal data, before others read it.

A question, never a wall: what was pointed out once, and is sent once more as it stands, is kept.
Which places were pointed out comes back with the form (`heeded`), as a digest of each; nothing of it
is logged or kept.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from backend.text import personal
from backend.text.personal import Finding, Kind
from backend.writing.fields import LineField, TextField

# What the form calls the places that were pointed out, and the code of the error that does so.
HEEDED, PERSONAL = "heeded", "personal"


class HintedForm(forms.Form):
    """A form that asks once about what looks like personal data in a text that others will read.

    What stood there already is nobody's question any more. `asks = False` for what saves nothing.
    """

    asks = True

    def full_clean(self) -> None:
        """As ever, and then the question."""
        super().full_clean()
        if not self.is_bound or not self.asks or self.errors:
            return
        heeded = _heeded(self.data, self.add_prefix(HEEDED))
        for name, field in self.fields.items():
            if not is_hinted(field):
                continue
            before = str(self.get_initial_for_field(field, name) or "")
            found = fresh(str(self.cleaned_data.get(name) or ""), before)
            if any(token(one) not in heeded for one in found):
                self.add_error(name, ValidationError(question(found), code=PERSONAL))


def is_hinted(field: Any) -> bool:
    """Whether what is written in this field is looked at."""
    return isinstance(field, LineField | TextField) and field.hinted


def fresh(text: str, before: str = "") -> list[Finding]:
    """The likely places that were not in the text `before`."""
    known = {token(one) for one in personal.likely(before)} if before else set()
    return [one for one in personal.likely(text) if token(one) not in known]


def ask(data: Any, text: str, field: str) -> None:
    """Raises `ValidationError` at `field` for what was not pointed out yet; for texts without a form."""
    found = fresh(text)
    heeded = _heeded(data, HEEDED)
    if any(token(one) not in heeded for one in found):
        raise ValidationError({field: ValidationError(question(found), code=PERSONAL)})


def token(found: Finding) -> str:
    """What stands for a place that was pointed out, whatever is typed around it."""
    told = f"{found.kind}:{' '.join(found.text.casefold().split())}"
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def hint(found: Sequence[Finding]) -> str:
    """What it looks like, and what to do about it: while somebody writes."""
    told = dict.fromkeys(_looks_like(one) for one in found)
    return " ".join([*told, _("Others read this too: leave out who it was.")])


def question(found: Sequence[Finding]) -> str:
    """The same, of what was sent and is not kept yet."""
    return " ".join([hint(found), _("Keep it anyway? Then save once more.")])


def _looks_like(found: Finding) -> str:
    sentences = {
        Kind.NAME: _("“%(text)s” looks like a name."),
        Kind.EMAIL: _("“%(text)s” looks like an e-mail address."),
        Kind.PHONE: _("“%(text)s” looks like a telephone number."),
        Kind.BSN: _("“%(text)s” looks like a citizen service number."),
        Kind.IBAN: _("“%(text)s” looks like an account number."),
        Kind.ADDRESS: _("“%(text)s” looks like somebody’s address."),
    }
    return sentences[found.kind] % {"text": found.text}


def _heeded(data: Any, name: str) -> frozenset[str]:
    sent: Iterable[str] = data.getlist(name) if hasattr(data, "getlist") else data.get(name, ())
    return frozenset(sent)
