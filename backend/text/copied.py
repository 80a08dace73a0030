"""Lines with addresses as they are copied: from a mail, a table, a signature; brought to one shape."""

from __future__ import annotations

import html
import re
import unicodedata

_IN = r"[^\s<>()\[\]{}|;,\"@]"
_AT = rf"(?<!{_IN}){_IN}+@{_IN}+"
_LINK = re.compile(r"\[([^\[\]]*)\]\(mailto:([^()]*)\)", re.IGNORECASE)
# Outlook's plain text says where an address leads: k@x<mailto:k@x>
_LEADS_TO = re.compile(rf"({_AT})\s?<(?:mailto|https?):[^<>]*>", re.IGNORECASE)
_IN_BRACKETS = re.compile(rf"[(\[{{]\s*((?:mailto:)?{_AT})\s*[)\]}}]", re.IGNORECASE)
_BARE = re.compile(rf"(^|[\t;])[ ]*<((?:mailto:)?{_AT})>[ ]*(?=$|[\t;])", re.IGNORECASE)
_MAIL = r"(?:werk)?(?:e-?mail|mail)(?:-?adres(?:sen)?| ?address(?:es)?)?|adres|address"
_LABEL_AHEAD = re.compile(
    rf"\s*(?:{_MAIL}|aan|to|cc|bcc|van|from|an|à|cn|fn|e|display ?name|naam|name|collega|deelnemers?)\s*[:=]\s*",
    re.IGNORECASE,
)
# “k@x en a@x”, “k@x / a@x”: a word or a stroke between two of them.
_AND = re.compile(rf"({_AT}[>)\]]?)\s+(?:en|and|und|et|&|\+|/)\s+(?=[^;\t]*@)", re.IGNORECASE)
# How a directory writes where somebody stands: CN=Wit\\, Kees de,OU=Publiek,DC=x
_DIRECTORY = re.compile(
    r"\bCN=((?:\\.|[^,;\t\\])+)(?:,\s*(?:CN|OU|DC|O|C|L|ST)=[^,;\t]*)*", re.IGNORECASE
)
_LABEL_BEHIND = re.compile(rf"(?:^|[\s,;(–-])(?:(?:{_MAIL})\s*[:=]?|e\s*[:=])\s*$", re.IGNORECASE)
_LONGEST_LABEL = 60
_NUMBER = (
    r"(?:(?:telefoon|tel|mobiel|mobile|mob|phone|fax|gsm|toestel|tst|t|m)\b[.:]*\s*)?"
    r"\+?\(?\d[\d\s()./–-]{5,}\d(?!\w)"
)
_PHONE = re.compile(rf"(?<![\w.])(?:\(\s*{_NUMBER}\s*\)|{_NUMBER})", re.IGNORECASE)
_EXTENSION = re.compile(
    r"(?:telefoon|tel|mobiel|mobile|mob|phone|fax|gsm|toestel|tst)\b[.:]*\s*[\d\s-]+", re.IGNORECASE
)
_EDGES = " \t;,:=-–—>([{|/•·→⇒►"


def plain(line: str) -> str:
    """The line with each address either in < > or bare, the cells of a table apart by tabs, and
    without words of emoji."""
    kept = html.unescape(line).replace("＠", "@").replace("\ufe6b", "@")
    kept = re.sub(r"[^\s|]+", lambda word: "" if _is_picture(word[0]) else word[0], kept)
    kept = _DIRECTORY.sub(lambda found: '"' + found[1].replace("\\", "") + '"', kept)
    kept = _LEADS_TO.sub(r"\1", kept)
    kept = _LINK.sub(
        lambda found: found[2] if "@" in found[1] else f"{found[1]} <{found[2]}>", kept
    )
    kept = _IN_BRACKETS.sub(r"<\1>", kept)
    kept = _AND.sub(r"\1; ", kept)
    bare = kept.strip()
    if "|" in bare and (bare[0] == bare[-1] == "|" or "<" not in bare):
        kept = "\t".join(cell.strip() for cell in bare.strip("|").split("|"))
    return _BARE.sub(r"\1\2", kept)


def _is_picture(word: str) -> bool:
    return all(unicodedata.category(sign) in {"So", "Sk", "Mn", "Cf"} for sign in word)


def says_nothing(line: str) -> bool:
    """Whether it is a rule or a row of signs, without anything to read."""
    return not any(sign.isalnum() or sign == "@" for sign in line)


def says_how(line: str) -> bool:
    """Whether it only tells a programme what divides the cells: sep=;"""
    return bool(re.fullmatch(r"\s*\"?sep=.?\"?[;,\s]*", line, re.IGNORECASE))


def without_label(text: str) -> str:
    """What stands beside an address, without a word that only says what it is, and without a phone."""
    kept = _PHONE.sub(" ", " ".join(text.split()))
    before = ""
    while kept != before:
        before = kept
        ahead = _LABEL_AHEAD.match(kept)
        kept = kept[ahead.end() :] if ahead else kept
        # Looked for in the whole of a long line of labels, each would take as long as all of them.
        behind = _LABEL_BEHIND.search(kept, max(0, len(kept) - _LONGEST_LABEL))
        kept = (kept[: behind.start()] if behind else kept).rstrip(_EDGES)
        kept = kept.strip(" \t;,:=–—>|/")
        kept = kept[2:] if kept.startswith("- ") else kept
    return kept


def of_a_group(text: str) -> str:
    """The name behind that of a group or a field: “Projectgroep: Kees de Wit”."""
    return text.rstrip(" :").rpartition(":")[2].strip() if not text.startswith(('"', "“")) else text


def is_number(cell: str) -> bool:
    """Whether it counts, calls or numbers, and names nobody."""
    return not any(sign.isalpha() for sign in cell) or bool(
        _EXTENSION.fullmatch(cell.strip()) or not _PHONE.sub("", cell).strip()
    )


def is_known_by(cell: str) -> bool:
    """Whether it is a number that somebody is known by, such as P012345."""
    return bool(re.fullmatch(r"[A-Za-z]{1,3}[-.]?\d{2,}", cell.strip()))
