"""What makes a setting's value wrong: pure functions that answer the rest of a sentence, or nothing.

None of them repeats a secret, or an address that may hold a password.
"""

from __future__ import annotations

import ipaddress
import math
import re
from collections import Counter
from collections.abc import Sequence
from email.utils import getaddresses, parseaddr
from itertools import pairwise
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict
from redis import ConnectionPool
from redis.exceptions import RedisError

from backend.text import addresses, codes
from backend.text.problems import Refused

SECRET_LENGTH = 24
TOKEN_LENGTH = 16
CODE_LENGTH = 8
DATABASE_NAME_BYTES = 63
# What its options may be set to, of those that few know by heart.
_DATABASE_OPTIONS = {
    "sslmode": "disable|allow|prefer|require|verify-ca|verify-full",
    "gssencmode": "disable|prefer|require",
    "channel_binding": "disable|prefer|require",
    "target_session_attrs": "any|read-write|primary|prefer-standby",
    "client_encoding": "(?i:utf-?8|unicode|auto)",
    **dict.fromkeys(("connect_timeout", "keepalives_idle", "keepalives_interval"), r"[0-9]{1,6}"),
}
_TOLD_BEFORE = {"dbname"}
_PLACEHOLDER = re.compile(
    r"change.?(me|this|it)|replace.?(me|this)|fill.?(me|this)?.?in|place.?holder|insecure"
    r"|your.?(own|long|random|secret|password)|secret.?(here|key)|<[^>]+>|\.\.\.|…"
    r"|vul.?(hier|in)|verander.?(mij|dit)|wijzig.?(mij|dit)",
    re.IGNORECASE,
)
# What people come up with.
_EASY = re.compile(
    r"wachtwoord|password|geheim|qwerty|asdfgh|zxcvbn|stapsteen|welkom", re.IGNORECASE
)
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)", re.IGNORECASE)


def either(words: Sequence[str]) -> str:
    """`a, b or c`."""
    return f"{', '.join(words[:-1])} or {words[-1]}"


def is_placeholder(text: str) -> bool:
    """Whether an example was left as it stood."""
    return bool(_PLACEHOLDER.search(text))


def secret_wrong(secret: str, least: int = SECRET_LENGTH) -> str:
    """Of a secret: too short, left as in the example, or easily guessed."""
    make = 'python3 -c "import secrets; print(secrets.token_urlsafe(48))"'
    if is_placeholder(secret):
        return f"still holds the example's text; make one with: {make}"
    if len(secret) < least:
        return f"has {len(secret)} characters and needs {least} or more; make one with: {make}"
    if not secret.isascii() or not secret.isprintable():
        return f"holds other signs than plain ASCII; make one with: {make}"
    if _EASY.search(secret) or _bits(secret) < 60 or _repeats(secret) or _counts(secret):
        return f"is too easily guessed; make one with: {make}"
    return ""


def token_wrong(text: str) -> str:
    """Of a token that is sent in a head: RFC 6750 knows no blank in it, nor most other signs."""
    if not re.fullmatch(r"[\w.~+/-]+=*", text, re.ASCII):
        return "is what stands behind “Bearer”: letters, digits and -._~+/ alone, without a blank."
    return secret_wrong(text, TOKEN_LENGTH)


def url_wrong(text: str) -> str:
    """Of the public address: with http or https, a host, and nothing before or behind it."""
    found = _split(text)
    if (
        found is None
        or found.scheme not in {"http", "https"}
        or not text.lower().startswith("http")
    ):
        return f"is an address with http:// or https:// in front, not {text!r}."
    if "@" in found.netloc:
        return "is the address of the pages, without a user or a password before the host."
    if not found.hostname or host_wrong(found.hostname):
        return f"names no host: {text!r}."
    if not found.hostname.isascii() or found.hostname.endswith("."):
        return f"names its host as browsers send it: in ASCII (xn--…), without a dot at its end; not {text!r}."
    empty = found.netloc.endswith(":") or found.port == 0
    if empty or found.path.strip("/") or re.search(r"[?#]", text):
        return "is the address of the pages, with nothing behind the host and its port."
    return ""


