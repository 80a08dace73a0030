"""Builds the front end where it changed: `build`, `types` or `watch`, with whatever Node fits."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
STATIC = ROOT / "frontend" / "static"
OLDEST_NODE = 20


def node_folder() -> Path:
    """The folder with a fitting node and npm: the machine's, else one from PyPI in `.venv`."""
    found, npm = shutil.which("node"), shutil.which("npm")
    if found and npm and _fits(found):
        return Path(found).parent
    local = ROOT / ".venv" / "bin"
    if not (local / "npm").exists():
        print("· Installing Node (there is none here that fits)", flush=True)
        pip = [sys.executable, "-m", "pip", "install", "-q", "--require-hashes", "-r"]
        subprocess.run([*pip, str(ROOT / "deploy" / "node.lock")], check=True)
    return local


def _fits(node: str) -> bool:
    told = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    major = told.stdout.strip().lstrip("v").split(".")[0]
    return major.isdecimal() and int(major) >= OLDEST_NODE


def run(*command: str) -> None:
    """Run one of Node's commands in the project, its folder first on the path."""
    folder = node_folder()
    path = f"{folder}{os.pathsep}{os.environ.get('PATH', '')}"
    env = {**os.environ, "PATH": path, "PYTHON": sys.executable}  # fonts are cut by Python
    subprocess.run([str(folder / command[0]), *command[1:]], cwd=ROOT, env=env, check=True)


def modules() -> None:
    """`node_modules` as the lock file says."""
    wanted = fingerprint([ROOT / "package-lock.json", ROOT / "package.json"])
    noted = MODULES / ".stapsteen"
    if not (noted.exists() and noted.read_text() == wanted):
        print("· Installing the front end's packages", flush=True)
        run("npm", "ci", "--no-audit", "--no-fund", "--silent")
        noted.write_text(wanted)


def build() -> None:
    """The hashed style sheet, script and fonts, where a source changed."""
    sources = sorted(p for p in (ROOT / "frontend" / "assets").rglob("*") if p.is_file())
    wanted = fingerprint([*sources, ROOT / "frontend" / "build.mjs", ROOT / "package-lock.json",
                          ROOT / "deploy" / "fonts.py"])  # fmt: skip
    noted = STATIC / ".stapsteen"
    if noted.exists() and noted.read_text() == wanted and (STATIC / "manifest.json").exists():
        return
    modules()
    print("· Building the front end", flush=True)
    run("npm", "run", "--silent", "build")
    noted.write_text(wanted)


def fingerprint(paths: list[Path]) -> str:
    """One fingerprint of many files and their names."""
    whole = hashlib.sha256()
    for path in paths:
        if path.exists():
            whole.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return whole.hexdigest()


if __name__ == "__main__":
    if sys.argv[1] == "build":
        build()
    else:
        modules()
        run("npm", "run", "--silent", sys.argv[1])
