"""What a service does is one act: who, when and whether silently are not passed along by themselves."""

from __future__ import annotations

import ast
from pathlib import Path

from backend.events import contracts

ROOT = Path(__file__).resolve().parents[2]
CODE = [
    path
    for room in ("backend", "worker")
    for path in sorted((ROOT / room).rglob("*.py"))
    if "migrations" not in path.parts
]


def _asked(function: ast.FunctionDef) -> set[str]:
    given = function.args
    return {one.arg for one in [*given.posonlyargs, *given.args, *given.kwonlyargs]}


def _functions(path: Path) -> list[ast.FunctionDef]:
    tree = ast.walk(ast.parse(path.read_text()))
    return [one for one in tree if isinstance(one, ast.FunctionDef)]


def test_nobody_but_an_act_says_that_something_is_silent():
    silent = {
        str(path.relative_to(ROOT))
        for path in CODE
        for function in _functions(path)
        if "silent" in _asked(function)
    }
    assert silent == {"backend/events/acts.py"}


def test_a_service_is_given_an_act_and_not_who_acts_and_when():
    services = [path for path in CODE if "services" in {path.stem, path.parent.name}]
    functions = [(path, one) for path in services for one in _functions(path)]
    assert sum("act" in _asked(one) for _path, one in functions) > 60
    assert not [
        f"{path.relative_to(ROOT)}: {one.name}" for path, one in functions if "actor" in _asked(one)
    ]


def test_who_filters_by_a_kind_names_its_dataclass():
    kinds = {one.KIND for one in contracts.kinds()}
    typed = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.value.value}"
        for path in CODE
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.keyword)
        and node.arg in {"kind", "event__kind"}
        and isinstance(node.value, ast.Constant)
        and node.value.value in kinds
    ]
    assert len(kinds) > 60
    assert not typed
