"""Texts as services take them: made fit to keep, else refused at their field."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from backend.text import addresses, written
from backend.text.problems import Problem, Refused


def required_text(field: str, text: str, limit: int) -> str:
    """Running text, fit to keep. Raises `ValidationError` at `field`: empty, or too long."""
    return _needed(field, optional_text(field, text, limit))


def optional_text(field: str, text: str, limit: int) -> str:
    """Running text, possibly empty. Raises `ValidationError` at `field`: too long."""
    return _within(field, text, limit, written.running)


def required_line(field: str, text: str, limit: int) -> str:
    """One line, such as a title. Raises `ValidationError` at `field`: empty, or too long."""
    return _needed(field, optional_line(field, text, limit))


def optional_line(field: str, text: str, limit: int) -> str:
    """One line, possibly empty. Raises `ValidationError` at `field`: too long."""
    return _within(field, text, limit, written.line)


def required_name(field: str, text: str, limit: int) -> str:
    """What somebody or something is called. Raises `ValidationError` at `field`."""
    return _needed(field, optional_name(field, text, limit))


def optional_name(field: str, text: str, limit: int) -> str:
    """What somebody or something is called, possibly nothing. Raises `ValidationError`: too long."""
    return _within(field, text, limit, written.name)


def address(field: str, text: str) -> str:
    """An e-mail address, fit to keep. Raises `ValidationError` at `field`."""
    try:
        return addresses.address(text)
    except Refused as refused:
        raise ValidationError({field: in_words(refused)}) from refused


def in_words(refused: Refused) -> str:
    """What is wrong with an address, a name or a list, as a sentence."""
    sentences = {
        Problem.ADDRESS: _("“%(text)s” is not an e-mail address."),
        Problem.NO_ADDRESS: _("“%(text)s”: there is no e-mail address in it."),
        Problem.LOCAL_PART: _(
            "“%(text)s”: before the @, mail servers only accept letters without accents."
        ),
        Problem.DOMAIN: _("“%(text)s”: what comes after the @ cannot be a domain name."),
        Problem.TOO_LONG: _("“%(text)s” is too long."),
        Problem.TOO_DEEP: _("“%(text)s” is too deep: a list has twelve levels at most."),
        Problem.TWICE: _("“%(text)s” is here twice, in the same place."),
        Problem.UNKNOWN_TEAM: _("“%(text)s” is not one of your teams."),
        Problem.MANY_TEAMS: _(
            "There are several teams called “%(text)s”. Write the department before it: Department / Team."
        ),
    }
    return sentences[refused.problem] % {"text": refused.text}


def at_line(number: int, problem: str) -> str:
    """What is wrong with one line of a list, with where to find it."""
    return _("Line %(number)s: %(problem)s") % {"number": number, "problem": problem}


def too_long(length: int, limit: int) -> str:
    """The sentence that says how much fits."""
    return _("This text has %(length)s characters; %(limit)s fit here.") % {
        "length": number_format(length, force_grouping=True),
        "limit": number_format(limit, force_grouping=True),
    }


def _needed(field: str, kept: str) -> str:
    if not kept:
        raise ValidationError({field: _("Write a few words here.")})
    return kept


def _within(field: str, text: str, limit: int, made: Callable[[str], str]) -> str:
    kept = made(text)
    if len(kept) > limit:
        raise ValidationError({field: too_long(len(kept), limit)})
    return kept
