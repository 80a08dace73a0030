"""Chromium for the browser tests: one that is there, else the system's package, else a message."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# With RenderDocument, a page or context that is closed while its next document comes in may hang for ever
# (Chromium 536385539, Playwright 42068). Of two switches Chromium hears the last: those that Playwright
# turns off, and that change how a page behaves, are named again.
_OFF = (
    "RenderDocument",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsFirstBalancedModeAutoEnable",
    "HttpsUpgrades",
    "MediaRouter",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "PaintHolding",
    "PreconnectToSearch",
    "ThirdPartyStoragePartitioning",
)


def launched(playwright: Playwright) -> Browser:
    """The system's Chromium where there is one, else Playwright's own."""
    return playwright.chromium.launch(
        executable_path=found(), args=["--no-sandbox", f"--disable-features={','.join(_OFF)}"]
    )


def found() -> str | None:
    """The one that is named by CHROMIUM, else one that is installed."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


def main() -> int:
    """0 where there is one at the end."""
    if found():
        return 0
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print("· Installing Chromium for the browser tests", flush=True)
        quiet = {
            "stdout": subprocess.DEVNULL,
            "env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        }
        subprocess.run(["apt-get", "update", "-qq"], check=False, **quiet)  # type: ignore[call-overload]
        subprocess.run(["apt-get", "install", "-y", "-qq", "chromium"], check=False, **quiet)  # type: ignore[call-overload]
        if found():
            return 0
    print(
        "\nThe browser tests need Chromium. Install the package `chromium` (Debian, Ubuntu: "
        "sudo apt-get install chromium), or name one: CHROMIUM=/path/to/chromium make test\n",
        file=sys.stderr,
    )
    return 1


if __name__ == "__main__":
    raise SystemExit(main())
