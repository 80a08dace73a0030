"""Makes `.venv`, `node_modules` and the built front end, with nothing but Python at hand.

`bootstrap.py run` installs what runs, `bootstrap.py test` also what tests. What is installed
already is left alone: a second call takes a fraction of a second.
"""

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
NEWER = ("python3.14", "python3.13", "python3.12", "python3.11")


def main(purpose: str) -> None:
    """Install for one purpose; ends with a message and status 1 where that cannot be done."""
    if sys.version_info < OLDEST:
        use_newer()
    environment()
    packages(purpose)
    module("front_end", "build")
    module("messages", "--compile")
    if purpose == "test":
        module("chromium")


def use_newer() -> None:
    """Go on with a newer Python, where there is one by its own name; else say so."""
    for name in NEWER:
        found = shutil.which(name)
        if found and works(found):
            os.execv(found, [found, *sys.argv])
    fail(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}. Name another one: "
         "make PYTHON=/path/to/python3.12 ...")  # fmt: skip


def works(python: str) -> bool:
    """Whether this Python starts at all (a shim or a moved one may not)."""
    quiet = subprocess.DEVNULL
    return subprocess.run([python, "-c", ""], check=False, stderr=quiet).returncode == 0


def environment() -> None:
    """`.venv`, made anew when its Python has gone."""
    if PYTHON.exists() and works(str(PYTHON)):
        return
    say("Making .venv")
    if made() or (system_venv() and made()):
        return
    shutil.rmtree(VENV, ignore_errors=True)
    fail("Python's venv module does not work here. On Debian and Ubuntu: "
         "apt-get install python3-venv")  # fmt: skip


def made() -> bool:
    """Whether a new environment with pip could be made."""
    shutil.rmtree(VENV, ignore_errors=True)
    command = [sys.executable, "-m", "venv", str(VENV)]
    return subprocess.run(command, check=False, stdout=subprocess.DEVNULL).returncode == 0


def system_venv() -> bool:
    """Debian keeps half of Python's venv in another package; root may install it."""
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        return False
    say("Installing the system's package python3-venv")
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    name = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
    done = 1
    for command in (["update", "-qq"], ["install", "-y", "-qq", name]):
        done = subprocess.run(
            ["apt-get", *command], env=env, check=False, stdout=subprocess.DEVNULL
        ).returncode
    return done == 0


def packages(purpose: str) -> None:
    """The locked packages, by pip, which follows this machine's configuration."""
    if fresh("test") or fresh(purpose):
        return
    lock = ROOT / "deploy" / LOCKS[purpose]
    wanted, came, said = lock.read_text().count("=="), 0, []
    pip = [str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check"]
    process = subprocess.Popen(
        [*pip, "--progress-bar", "off", "--require-hashes", "-r", str(lock)],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    for line in process.stdout:
        said.append(line)
        came += line.startswith(("Collecting ", "Requirement already"))
        progress(f"Fetching packages: {came} of about {wanted}"
                 if not line.startswith("Installing") else f"Installing {came} packages")  # fmt: skip
    if process.wait():
        fail("The packages could not be installed. pip says:\n\n" + "".join(said[-15:]))
    progress("")
    say(f"Installed {came} packages")
    stamp(purpose).write_text(digest(lock))


def module(name: str, *arguments: str) -> None:
    """Run one of our own steps with the new Python."""
    subprocess.run([str(PYTHON), "-m", f"deploy.{name}", *arguments], cwd=ROOT, check=True)


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


def progress(text: str) -> None:
    """The same line again and again, where somebody watches."""
    if sys.stdout.isatty():
        print(f"\r\033[K· {text}" if text else "\r\033[K", end="", flush=True)


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
