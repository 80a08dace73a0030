"""Makes `.venv`, `node_modules` and the built front end, with nothing but Python at hand.

`bootstrap.py run` installs what runs, `bootstrap.py test` also what tests. What is installed
already is left alone: a second call takes a fraction of a second.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOCKS = {"run": "run.lock", "test": "test.lock"}
OLDEST = (3, 11)


def main(purpose: str) -> None:
    """Install for one purpose; ends with a message and status 1 where that cannot be done."""
    if sys.version_info < OLDEST:
        fail(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}. "
             "Name another one: make PYTHON=python3.12 …")  # fmt: skip
    environment()
    packages(purpose)
    subprocess.run([PYTHON, "-m", "deploy.front_end", "build"], cwd=ROOT, check=True)
    subprocess.run([PYTHON, "-m", "deploy.messages", "--compile"], cwd=ROOT, check=True)
    if purpose == "test":
        subprocess.run([PYTHON, "-m", "deploy.chromium"], cwd=ROOT, check=True)


def environment() -> None:
    """`.venv`, made anew when its Python has gone."""
    if PYTHON.exists() and subprocess.run([PYTHON, "-c", ""], check=False).returncode == 0:
        return
    say("Making .venv")
    shutil.rmtree(VENV, ignore_errors=True)
    made = subprocess.run([sys.executable, "-m", "venv", VENV], check=False)
    if made.returncode:
        shutil.rmtree(VENV, ignore_errors=True)
        fail("Python's venv module does not work here. On Debian and Ubuntu: "
             "apt-get install python3-venv")  # fmt: skip


def packages(purpose: str) -> None:
    """The locked packages, by uv where that works, else by pip, which knows every configuration."""
    if fresh("test") or fresh(purpose):
        return
    lock = ROOT / "deploy" / LOCKS[purpose]
    say(f"Installing the packages of {lock.name} (the first time takes a minute)")
    pip = [PYTHON, "-m", "pip", "install", "-q", "--disable-pip-version-check", "--require-hashes"]
    quick = subprocess.run([*pip, "-r", ROOT / "deploy" / "uv.lock"], check=False)
    command = [PYTHON, "-m", "uv", "pip", "install", "-q", "-p", PYTHON, "--require-hashes", "-r"]
    done = quick.returncode == 0 and subprocess.run([*command, lock], check=False).returncode == 0
    if not done and subprocess.run([*pip, "-r", lock], check=False).returncode:
        fail("The packages could not be installed; what pip says stands above.")
    stamp(purpose).write_text(digest(lock))


def fresh(purpose: str) -> bool:
    """Whether what the lock names was installed."""
    lock = ROOT / "deploy" / LOCKS[purpose]
    return stamp(purpose).exists() and stamp(purpose).read_text() == digest(lock)


def stamp(purpose: str) -> Path:
    """Where it is noted what was installed."""
    return VENV / f".installed-{purpose}"


def digest(path: Path) -> str:
    """A fingerprint of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def say(text: str) -> None:
    """One line of progress."""
    print(f"· {text}", flush=True)


def fail(text: str) -> None:
    """One line that says what to do, and the end."""
    print(f"\n{text}\n", file=sys.stderr)
    raise SystemExit(1)


if __name__ == "__main__":
    os.chdir(ROOT)
    try:
        main(sys.argv[1] if len(sys.argv) > 1 else "run")
    except subprocess.CalledProcessError as error:
        raise SystemExit(error.returncode) from None
    except KeyboardInterrupt:
        raise SystemExit(130) from None
