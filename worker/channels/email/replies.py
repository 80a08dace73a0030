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


@dataclass(frozen=True)
class Verdict:
    """Whose fault it is.

    `everywhere`: of the service's faults, whether it holds the whole way out and not only this
    receiving domain. `known` is False for a permanent reply that fits nothing known.
    """

    fault: Fault
    everywhere: bool = False
    known: bool = True


def _words(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)


# What a sender itself may send, as the sender's own provider counts it.
_OWN_LIMIT = _words(
    r"(daily|hourly|monthly|weekly|dagelijkse?|dag|uur|maand)[\w\s'-]{0,40}(limit|limiet|quota|quotum)",
    r"verzendlimiet",
    r"(limit|quota|limiet|quotum)\b[\w\s'-]{0,30}\b(per|each|a|an) (hour|day|minute|month|uur|dag)",
    r"(sending|send|submission|outbound|outgoing|relay|sender'?s?|verzend)[\w\s-]{0,25}"
    r"(limit|quota|quotum|rate)",
    r"(rate|quota|limit)\w*[\w\s]{0,30}(sender|sending|outgoing|outbound|submission)",
    r"limit for message recipients",
    r"exceeded[\w\s]{0,40}(messages?|recipients|e?-?mails|mails)[\w\s]{0,20}\b(per|an?|in an?)\b",
    r"exceeded[\w\s,]{0,40}(threshold|credits)|credits exceeded|out of credits",
    r"\d+ (messages?|e?-?mails?|recipients) (per|an?) (hour|day|minute)|your message limit",
    r"too (many|much) (messages?|e?-?mails?|mail)\b(?!.{0,40}(for|to) this)",
    r"(max|maximum)[\w\s]{0,20}(messages|e?-?mails|recipients) (per|an?) ",
    r"te veel (berichten|mails?|e-mails)",
    r"rate.?limit|throttl|quota exceeded for (sender|account)",
    r"(your|sender'?s?|sending|uw) (account|user|organi[sz]ation|tenant|domain)\b[\w\s]{0,30}"
    r"(suspended|blocked|disabled|restricted|locked|geblokkeerd)",
    r"bad outbound sender|blocked from sending|sending (is )?(disabled|suspended|paused)",
)
_OWN_LIMIT_CODES = frozenset(
    {(5, 1, 90), (5, 4, 5), (5, 7, 232), (5, 7, 233), (5, 7, 236), (5, 7, 705), (5, 7, 708)}
)
# How much one recipient may receive is theirs, and passes.
_THEIR_RATE = _words(
    r"receiving mail at a rate|receiv\w+[\w\s']{0,20}(limit|rate)|recipient('?s)? (rate|receive)",
    r"(mailbox|user|recipient|account|ontvanger)[\w\s]{0,30}(is )?(receiving|ontvangt)",
)
_FULL = _words(
    r"(mail ?box|post(vak|bus)|inbox|folder)[\w\s'<>@.-]{0,40}\b(full|vol|over|exceed|storage|quota)",
    r"\b(full|volle?) (mail ?box|post(vak|bus)|inbox)",
    r"over ?quota|quota.{0,12}exceeded|exceeded.{0,24}(quota|storage)|out of (disk )?(space|storage)",
    r"insufficient (system |disk )?(storage|space)|not enough (disk )?(space|storage)",
    r"(quota|opslag)\w*[\w\s]{0,20}(overschreden|vol)",
)
_GREY = _words(r"gr[ea]y-?\s?list")
# How we are seen from outside: lists, names, proofs. It says nothing of any recipient.
_ABOUT_US = _words(
    r"spamhaus|spamcop|barracuda|sorbs|uceprotect|invaluement|abusix|proofpoint|cloudmark|senderscore",
    r"\b(dns|r)[bw]ls?\b|black ?-?list|block ?-?list|deny ?-?list|zwarte lijst|blocked using",
    r"listed (by|at|in|on)\b|is listed\b|delist",
    r"reputation|banned|\bS31[45]\d|RP-00\d|\[?TSS?0\d|unusual rate|user complaints",
    r"\bspf\b|\bdkim\b|\bdmarc\b|\barc\b.{0,20}fail|unauthenticated|not authenticated|no authentication",
    r"authentication (is )?(required|needed|failed|unsuccessful)|must (first )?authenticate",
    r"(sender|from|return.?path|envelope|afzender)\w*[\w\s<>@.:,'/()-]{0,60}"
    r"(reject|refus|denied|not (allowed|owned|permitted|authori[sz]ed|accepted|verified|found)"
    r"|verif\w+ (failed|failure)|fail\w* verif|invalid|does not exist|unknown|geweigerd|niet)",
    r"(reject|refus|invalid|bad|unknown)\w*[\w\s]{0,12}\b(sender|afzender)",
    r"verification failed|sender verify|not verified|sender[\w\s]{0,20}null mx",
    r"relay\w*[\w\s,']{0,30}(denied|not (permitted|allowed)|prohibited|refused|geweigerd)",
    r"(unable|not (allowed|permitted|authori[sz]ed)) to (relay|send)(?! to (this|that|the)? ?(recipient|group|mailbox))",
    r"rcpthosts|do(es)? not relay|we don'?t relay|not (a )?local (host|domain)",
    r"(not|niet) (allowed|toegestaan)[\w\s]{0,20}(send|verzend|verstuur)",
    r"client host|sending (host|ip|server|mta)|reverse (dns|hostname|lookup)|\bptr\b|\brdns\b",
    r"\bhelo\b|\behlo\b|hostname",
    r"(must issue|requires?|need|use)[\w\s]{0,20}(starttls|tls|encryption)|encryption (is )?required",
    r"permission\w* to (submit|send as)|send as this sender|send on behalf",
    r"your (ip|host|server|network|mail ?server|e?-?mail (server|system))\b|uw (ip|server)",
    r"(ip|host|server|network|netwerk|adres)[\w\s.\[\]:-]{0,50}\b(blocked|geblokkeerd|blacklisted)",
    r"(blocked|geblokkeerd)[\w\s]{0,20}(ip|host|server)",
    r"(service|system|server)( is| currently| temporarily)* (unavailable|not available|busy|shutting|closing)",
    r"(local|security|administrative|site) policy|policy (violation|reasons?|restriction)",
    r"beleid",
)
_RECIPIENT = _words(
    r"(user|benutzer|recipient|mail ?box|account|addressee?|alias|person|gebruiker|ontvanger|adres|postvak)"
    r"[\w\s<>@.:,'\"/()-]{0,80}(unknown|not (found|exist|known|valid|here|listed|available)"
    r"|n'?t exist|doesn'?t (exist|have)|does not (exist|have)|existiert nicht|unbekannt|no longer|disabled|inactive|unavailable|invalid"
    r"|suspended|closed|terminated|expired|deleted|deactivated|onbekend|bestaat niet|niet gevonden"
    r"|uitgeschakeld|opgeheven|ongeldig|niet bekend)",
    r"(unknown|invalid|bad|no such|non-?existent|undeliverable|illegal|onbekende?|ongeldige?)"
    r"[\w\s]{0,20}(user|recipient|mail ?box|account|address|alias|person|local.?part|destination"
    r"|gebruiker|ontvanger|adres|postvak|name)",
    r"no (mail ?box|one|such|account)[\w\s]{0,20}(here|by that name|with that|at this|user|person|name)",
    r"(recipient|ontvanger|rcpt)\w*( e?-?mail)?( address\w*)?[\w\s<>@.:'\"-]{0,80}"
    r"(rejected|refused|denied|geweigerd|not accepted)",
    r"all recipients? (address\w* )?(were |was )?rejected|no valid recipients|RecipientNotFound",
    r"(unrouteable|unroutable|undeliverable) address|address unknown|geen (geldige? )?ontvanger",
    r"RESOLVER\.(ADR|RST)\.(?!RecipSizeLimit)|Recipient not found",
    r"(host|domain)( or domain)?( name)? (not found|does not exist|unknown)|domein bestaat niet",
    r"(domain|host) (does not|doesn'?t) accept|null ?mx|user (has )?moved|not our (customer|user)",
    r"(recipient|group|list|mailbox)[\w\s']{0,40}(only accepts|restricted|not authori[sz]ed to receive)",
    r"(send|sending)( e?-?mails?| messages?)? to (this|that|the) (recipient|group|mailbox)",
)
_TOO_LARGE = _words(
    r"(message|mail|content|bericht|data|attachment|bijlage|body)[\w\s'.]{0,40}"
    r"(size|too (large|big|long)|exceed\w*[\w\s]{0,30}(size|limit|maximum)|te groot)",
    r"(size|grootte)[\w\s]{0,30}(exceed|limit|maximum|overschr)|exceed\w*[\w\s]{0,30}\bsize",
    r"(header|line)s?[\w\s]{0,20}too (long|large|many)|RecipSizeLimit|too large|te groot",
)
_MESSAGE = _words(
    _TOO_LARGE.pattern,
    r"(invalid|malformed|bad|missing|illegal|duplicate|multiple|ongeldige?)[\w\s:'-]{0,30}"
    r"(header|message-id|mime|content|encoding|line end|character|bare)",
    r"(header|message|content|mime)[\w\s:'-]{0,40}(invalid|malformed|not (valid|rfc|compliant)|violat)",
    r"rfc ?-?(2822|5322|822)|bare (lf|cr|linefeed)|8-?bit|smtputf8|conversion (required|not)",
    r"virus|malware|infected|phish|trojan|(attachment|bijlage)\w*[\w\s]{0,30}"
    r"(not allowed|block|ban|reject|refus|prohibit|forbidden|geweigerd|niet toegestaan)",
    r"(unacceptable|illegal|forbidden|objectionable) (content|attachment)|content restriction",
    r"(content|inhoud)[\w\s]{0,30}(reject|refus|block|not accept|unacceptable|denied|geweigerd)",
    r"(url|link)s?[\w\s]{0,30}(block|reject|ban|malicious|listed)",
)
_SPAM = _words(r"spam|unsolicited|junk|ongewenst|bulk mail|suspicious")

