"""Capitals of a name that was typed only in capitals, or only small."""

from __future__ import annotations

import re

from backend.text.particles import SHORT, bare, is_initials, is_prefix

_VOWEL = re.compile("[aeiouyáéíóúàèìòùäëïöüâêîôûåøœæıAEIOUYÁÉÍÓÚÀÈÌÒÙÄËÏÖÜÂÊÎÔÛÅØŒÆİ]")


def put_right(words: list[str], *, is_shared: bool = False) -> list[str]:
    """The words of a name with capitals where they belong, where all of it, or a word of it, is only
    in capitals or only small. A name of several people (`is_shared`) keeps its abbreviations."""
    words = [re.sub("^'[STN]$", lambda one: one[0].lower(), word) for word in words]
    text = " ".join(words)
    if text.isupper() and len(words) == sum(is_initials(word) for word in words):
        return words
    if text.isupper() or text.islower():
        # The last word is the family name itself: Jan Los, Anil Das.
        return [_word(w, n, is_last=n + 1 == len(words)) for n, w in enumerate(words)]
    if is_shared:
        return words
    shouted = [is_shouted(word) and has_vowel(word) for word in words]
    small = [any(shouted) and n > 0 and is_prefix(w) and w.isupper() for n, w in enumerate(words)]
    return [_word(word, n) if shouted[n] or small[n] else word for n, word in enumerate(words)]


def _word(word: str, at: int, *, is_last: bool = False) -> str:
    if at and not is_last and (is_prefix(word) or bare(word) in SHORT):
        return _small(word)
    if is_initials(word) and (len(word) == 1 or "." in word):
        return re.sub(r"[^\W\d_]+", lambda one: _capital(one[0]), word)
    pieces = re.split("([-–'])", word)
    return "".join(_piece(pieces, n, at) for n in range(len(pieces)))


def _piece(pieces: list[str], n: int, at: int) -> str:
    piece = pieces[n]
    if not piece or not piece[0].isalpha():
        return piece
    after, before = pieces[n + 1 : n + 2], pieces[n - 1 : n] if n else []
    if at and n == 0 and after == ["'"] and piece.casefold() in {"d", "l"}:
        return _small(piece)
    if before == ["'"] and (not pieces[n - 2] or len(piece) == 1):
        # The 't of “van 't Hoff”, the 's of “'s-Gravezande”.
        return _small(piece)
    if before in (["-"], ["–"]) and is_prefix(piece):
        return _small(piece)
    return _capital(piece)


def _capital(piece: str) -> str:
    low = _small(piece)
    if low.startswith("ij"):
        return "IJ" + low[2:]
    if low.startswith("mc") and len(low) > 3:
        return "Mc" + low[2].upper() + low[3:]
    first = piece[0] if piece[0].isupper() else piece[0].upper()
    return first + low[1:]


def _small(piece: str) -> str:
    """Lower case; a dotted İ becomes one i."""
    return piece.replace("İ", "i").lower()


def has_vowel(word: str) -> bool:
    """Whether it can be said aloud, and is no abbreviation."""
    return bool(_VOWEL.search(word))


def is_shouted(word: str) -> bool:
    """Whether a word is only in capitals, as a family name in a register is."""
    letters = [sign for sign in re.sub("^Mc(?=[A-Z]{2})", "", word) if sign.isalpha()]
    return len(letters) > 2 and all(sign.isupper() for sign in letters)
