"""The processes of Stapsteen, and the environment they run in."""

from __future__ import annotations

import os
import sys

from deploy.local.settings import Settings


def environment(settings: Settings, secret: str) -> dict[str, str]:
    """What the processes are told, but for the servers' addresses."""
    env = {
        **os.environ,
        "STAPSTEEN_DATA": str(settings.data),
        "STAPSTEEN_SECRET": os.environ.get("STAPSTEEN_SECRET") or secret,
        "STAPSTEEN_URL": settings.url,
        "TMPDIR": str(settings.temporary),
        "EXAMPLE_MODE": "1" if settings.example else "0",
        "PYTHONUNBUFFERED": "1",
        "REMAP_SIGTERM": "SIGQUIT",  # workers finish what they have in hand, for 25 s at most
        "CELERY_SKIP_CHECKS": "1",  # `migrate` made them; each process would make them again
    }
    if settings.own_mailbox:
        env |= {
            "MAILBOX_PORT": str(settings.mailbox_port),
            "MAILBOX_SMTP_PORT": str(settings.smtp_port),
            "STAPSTEEN_MAILBOX_URL": settings.mailbox_url,
            "SMTP_HOST": "127.0.0.1",
            "SMTP_PORT": str(settings.smtp_port),
        }
        host = "duinzicht.example" if settings.example else "localhost"
        env.setdefault("MAIL_FROM", f"stapsteen@{host}")
    return env


def commands(settings: Settings) -> dict[str, list[str]]:
    """Name → command, in the order they are started."""
    python = sys.executable
    celery = [python, "-m", "celery", "--quiet", "-A", "worker.celery"]
    worker = [*celery, "worker", "-l", "INFO", "--without-gossip", "--without-mingle"]
    named = {
        "web": _web(settings),
        "worker-transactional": [*worker, "-Q", "transactional", "-n", "transactional@%h",
                                 "-c", "1"],
        "worker-bulk": [*worker, "-Q", "bulk", "-n", "bulk@%h", "-c", "2"],
        "beat": [*celery, "beat", "-l", "INFO", "--pidfile=", "-s", str(settings.data / "beat")],
        "dispatcher": [python, "-m", "worker.dispatcher"],
    }  # fmt: skip
    if settings.own_mailbox:
        named["mailbox"] = [python, "-m", "deploy.local.mailbox"]
    if settings.debug:
        named["front-end"] = [python, "-m", "deploy.front_end", "watch"]
    return named


def _web(settings: Settings) -> list[str]:
    command = [sys.executable, "-m", "deploy.web", "--bind", f"127.0.0.1:{settings.port}"]
    return [*command, *(["--reload"] if settings.debug else [])]
