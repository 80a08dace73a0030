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
        _tell_untouched()
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
            if path.name.split(".")[0] in OURS:
                shutil.rmtree(path) if path.is_dir() else path.unlink()
    left = sorted(path.name for path in data.iterdir())
    print(f"Nothing of ours is left in {data}." if left else f"{data} is empty.")
    if left:
        print(f"Not ours, and still there: {', '.join(left)}.")
    if not _tell_untouched():
        print("The next `make run` begins anew.")
    return 0


def elsewhere() -> list[str]:
    """What the environment names, and lies outside the folder."""
    names = {"DATABASE_URL": "the database", "REDIS_URL": "the broker"}
    return [f"{what} that {name} names" for name, what in names.items() if os.environ.get(name)]


def _tell_untouched() -> bool:
    """Whether there is something elsewhere; it is told that it stays as it is."""
    for what in elsewhere():
        print(f"Not touched: {what}. What is in it stays, and the next `make run` uses it.")
    return bool(elsewhere())


def _sure(data: Path) -> bool:
    print(f"This removes the databases, photos and mails that lie in {data}.")
    for what in elsewhere():
        print(f"It does not touch {what}.")
    print("Type yes to go on: ", end="", flush=True)
    return sys.stdin.readline().strip().lower() in {"yes", "ja"}


if __name__ == "__main__":
    raise SystemExit(main())
