"""The fields of forms in which people write; `forms.CharField` itself takes what no message carries.

Each says by its kind what it takes. What it makes of the text is told in `backend.text`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from backend.text import addresses, codes, written
from backend.text.problems import Refused
from backend.writing.texts import in_words


class _Written(forms.CharField):
    """Text that is made fit before anything is asked of it: what nobody would see is empty."""

    made: Callable[[str], str]

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(strip=False, **kwargs)

    def to_python(self, value: Any) -> str:
        """The text as it will be kept."""
        return str(super().to_python(type(self).made(str(value or ""))))


class LineField(_Written):
    """One line, such as a title; `hinted`: what looks like personal data in it is pointed out."""

    made = staticmethod(written.line)

    def __init__(self, *, hinted: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.hinted = hinted


class NameField(_Written):
    """What somebody or something is called."""

    made = staticmethod(written.name)


class TextField(_Written):
    """Running text; `hinted`: what looks like personal data in it is pointed out."""

    made = staticmethod(written.running)
    widget = forms.Textarea

    def __init__(self, *, hinted: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.hinted = hinted


class LinesField(_Written):
    """Lines that are each something of their own: which number a line has, and how far in it stands,
    stays."""

    made = staticmethod(lambda text: "\n".join(written.lines(text)))
    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        """The lines; nothing at all where nobody would see anything."""
        kept = super().to_python(value)
        return kept if written.running(kept) else ""


class CodeField(_Written):
    """A code that was mailed: only its letters and digits."""

    made = staticmethod(codes.code)


class SecretField(_Written):
    """A secret that is typed or copied and that a person may see."""

    made = staticmethod(codes.secret)


class PasswordField(forms.CharField):
    """A password: every sign of it counts, as it was typed."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(strip=False, **kwargs)

    widget = forms.PasswordInput


class HiddenField(_Written):
    """What the page carries along and nobody types."""

    made = staticmethod(written.line)
    widget = forms.HiddenInput


class AddressField(forms.EmailField):
    """An e-mail address; what copying adds to it is left out."""

    default_validators: list[Any] = []  # `addresses` knows more than a pattern.

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", addresses.LONGEST)
        super().__init__(**kwargs)
        # The browser's own check refuses what can be read: mailto:, a sign nobody sees, an accent.
        self.widget.input_type = "text"
        self.widget.attrs.update(
            {"inputmode": "email", "autocapitalize": "off", "spellcheck": "false"}
        )
        self.widget.attrs.pop("maxlength", None)

    def to_python(self, value: Any) -> str:
        """The address as it will be kept. Raises `ValidationError`."""
        text = written.line(str(value or ""))
        if not text:
            return ""
        try:
            return addresses.address(text)
        except Refused as refused:
            raise ValidationError(in_words(refused), code="invalid") from refused


__all__ = [
    "AddressField", "CodeField", "HiddenField", "LineField", "LinesField", "NameField",
    "PasswordField", "SecretField", "TextField",
]  # fmt: skip
