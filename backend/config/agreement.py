"""Whether the settings agree with one another: each may be right by itself and wrong together."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from backend.config.environment import Environment

_LOCAL = ("localhost", "127.0.0.1", "::1")


def look_over(env: Environment, found: Mapping[str, Any]) -> None:
    """Add to `env` what no single setting shows: `found` are Django's settings."""
    if not env.given.get("STAPSTEEN_SECRET", "").strip(" ,"):
        env.problems.insert(0, "STAPSTEEN_SECRET is empty; make one with: "
                            'python3 -c "import secrets; print(secrets.token_urlsafe(48))"')  # fmt: skip
    _mail(env, found)
    _address(env, found)
    if found["DELIVERY_LEASE_SECONDS"] <= found["SMTP_TIMEOUT"]:
        env.problems.append(
            "DELIVERY_LEASE_SECONDS must be more than SMTP_TIMEOUT, or a message that is still on"
            " its way counts as lost."
        )
    if bool(env.given.get("POSTGRES_PASSWORD")) and "change-me" in env.given["POSTGRES_PASSWORD"]:
        env.problems.append("POSTGRES_PASSWORD still holds the example's password.")
    env.flag("EXAMPLE", False)
    env.choice("EXAMPLE_LANGUAGE", "nl", ("nl", "en"))
    for name in ("PORT", "MAILBOX_PORT", "MAILBOX_SMTP_PORT"):
        _port(env, name)
    env.strangers()


def _port(env: Environment, name: str) -> None:
    """Ours is a number; the compose file also takes `127.0.0.1:8000`, a cluster `tcp://…`."""
    given = env.given.get(name, "")
    if given.startswith("tcp://"):
        return
    if found := re.fullmatch(r"[\[\]\d.:a-f]*:(\d+)", given):
        if not 1 <= int(found[1][:9]) <= 65_535:
            env.problems.append(f"{name} ends with a whole number from 1 to 65535, not {given!r}.")
        return
    env.whole(name, 0, least=1, most=65_535)


def _mail(env: Environment, found: Mapping[str, Any]) -> None:
    if bool(found["SMTP_USER"]) != bool(found["SMTP_PASSWORD"]):
        there, gone = ("SMTP_USER", "SMTP_PASSWORD")
        if not found["SMTP_USER"]:
            there, gone = gone, there
        env.problems.append(f"{there} is given without {gone}; a mail service asks for both.")
    for name in ("SMTP_USER", "SMTP_PASSWORD"):
        if not (found[name].isascii() and found[name].isprintable()):
            env.problems.append(
                f"{name} holds a sign that can't be sent to a mail server: use letters, digits and"
                " signs of plain ASCII."
            )
    local = found["SMTP_HOST"] in _LOCAL
    if found["SMTP_USER"] and found["SMTP_TLS"] == "none" and not local:
        env.doubts.append("SMTP_TLS is none: SMTP_PASSWORD goes over the line for all to read.")
    wanted = {465: "tls", 587: "starttls"}.get(found["SMTP_PORT"])
    if wanted and found["SMTP_TLS"] != wanted:
        env.doubts.append(
            f"SMTP_PORT {found['SMTP_PORT']} mostly goes with SMTP_TLS={wanted}, not with"
            f" {found['SMTP_TLS']}."
        )
    nowhere = found["MAIL_FROM"].rstrip("> ").endswith("@localhost")
    if nowhere and not local and found["SMTP_HOST"] != "mailbox":
        env.doubts.append("MAIL_FROM ends in @localhost, from which few take mail.")


def _address(env: Environment, found: Mapping[str, Any]) -> None:
    address = urlsplit(found["PUBLIC_URL"])
    host, secure = address.hostname or "", address.scheme == "https"
    hosts = found["ALLOWED_HOSTS"]
    named = any(
        one == "*" or host == one.strip("[]").lower() or (one[0] == "." and host.endswith(one))
        for one in hosts
    )
    if not named:
        env.doubts.append(
            f"STAPSTEEN_HOSTS does not name {host}, the host of STAPSTEEN_URL: who opens that"
            " address is refused, unless a proxy sends another name."
        )
    if "*" in hosts:
        env.doubts.append("STAPSTEEN_HOSTS is *: the pages answer to any name whatever.")
    if secure and not found["TRUSTED_PROXIES"]:
        env.doubts.append(
            "STAPSTEEN_URL begins with https, which a proxy in front provides, and TRUSTED_PROXIES"
            " is 0: all senders count as one, so that one with wrong passwords locks out all."
        )
    if not secure and host not in _LOCAL:
        env.doubts.append("STAPSTEEN_URL begins with http: passwords go over the line to be read.")
    for name in ("DEBUG", "EXAMPLE_MODE"):
        if secure and found[name]:
            env.doubts.append(f"{name} is on, at an address that others reach.")
