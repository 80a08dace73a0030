"""`python -m deploy.prepare`: what a new version needs before it starts: tables, the log's epoch, and
the example where `EXAMPLE=1` asks for it. Doing it again changes nothing.
"""

from __future__ import annotations

import os
import subprocess
import sys


def main() -> None:
    """Ends with the status of the first step that fails: 75 where a server did not answer in time."""
    check = [sys.executable, "-m", "backend.config.start"]
    manage = [sys.executable, "manage.py"]
    steps = [[*check, "wait"], [*manage, "migrate", "--verbosity", "1"], [*check, "begin"]]
    if os.environ.get("EXAMPLE", "0") == "1":
        steps.append([*manage, "example_load", "--if-empty"])
    for step in steps:
        done = subprocess.run(step, check=False)
        if done.returncode:
            raise SystemExit(done.returncode)


if __name__ == "__main__":
    main()
