"""Whose fault a refusal of a mail server is. Pure: what was said, and when, in; a verdict out.

Servers use the same numbers for different things, so words weigh more than codes, and where it was
said weighs more than either: who is refused before naming a recipient is refused themselves.
Codes are those of RFC 5321, 3463, 7372 and 7293, of Exchange Online's list of non-delivery codes,
and of Gmail's SMTP error reference.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from worker.channels.base import Fault
from worker.channels.email import words

Enhanced = tuple[int, int, int]


class Phase(StrEnum):
    """How far the talk had come when the server said it."""

    CONNECT = "CONNECT"
    HELO = "HELO"
    STARTTLS = "STARTTLS"
    AUTH = "AUTH"
    MAIL = "MAIL"
    RCPT = "RCPT"
    DATA = "DATA"
    CONTENT = "after DATA"


# Before any recipient was named: it can only be about us.
_OPENING = frozenset({Phase.CONNECT, Phase.HELO, Phase.STARTTLS, Phase.AUTH, Phase.MAIL})
# Where a message is measured: as announced, or as sent.
_SIZED = frozenset({Phase.MAIL, Phase.RCPT, Phase.DATA, Phase.CONTENT})


@dataclass(frozen=True)
class Verdict:
    """Whose fault it is.

    `everywhere`: of the service's faults, whether it holds the whole way out and not only this
    receiving domain. `known` is False for a permanent reply that fits nothing known.
    """

    fault: Fault
    everywhere: bool = False
    known: bool = True


# By the status code, whatever the words.
_OWN_LIMIT_CODES = frozenset(
    {(5, 1, 90), (5, 4, 5), (5, 7, 232), (5, 7, 233), (5, 7, 236), (5, 7, 705), (5, 7, 708)}
)
_ABOUT_US_CODES = frozenset(
    {(5, 7, n) for n in (20, 21, 22, 23, 24, 25, 26, 27, 501, 502, 503, 506, 508, 509, 511, 513, 515, 750)}
)  # fmt: skip
# No such person here: words about a list or a sender are beside the point then.
_NOBODY_CODES = frozenset({(5, 1, 1), (5, 1, 10)})
# By the status code alone, where no words settled it.
_RECIPIENT_CODES = frozenset(
    {(5, 1, n) for n in (0, 1, 2, 3, 4, 5, 6, 10)}
    | {(5, 2, n) for n in (0, 1, 4)}
    | {(5, 4, n) for n in (4, 310)}
    | {(5, 6, 7), (5, 7, 2), (5, 7, 17), (5, 7, 18), (5, 7, 504), (5, 7, 505), (5, 7, 507)}
    | {(5, 7, n) for n in (123, 124, 125, 129, 132, 133, 134, 135, 136, 193, 194)}
)
# "Other": they say where it went wrong, and not what.
_VAGUE_CODES = frozenset({(5, 0, 0), (5, 1, 0), (5, 2, 0)})
_MESSAGE_CODES = frozenset({(5, 2, 3), (5, 3, 4), (5, 5, 6), (5, 1, 20), (5, 7, 512)})
_LATER_CODES = frozenset({(5, 2, 2), (5, 2, 121), (5, 2, 122)})
_ABOUT_US_BASIC = frozenset({500, 501, 502, 503, 504, 521, 523, 530, 534, 535, 538, 555})

_ENHANCED = re.compile(r"^[\s#\[<(]*([45])\.(\d{1,3})\.(\d{1,3})(?![\d.]*\.\d)\b[\]>):]*\s*")
# As qmail and its kin put it: behind the words.
_ENHANCED_BEHIND = re.compile(r"\(#([45])\.(\d{1,3})\.(\d{1,3})\b[^)]*\)")
# What another server said, as the one that we talk to passes it on.
_ENHANCED_WITHIN = re.compile(r"\b[45]\d\d[ -]([45])\.(\d{1,3})\.(\d{1,3})\b(?!\.\d)")
# What is said further on is not read: a sick server must not hold up the mail of all.
_LONGEST = 1_000
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]+")


def split(text: str) -> tuple[Enhanced | None, str]:
    """The enhanced status code, where there is one, and the words of all lines as one.

    Servers repeat number and status code on each line of a long answer. Signs that no eye sees are
    left out: no database takes them all.
    """
    status: Enhanced | None = None
    lines: list[str] = []
    for line in text[:_LONGEST].splitlines():
        rest = re.sub(r"^\s*[2-5]\d\d(?:[- ]|$)", "", _CONTROL.sub(" ", line))
        found = _ENHANCED.match(rest)
        if found:
            status = status or _status(found)
            rest = rest[found.end() :]
        lines.append(rest.strip())
    said = " ".join(line for line in lines if line)
    elsewhere = None
    if status is None:
        elsewhere = _ENHANCED_BEHIND.search(said)
    if status is None or status[1] == 0:
        elsewhere = elsewhere or _ENHANCED_WITHIN.search(said)
    return (_status(elsewhere) if elsewhere else status), said


def _status(found: re.Match[str]) -> Enhanced:
    return int(found[1]), int(found[2]), int(found[3])


def judge(phase: Phase, code: int, text: str, *, sender: str = "") -> Verdict:
    """Whose fault this refusal is.

    `text`: what the server said after its number, of one line or several. A refusal at the opening
    of the talk, and a sender's own limit wherever it comes, holds the whole way out. `sender`: the
    address that it was sent from; what is said of that one is said of us.
    """
    status, said = split(text)
    told = _whole(sender).sub(_OUR_ADDRESS, said) if sender else said
    # Another address says nothing of whose fault it is, whatever words it is made of; nor does ours
    # beside it.
    said = _ADDRESS.sub("<@>", said if _ADDRESS.search(told) else told)
    said = words.TO_WHOM.sub("", said)
    if phase not in _OPENING and _theirs(status, said):
        return Verdict(Fault.LATER)
    if phase in _SIZED and _too_large(code, status, said):
        return Verdict(Fault.MESSAGE)
    if phase in _OPENING or _own_limit(phase, status, said):
        return Verdict(Fault.SERVICE, everywhere=True)
    if _passes(code, status, said):
        return Verdict(Fault.LATER)
    if code < 500 or (status and status[0] == 4):
        ours = code == 421 or words.ABOUT_US.search(said) is not None
        return Verdict(Fault.SERVICE if ours else Fault.LATER)
    return _for_good(phase, code, status, said)


def _theirs(status: Enhanced | None, said: str) -> bool:
    """A recipient's own mailbox is full, or gets too much: it must not count as a limit of ours."""
    if status in _OWN_LIMIT_CODES:
        return False
    if words.GREY.search(said) or words.THEIR_RATE.search(said):
        return True
    if status is not None and status[1:] in {(2, 121), (2, 122)}:
        return True
    if words.OURS.search(said) or not words.THEIRS.search(said):
        return False
    if status is not None and status[1] == 7 and words.OWN_LIMIT.search(said):
        return False  # policy, and no mailbox
    return (status is not None and status[1:] == (2, 2)) or words.FULL.search(said) is not None