# By the status code alone, where no words settled it.
_RECIPIENT_CODES = frozenset(
    {(5, 1, n) for n in (0, 1, 2, 3, 4, 5, 6, 10)}
    | {(5, 2, n) for n in (0, 1, 4)}
    | {(5, 4, n) for n in (4, 310)}
    | {(5, 6, 7), (5, 7, 2), (5, 7, 17), (5, 7, 18), (5, 7, 504), (5, 7, 505), (5, 7, 507)}
    | {(5, 7, n) for n in (123, 124, 125, 129, 132, 133, 134, 135, 136, 193, 194)}
)
_MESSAGE_CODES = frozenset({(5, 2, 3), (5, 3, 4), (5, 5, 6), (5, 1, 20), (5, 7, 512)})
_LATER_CODES = frozenset({(5, 2, 2), (5, 2, 121), (5, 2, 122)})
_ABOUT_US_BASIC = frozenset({500, 501, 502, 503, 504, 521, 523, 530, 534, 535, 538, 555})

_ENHANCED = re.compile(r"^[\s#\[<(]*([245])\.(\d{1,3})\.(\d{1,3})(?![\d.]*\.\d)\b[\]>):]*\s*")


def split(text: str) -> tuple[Enhanced | None, str]:
    """The enhanced status code, where there is one, and the words of all lines as one.

    Servers repeat number and status code on each line of a long answer.
    """
    status: Enhanced | None = None
    words: list[str] = []
    for line in text.splitlines():
        rest = re.sub(r"^\s*[2-5]\d\d(?:[- ]|$)", "", line)
        found = _ENHANCED.match(rest)
        if found:
            status = status or (int(found[1]), int(found[2]), int(found[3]))
            rest = rest[found.end() :]
        words.append(rest.strip())
    return status, " ".join(word for word in words if word)


