"""Reads process groups from its input, one a line; when the input ends, kills what is left of them."""

from __future__ import annotations

import os
import signal
import sys


def main() -> None:
    """Wait for the end of input, which comes when whoever writes it is gone."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    groups = [int(line) for line in sys.stdin if line.strip().isdecimal()]
    for group in groups:
        try:
            os.killpg(group, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            continue


if __name__ == "__main__":
    main()