def _too_large(code: int, status: Enhanced | None, said: str) -> bool:
    return code >= 500 and (status == (5, 3, 4) or words.SIZE.search(said) is not None)


def _own_limit(phase: Phase, status: Enhanced | None, said: str) -> bool:
    if status in _OWN_LIMIT_CODES or (status == (5, 1, 8) and "outbound" in said.lower()):
        return True
    # What a receiver counts of us says nothing of the way to others.
    if status in _NOBODY_CODES or _is_mailbox(status, said):
        return False
    if words.THEIR_VIEW.search(said) or words.THEIR_OWN.search(said):
        return False
    # Who is told so after the recipients were taken is told it of the sender's own account.
    if phase in {Phase.DATA, Phase.CONTENT} and words.ACCOUNT.search(said):
        return True
    if words.OWN_LIMIT.search(said):
        return True
    return all(part.search(said) for part in (words.LIMIT, words.COUNTED, words.PERIOD))


def _is_mailbox(status: Enhanced | None, said: str) -> bool:
    """A status about a mailbox (RFC 3463, x.2.x), unless the words say that it is the sender's."""
    return status is not None and status[1:] in {(2, 0), (2, 1)} and not words.OURS.search(said)


def _passes(code: int, status: Enhanced | None, said: str) -> bool:
    """What ends by itself: a mailbox is emptied, a server gets to know us."""
    full = status is not None and status[1:] == (2, 2)
    unsaid = status is None and not words.MESSAGE.search(said) and not words.RECIPIENT.search(said)
    return full or (code == 552 and unsaid) or words.FULL.search(said) is not None