def judge(phase: Phase, code: int, text: str) -> Verdict:
    """Whose fault this refusal is.

    `text`: what the server said after its number, of one line or several. A refusal at the opening
    of the talk, and a sender's own limit wherever it comes, holds the whole way out.
    """
    status, words = split(text)
    if _own_limit(status, words):
        return Verdict(Fault.SERVICE, everywhere=True)
    if phase in _OPENING:
        if phase == Phase.MAIL and (status == (5, 3, 4) or _TOO_LARGE.search(words)):
            return Verdict(Fault.MESSAGE)
        return Verdict(Fault.SERVICE, everywhere=True)
    if _passes(code, status, words):
        return Verdict(Fault.LATER)
    if code < 500 or (status and status[0] == 4):
        ours = code == 421 or _ABOUT_US.search(words) is not None
        return Verdict(Fault.SERVICE if ours else Fault.LATER)
    return _for_good(phase, code, status, words)


def _own_limit(status: Enhanced | None, words: str) -> bool:
    if status in _OWN_LIMIT_CODES or (status == (5, 1, 8) and "outbound" in words.lower()):
        return True
    return bool(_OWN_LIMIT.search(words)) and not _THEIR_RATE.search(words)


def _passes(code: int, status: Enhanced | None, words: str) -> bool:
    """What ends by itself: a mailbox is emptied, a server gets to know us."""
    full = status is not None and status[1:] in {(2, 2), (2, 121), (2, 122)}
    bare_full = code == 552 and status is None and not _TOO_LARGE.search(words)
    found = _GREY.search(words) or _THEIR_RATE.search(words) or _FULL.search(words)
    return full or bare_full or found is not None


