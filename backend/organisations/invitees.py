"""Who is invited, as pasted from a mail or a sheet: one on each line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, validate_email
from django.utils.translation import gettext as _

MOST = 50
LONGEST_NAME, LONGEST_EMAIL = 120, 254
_BRACKETED = re.compile(r"(?P<name>.*)<(?P<email>[^<>]*)>[\s;,]*")
_PARTICLES = {"van", "de", "den", "der", "het", "ten", "ter", "te", "von", "in", "el", "al"}


@dataclass(frozen=True)
class Invitee:
    """One line: its number as people count, the address, and the name or nothing."""

    line: int
    email: str
    name: str

    @property
    def guessed_name(self) -> str:
        """What the address tells about the name: “nina.de.nieuw@…” is Nina de Nieuw."""
        local = self.email.split("@", maxsplit=1)[0]
        words = re.split(r"[^\w'-]+|_+", local)
        name = " ".join(w if w in _PARTICLES else w[:1].upper() + w[1:] for w in words if w)
        return name or local


def listed(text: str) -> list[Invitee]:
    """The people on these lines: an address, “Name <address>” or “Name; address”.

    Raises `ValidationError` with a sentence for each line that is something else.
    """
    lines = enumerate(re.split(r"\r\n|\r|\n", text), start=1)
    found = [_read(number, line) for number, line in lines if line.strip()]
    if len(found) > MOST:
        many = _("At most %(most)s at a time; here are %(n)s. Send the rest in a second round.")
        raise ValidationError(many % {"most": MOST, "n": len(found)})
    problems = list(_problems(found))
    if problems:
        raise ValidationError(problems)
    return found


def at_line(number: int, problem: str) -> str:
    """What is wrong with one line, with where to find it."""
    return _("Line %(number)s: %(problem)s") % {"number": number, "problem": problem}


def _read(number: int, line: str) -> Invitee:
    bracketed = _BRACKETED.fullmatch(line)
    if bracketed:
        name, email = bracketed["name"], bracketed["email"]
    else:
        name, _separator, email = line.strip(" \t;,").rpartition(";" if ";" in line else "\t")
    return Invitee(number, email.strip().lower(), name.strip(" \t;,\"'“”"))


def _problems(found: list[Invitee]) -> Iterator[str]:
    seen: dict[str, int] = {}
    for one in found:
        problem = _problem(one)
        if not problem and one.email in seen:
            problem = _("This address is on line %(number)s already.") % {"number": seen[one.email]}
        seen.setdefault(one.email, one.line)
        if problem:
            yield at_line(one.line, problem)


def _problem(one: Invitee) -> str:
    if f"{one.name} {one.email}".count("@") > 1:
        return _("Put each address on a line of its own.")
    try:
        validate_email(one.email)
        MaxLengthValidator(LONGEST_EMAIL)(one.email)
    except ValidationError:
        return _("“%(text)s” is not an e-mail address.") % {"text": one.email[:60]}
    if len(one.name) > LONGEST_NAME:
        return _("The name can have %(most)s characters at most.") % {"most": LONGEST_NAME}
    return ""
