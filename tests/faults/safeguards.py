"""Takes each safeguard of delivery away by itself, and looks whether its test then fails.

Works in a copy of the tree: `make safeguards`, or `make safeguards ONLY=broker` for those whose
name or test holds that word. Ends with 1 when a test stays green without its safeguard.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.faults.promises import SAFEGUARDS, Safeguard

ROOT = Path(__file__).resolve().parents[2]
LEFT_OUT = (".venv", ".data", ".git", "node_modules", "*_cache", "__pycache__", ".hypothesis")


def taken_away(safeguard: Safeguard, copy: Path) -> str | None:
    """How its test fails without it; None when it stays green. Raises `LookupError` when the
    safeguard isn't in the code as it stands here."""
    path = copy / safeguard.path
    text = path.read_text()
    if text.count(safeguard.old) != 1:
        raise LookupError(f"{safeguard.path} does not hold {safeguard.old!r} exactly once")
    path.write_text(text.replace(safeguard.old, safeguard.new))
    try:
        return _failure(safeguard.test, copy)
    finally:
        path.write_text(text)


def _failure(test: str, copy: Path) -> str | None:
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-x", "--tb=short", "-p", "no:cacheprovider", test],
        cwd=copy, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode == 0:
        return None
    if done.returncode != 1:
        raise LookupError(f"{test} did not run:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    found = re.search(r"^E +(.+)$", done.stdout, re.MULTILINE)
    return found[1] if found else done.stdout.splitlines()[-1]


def _short(failure: str | None) -> str:
    """One cell: without addresses, and without a second line."""
    words = (failure or "STAYED GREEN").removeprefix("AssertionError: ")
    words = re.sub(r"\['[^\]]*(\]|$)", "[… addresses]", words)
    return re.sub(r"\(\d+\.\d+ - \d+\.\d+\)", "seconds", words).replace("|", "/")


def main() -> int:
    """One row for each safeguard, ready for docs/delivery.md; 1 when one was not missed."""
    only = os.environ.get("ONLY", "")
    chosen = [s for s in SAFEGUARDS if only in s.name or only in s.test]
    missed = 0
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy"
        shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(*LEFT_OUT))
        for safeguard in chosen:
            failure = taken_away(safeguard, copy)
            missed += failure is None
            where = safeguard.test.split("::")[1]
            print(f"| {safeguard.name} | `{where}` | {_short(failure)} |", flush=True)  # noqa: T201
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
