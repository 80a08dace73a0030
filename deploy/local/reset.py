"""`make reset`: empties the data folder, after asking."""

from __future__ import annotations

import fcntl
import os
import shutil
import sys
from pathlib import Path

from deploy.local.processes import ROOT
from deploy.local.settings import fail

OURS = (
    "postgres", "valkey", "media", "logs", "mailbox", "secret", "migrated", "beat", "tmp", "lock",
)  # fmt: skip


def main() -> int:
    """0 when it was emptied, 1 when somebody thought better of it."""
    data = Path(os.environ.get("STAPSTEEN_DATA") or ROOT / ".data").expanduser().resolve()
    if not data.exists():
        print(f"There is nothing in {data}.")
        return 0
    with (data / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            fail(f"Stapsteen still runs on {data}. Stop it first (Ctrl-C where it runs).")
        if os.environ.get("YES") != "1" and not _sure(data):
            print("Nothing was removed.")
            return 1
        for path in data.iterdir():
            if path.name.startswith(OURS):
                shutil.rmtree(path) if path.is_dir() else path.unlink()
    print(f"{data} is empty. The next `make run` begins anew.")
    return 0


def _sure(data: Path) -> bool:
    print(f"This removes all databases, photos and mails in {data}.")
    print("Type yes to go on: ", end="", flush=True)
    return sys.stdin.readline().strip().lower() in {"yes", "ja"}


if __name__ == "__main__":
    raise SystemExit(main())