def url(text: str) -> str:
    """The public address as it is compared and shown: scheme and host in small letters."""
    return text.rstrip("/").lower()


def in_brackets(host: str) -> str:
    """A host's name or number, as it stands in an address: IPv6 in brackets."""
    return f"[{host}]" if ":" in host else host


def link_wrong(text: str) -> str:
    """Of an address that people may follow."""
    found = _split(text)
    if found is None or found.scheme not in {"http", "https"} or not found.hostname:
        return f"is an address with http:// or https:// in front, not {text!r}."
    return ""


def host_wrong(text: str) -> str:
    """Of a host's name or number, without port or scheme."""
    bare = text.removeprefix("[").removesuffix("]")
    try:
        ipaddress.ip_address(bare)
    except ValueError:
        pass
    else:
        return ""
    if "@" in text:
        return "is a host's name alone, without a user or a password."
    if "://" in text or "/" in text:
        return f"is a host's name alone, without scheme or path, not {text!r}."
    if ":" in text:
        return f"is a host's name alone, without a port, not {text!r}."
    labels = text.removesuffix(".").split(".")
    if len(text) > 253 or not all(
        _LABEL.fullmatch(label) or (not label.isascii() and label.isalnum()) for label in labels
    ):
        return f"is no name that a host can have: {text!r}."
    return ""


def allowed_host_wrong(text: str) -> str:
    """Of a name that the pages answer to: also `.duinzicht.example` for all below it, or `*`."""
    if text == "*":
        return ""
    if text.startswith("[") and text.endswith("]"):
        return host_wrong(text)
    wrong = host_wrong(text.removeprefix("."))
    if not wrong and ":" in text:
        return f"names an IPv6 address without its brackets: [{text}]."
    if not wrong and not text.isascii():
        return f"is a host's name as browsers send it, in ASCII (xn--…), not {text!r}."
    return wrong


def mail_host_wrong(text: str) -> str:
    """Of the mail server's name or number."""
    if text.startswith("["):
        return f"is a host's name or number without brackets, not {text!r}."
    return host_wrong(text)


def setup_code_wrong(text: str) -> str:
    """Of the word that is asked for on the first page."""
    if is_placeholder(text):
        return "still holds the example's text; make up a word of your own."
    typed = len(codes.secret(text))  # as it is compared: what nobody sees, nobody types
    if typed < CODE_LENGTH:
        return f"has {typed} characters that can be typed and needs {CODE_LENGTH} or more."
    return ""


def database_wrong(text: str) -> str:
    """Of a PostgreSQL address."""
    found = _split(text)
    if found is None:
        return (
            "can't be read; in its password, signs such as @ / : # ? and % are written as %40 %2F"
            " %3A %23 %3F %25."
        )
    if found.scheme not in {"postgres", "postgresql"}:
        return "begins with postgresql:// (no other database is supported)."
    if not text.startswith(f"{found.scheme}://") or not unquote(found.path.strip("/")):
        return "looks like postgresql://name:password@host:5432/database; a part is missing."
    return _example_password(found) or _place_wrong(found) or _database_options_wrong(text, found)


def _place_wrong(found: SplitResult) -> str:
    """Of the host and the name in the address of a database."""
    if found.netloc.count("@") > 1:
        # PostgreSQL's library takes the rest of the password for the host, and repeats it.
        return "holds more than one @; in its password @ is written as %40."
    if "/" in found.path.strip("/"):
        return "names more than a database behind its host."
    if found.fragment or found.port == 0:
        return "holds a # or a port 0; in its password # is written as %23."
    if len(unquote(found.path.strip("/")).encode()) > DATABASE_NAME_BYTES:
        return (
            f"names a database longer than {DATABASE_NAME_BYTES} bytes, which PostgreSQL cuts off."
        )
    host = found.hostname or ""
    return host_wrong(host) if host and "%" not in host else ""


