"""`python -m deploy.prepare`: what a new version needs before it starts: tables, and the example
where `EXAMPLE=1` asks for it. Doing it again changes nothing.
"""

from __future__ import annotations

import os
import subprocess
import sys


def main() -> None:
    """Ends with the status of the first step that fails."""
    if not os.environ.get("STAPSTEEN_SECRET"):
        raise SystemExit("STAPSTEEN_SECRET is empty; put a long random text in stapsteen.env.")
    steps = [["migrate", "--verbosity", "1"]]
    if os.environ.get("EXAMPLE", "0") == "1":
        steps.append(["example_load", "--if-empty"])
    for step in steps:
        done = subprocess.run([sys.executable, "manage.py", *step], check=False)
        if done.returncode:
            raise SystemExit(done.returncode)


if __name__ == "__main__":
    main()
