"""Where the broker is, as Celery's library wants it told.

It reads the address otherwise than the library that the rest of us asks: it knows no `unix://`, takes
no options but those of TLS, and looks at no certificate unless it is told to.
"""

from __future__ import annotations

from urllib.parse import quote, urlencode, urlsplit

from redis.connection import parse_url

from backend.config.values import in_brackets


def address(url: str) -> str:
    """The same server and the same database as REDIS_URL names, its certificate looked at."""
    found = parse_url(url)  # type: ignore[no-untyped-call]
    user, password = found.get("username") or "", found.get("password") or ""
    who = f"{quote(user, safe='')}:{quote(password, safe='')}@" if user or password else ""
    database = found.get("db", 0)
    if "path" in found:
        return f"redis+socket://{who}{quote(found['path'])}?{urlencode({'virtual_host': database})}"
    scheme, host = urlsplit(url).scheme, in_brackets(found["host"])
    server = f"{scheme}://{who}{host}:{found.get('port', 6379)}/{database}"
    tls = {name: value for name, value in found.items() if name.startswith("ssl_")}
    if scheme == "rediss":
        tls = {"ssl_cert_reqs": "required", **tls}
    return f"{server}?{urlencode(tls)}" if tls else server