def _for_good(phase: Phase, code: int, status: Enhanced | None, said: str) -> Verdict:
    """A permanent refusal at a recipient or of the content: by its words, else by its codes."""
    recipient, content = words.RECIPIENT.search(said), words.MESSAGE.search(said)
    proof, ours = _proof(status, said), _is_said_of_us(status, said)
    # "Address … unknown" names a recipient; a status of the sender's address does not.
    meanings = (
        (words.TOO_MANY.search(said), Fault.SERVICE),
        (words.THEIR_OWN.search(said) and not proof, Fault.RECIPIENT),
        (status in _RECIPIENT_CODES and recipient and not proof and not ours, Fault.RECIPIENT),
        (status in _ABOUT_US_CODES, Fault.SERVICE),
        (phase != Phase.RCPT and content and not proof, Fault.MESSAGE),
        (not proof and not ours and _is_nobody_first(said), Fault.RECIPIENT),
        (ours or words.ABOUT_US.search(said), Fault.SERVICE),
        (recipient, Fault.RECIPIENT),
        (content, Fault.MESSAGE),
    )
    meant = next((fault for found, fault in meanings if found), None)
    return Verdict(meant) if meant else _as_spam(phase, said) or _by_codes(phase, code, status)


# How Postfix begins whatever it says at a recipient.
_WRAPPER = re.compile(r"(recipient|sender) address rejected:\s*(?=\w)", re.IGNORECASE)


def _is_nobody_first(said: str) -> bool:
    """“Unknown user; too many of these and your host is blocked”: what stands behind is a warning."""
    rest = _WRAPPER.sub("", said)
    nobody, ours = words.RECIPIENT.search(rest), words.ABOUT_US.search(rest)
    return bool(nobody and ours and nobody.end() <= ours.start())


def _is_said_of_us(status: Enhanced | None, said: str) -> bool:
    """“<our address> user unknown” is how a server says that it does not believe the sender."""
    ours = words.OUR_OWN.search(said) is not None
    return ours and (status not in _NOBODY_CODES or _OUR_ADDRESS in said)


def _as_spam(phase: Phase, said: str) -> Verdict | None:
    if not words.SPAM.search(said):
        return None
    # Before the content was seen it can only be us.
    return Verdict(Fault.SERVICE if phase == Phase.RCPT else Fault.MESSAGE)


def _proof(status: Enhanced | None, said: str) -> bool:
    """Words that are about us whatever else is said."""
    if status in _NOBODY_CODES:
        return words.SENDER_REFUSED.search(said) is not None
    return words.PROOF.search(said) is not None


def _by_codes(phase: Phase, code: int, status: Enhanced | None) -> Verdict:
    if status is not None and status not in _VAGUE_CODES:
        return _by_status(status)
    if code in _ABOUT_US_BASIC:
        return Verdict(Fault.SERVICE)
    if code in {551, 556}:
        return Verdict(Fault.RECIPIENT)
    return Verdict(Fault.RECIPIENT, known=False)


def _by_status(status: Enhanced) -> Verdict:
    if status in _RECIPIENT_CODES:
        return Verdict(Fault.RECIPIENT)
    if status in _MESSAGE_CODES or status[1] == 6:
        return Verdict(Fault.MESSAGE)
    if status in _LATER_CODES:
        return Verdict(Fault.LATER)
    # Addresses of ours (5.1.7, 5.1.8), systems, routes, protocol, and policy.
    if status[1] in {1, 3, 4, 5, 7}:
        return Verdict(Fault.SERVICE)
    return Verdict(Fault.RECIPIENT, known=False)


_OUR_ADDRESS = "your address"
_ADDRESS = re.compile(
    r"<[^<>\s]*>|[^\s<>()\[\]\"'=&?/;:,]+(?:@|%40)[^\s<>()\[\]\"'&;,]+", re.IGNORECASE
)
# What differs at each try: moments, addresses of machines, and marks, of digits or in brackets.
_MARK = re.compile(r"[\[(](?=[^\])]*\d)[^\])]*[\])]|[\[(]\S*[\])]|[\w.:/-]*\d[\w.:/-]*")


def _whole(address: str) -> re.Pattern[str]:
    """Where an address stands by itself, in brackets or not."""
    return re.compile(rf"<?(?<![\w.+=-]){re.escape(address)}(?![\w-]|\.\w)>?", re.IGNORECASE)


def masked(text: str, address: str = "") -> str:
    """The words of a reply without any address, in one line.

    `address`: whom it was about; the part before the @ is masked also where it stands alone.
    """
    _code, said = split(text)
    said = _ADDRESS.sub("…", said)
    name = address.rpartition("@")[0]
    for part in {address, name}:
        if len(part) >= 2:
            said = re.sub(rf"(?<![\w-]){re.escape(part)}(?![\w-])", "…", said, flags=re.I)
    return " ".join(said.split())


def likeness(code: int, text: str, address: str = "") -> str:
    """What two replies have in common that say the same of different people."""
    status, _rest = split(text)
    said = _MARK.sub("#", masked(text, address))
    return f"{code} {'.'.join(map(str, status or ()))} {said}".casefold()