def _for_good(phase: Phase, code: int, status: Enhanced | None, words: str) -> Verdict:
    """A permanent refusal at a recipient or of the content: by its words, else by its codes."""
    about_us, recipient = _ABOUT_US.search(words), _RECIPIENT.search(words)
    # "Address … unknown" names a recipient; a status of the sender's address does not.
    if status in _RECIPIENT_CODES and recipient and not _proof(words):
        return Verdict(Fault.RECIPIENT)
    if phase != Phase.RCPT and _MESSAGE.search(words) and not _proof(words):
        return Verdict(Fault.MESSAGE)
    if about_us:
        return Verdict(Fault.SERVICE)
    if recipient:
        return Verdict(Fault.RECIPIENT)
    if _MESSAGE.search(words):
        return Verdict(Fault.MESSAGE)
    return _as_spam(phase, words) or _by_codes(phase, code, status)


def _as_spam(phase: Phase, words: str) -> Verdict | None:
    if not _SPAM.search(words):
        return None
    # Before the content was seen it can only be us.
    return Verdict(Fault.SERVICE if phase == Phase.RCPT else Fault.MESSAGE)


_PROOF = _words(
    r"spamhaus|spamcop|blocked using|\b(dns|r)[bw]ls?\b|black ?-?list|block ?-?list|reputation",
    r"\bspf\b|\bdkim\b|\bdmarc\b|unauthenticated|relay|(sender|from)[\w\s]{0,20}(address )?(rejected|denied)",
)


def _proof(words: str) -> bool:
    """Words that are about us whatever else is said."""
    return _PROOF.search(words) is not None


def _by_codes(phase: Phase, code: int, status: Enhanced | None) -> Verdict:
    if status is not None and status != (5, 0, 0):
        return _by_status(status)
    if code in _ABOUT_US_BASIC:
        return Verdict(Fault.SERVICE)
    if code in {551, 556} or (code == 553 and phase == Phase.RCPT):
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


_ADDRESS = re.compile(
    r"<[^<>\s]*>|[^\s<>()\[\]\"'=&?/;:,]+(?:@|%40)[^\s<>()\[\]\"'&;,]+", re.IGNORECASE
)
# What differs at each try: moments, and marks with digits in them.
_MARK = re.compile(
    r"\b\d{4}-\d\d-\d\dT[\d:.]+Z?|\b(?=[\w.-]*\d)(?=[\w.-]*[A-Za-z])[\w.-]{8,}|\b\d{5,}\b"
)


def masked(text: str, address: str = "") -> str:
    """The words of a reply without any address, in one line.

    `address`: whom it was about; the part before the @ is masked also where it stands alone.
    """
    _status, words = split(text)
    words = _ADDRESS.sub("…", words)
    name = address.rpartition("@")[0]
    for part in {address, name}:
        if len(part) >= 2:
            words = re.sub(rf"(?<![\w-]){re.escape(part)}(?![\w-])", "…", words, flags=re.I)
    return " ".join(words.split())


def likeness(code: int, text: str, address: str = "") -> str:
    """What two replies have in common that say the same of different people."""
    status, _rest = split(text)
    said = _MARK.sub("#", masked(text, address))
    return f"{code} {'.'.join(map(str, status or ()))} {said}".casefold()
