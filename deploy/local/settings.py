"""What `make run` is told by the environment, checked before anything starts."""

from __future__ import annotations

import os
import secrets
import socket
import sys
from dataclasses import dataclass
from pathlib import Path

from backend.config.environment import Environment
from deploy.local.processes import ROOT
from deploy.local.servers import free_port


def fail(text: str) -> None:
    """One message that says what to do, and status 1."""
    print(f"\n{text}\n", file=sys.stderr, flush=True)
    raise SystemExit(1)


@dataclass(frozen=True)
class Settings:
    """Ports, folder, and what to begin with."""

    port: int
    mailbox_port: int
    smtp_port: int
    data: Path
    example: bool
    language: str
    debug: bool
    own_mailbox: bool

    @property
    def temporary(self) -> Path:
        """Where the processes keep what is half done; emptied at each start."""
        return self.data / "tmp"

    @property
    def url(self) -> str:
        """The address that people open."""
        return os.environ.get("STAPSTEEN_URL", f"http://localhost:{self.port}").rstrip("/")

    @property
    def mailbox_url(self) -> str:
        """Where the sent e-mails can be read."""
        return f"http://localhost:{self.mailbox_port}"


def read() -> Settings:
    """From the environment, whose values were found right. Ends with a message for what is taken."""
    env = Environment()
    port = _port(env, "PORT", 8000)
    given = os.environ.get("MAILBOX_PORT")
    mailbox = _port(env, "MAILBOX_PORT", 0) if given else _next_free(port + 25)
    for name, number in (("PORT", port), ("MAILBOX_PORT", mailbox)):
        if not free(number):
            fail(f"Port {number} is in use by something else. Choose another one: "
                 f"{name}={_next_free(number + 1)} make run")  # fmt: skip
    if port == mailbox:
        fail(f"PORT and MAILBOX_PORT are both {port}; they need one each.")
    data = Path(os.environ.get("STAPSTEEN_DATA") or ROOT / ".data").expanduser().resolve()
    return Settings(
        port=port,
        mailbox_port=mailbox,
        smtp_port=_port(env, "MAILBOX_SMTP_PORT", free_port()),
        data=data,
        example=env.flag("EXAMPLE", True),
        language=env.choice("EXAMPLE_LANGUAGE", "nl", ("nl", "en")),
        debug=env.flag("DEBUG", False),
        own_mailbox=not os.environ.get("SMTP_HOST"),
    )


def secret(data: Path) -> str:
    """The secret of this folder, made at the first start."""
    path = data / "secret"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48))
    return path.read_text().strip()


def free(port: int) -> bool:
    """Whether nobody listens on this port of this machine, and we may."""
    for family, host in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
        try:
            with socket.socket(family) as probe:
                if probe.connect_ex((host, port)) == 0:
                    return False
        except OSError:  # a machine without IPv6
            continue
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _port(env: Environment, name: str, default: int) -> int:
    return env.whole(name, default, least=1, most=65_535)


def _next_free(port: int) -> int:
    return next((p for p in range(port, 65536) if free(p)), port)
