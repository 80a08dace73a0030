"""Words in a row, as a language writes them: "Lab, Natuur en Bronnen"."""

from __future__ import annotations

from collections.abc import Sequence

from babel.lists import format_list

# Our English is British: no comma before "and".
_LOCALES = {"en": "en_GB"}


def listed(words: Sequence[str], language: str) -> str:
    """The words with commas and the language's "and"; empty for none."""
    return format_list(words, locale=_LOCALES.get(language, language))
