"""Who may is asked by the service, or it is said here why everybody may."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOMS = Path(__file__).parents[2] / "backend"
# By these names somebody acts in a service; by these it asks whether they may.
ACTS = {"actor", "act"}
ASKS = {"acting", "may", "require", "still"}

# Everybody who takes part: the table has `everybody` for it.
EVERYBODY = {
    "applaud", "applause_withdraw", "initiative_start", "initiative_words_add", "news_read",
    "photo_keep", "photo_store", "preference_change", "step_log", "words_note",
}  # fmt: skip
# Parts of services that asked.
PARTS = {
    "announcement_stop", "call_back", "leave", "photo_describe", "stand", "words_back",
    "words_link",
}  # fmt: skip


def functions() -> Iterator[tuple[Path, ast.FunctionDef]]:
    for path in ROOMS.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef):
                yield path, node


def _is_where_one_asks(path: Path) -> bool:
    return "services" in str(path) or path.stem == "permissions"


FUNCTIONS = list(functions())
BODIES: dict[str, list[ast.FunctionDef]] = {}
for _path, _function in FUNCTIONS:
    if _is_where_one_asks(_path):
        BODIES.setdefault(_function.name, []).append(_function)


def called(function: ast.FunctionDef) -> set[str]:
    """The names of what it calls."""
    calls = [node.func for node in ast.walk(function) if isinstance(node, ast.Call)]
    return {call.id if isinstance(call, ast.Name) else getattr(call, "attr", "") for call in calls}


def asks(function: ast.FunctionDef, known: frozenset[str] = frozenset()) -> bool:
    """Whether it asks, itself or by what it calls."""
    names = called(function)
    return bool(names & ASKS) or any(
        asks(body, known | names) for name in names - known for body in BODIES.get(name, [])
    )


def services() -> dict[str, ast.FunctionDef]:
    """What others call of a room's services, with somebody who acts."""
    return {
        function.name: function
        for path, function in FUNCTIONS
        if "services" in str(path)
        and not function.name.startswith("_")
        and ACTS & {argument.arg for argument in function.args.kwonlyargs}
    }


def test_every_service_asks_who_may_or_everybody_may() -> None:
    found = services()
    assert len(found) > 50
    silent = {name for name, function in found.items() if not asks(function)}
    assert silent - EVERYBODY - PARTS == set()
    assert (EVERYBODY | PARTS) - silent == set(), "these ask by now"