def _database_options_wrong(text: str, found: SplitResult) -> str:
    """Of what stands behind the question mark: its names are asked of the library that reads it.

    Its values are looked at by nobody before it connects; then it seems that the server is away.
    """
    wrong = "holds options behind its ? that can't be meant"
    try:
        conninfo_to_dict(text)
        asked = parse_qsl(found.query, keep_blank_values=True, strict_parsing="?" in text)
    except (ProgrammingError, ValueError):
        return f"{wrong}."
    names = [name for name, _value in asked]
    if len(names) != len(set(names)) or _TOLD_BEFORE & set(names):
        return f"{wrong}: one is there twice, or was told before it."
    for name, value in asked:
        if not re.fullmatch(_DATABASE_OPTIONS.get(name, ".*"), value, re.DOTALL):
            return f"{wrong}: {name}."
    return ""


def broker_wrong(text: str) -> str:
    """Of an address of Valkey or Redis."""
    found = _split(text)
    if found is None:
        return (
            "can't be read; in its password, signs such as @ / : # are written as %40 %2F %3A %23."
        )
    if found.scheme == "unix":
        return "" if found.path.startswith("/") else "names no socket behind unix://."
    if found.scheme not in {"redis", "rediss"} or not text.startswith(f"{found.scheme}://"):
        return "begins with redis:// or rediss:// (also where the server is a Valkey)."
    if not found.hostname:
        return "names no host: redis://host:6379/0."
    if found.path.strip("/") and not found.path.strip("/").isdecimal():
        return "ends with the number of its database, such as /0."
    return _example_password(found) or host_wrong(found.hostname) or _options_wrong(text)


def _options_wrong(text: str) -> str:
    """Of what stands behind the question mark: asked of the library that reads it."""
    try:
        ConnectionPool.from_url(text).make_connection()
    except (ValueError, TypeError, RedisError):
        return "holds options behind its ? that can't be meant."
    return ""


def mail_from_wrong(text: str) -> str:
    """Of the address that mail comes from, with or without a name before it."""
    text = text.strip(" ")
    found = getaddresses([text])
    _name, address = parseaddr(text)
    around = text.count("<") + text.count(">")
    ends = not around or (around == 2 and text.endswith(">"))
    if ":" in re.sub(r'"[^"]*"', "", text):  # a group of addresses, or `mailto:`
        ends = False
    if len(found) != 1 and '"' not in text and text.count("@") != 1:
        ends = False
    if not text.isprintable() or not ends or not _can_be_sent_from(address, text):
        return (
            f"is one e-mail address, as in: Stapsteen <stapsteen@duinzicht.example>; not {text!r}."
        )
    return ""


def _can_be_sent_from(address: str, text: str) -> bool:
    """Whether mail servers take it; a name with a comma and without quotes is read all the same."""
    if "@" not in address and text.endswith(">"):
        address = text.rpartition("<")[2].removesuffix(">").strip()
    host = address.rpartition("@")[2]
    if "@" not in address or re.search(r"[\s<>,;]", address) or host_wrong(host):
        return False
    try:
        sent = addresses.in_ascii(address)
    except Refused:
        return False
    return (
        len(sent) <= addresses.LONGEST and len(sent.rpartition("@")[0]) <= addresses.LONGEST_LOCAL
    )


def _example_password(found: SplitResult) -> str:
    left = found.password and is_placeholder(unquote(found.password))
    return "still holds the example's password." if left else ""


def _split(text: str) -> SplitResult | None:
    """The parts of an address; None where there are none to tell, or a port that is no number."""
    try:
        found = urlsplit(text)
        _port = found.port
    except ValueError:
        return None
    return None if re.search(r"\s", text) else found


def _bits(text: str) -> float:
    """Shannon's entropy of its characters, times its length: an upper bound of what it hides."""
    shares = [number / len(text) for number in Counter(text).values()]
    return -sum(share * math.log2(share) for share in shares) * len(text)


def _repeats(text: str) -> bool:
    """`abcabcabc`."""
    fours = [text[at : at + 4] for at in range(len(text) - 3)]
    return text in (text + text)[1:-1] or len(set(fours)) < 0.7 * len(fours)


def _counts(text: str) -> bool:
    """`0123456789abcdef`, `98765`: most characters follow from the one before."""
    steps = [ord(b) - ord(a) for a, b in pairwise(text)]
    return sum(step in {-1, 0, 1} for step in steps) > len(steps) / 2
