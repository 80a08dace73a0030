"""A test that can't fail is none: what it asserts, it asserts whatever it finds."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
# As many as what they are given; `range` and its like of numbers that stand in the test.
AS_MANY = {"enumerate", "list", "pairwise", "product", "range", "reversed", "set", "sorted", "tuple", "zip"}  # fmt: skip
# A test that is given one of these and leaves it asks nobody anything.
ASKS = {"browse", "client", "door", "django_assert_max_num_queries"}
OF_ITS_OWN = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.ClassDef


@dataclass(frozen=True)
class Case:
    """A test, by where it stands."""

    file: str
    function: ast.FunctionDef

    def __str__(self) -> str:
        return f"{self.file}::{self.function.name}"


def cases_in(source: str, file: str = "") -> list[Case]:
    """The tests of a file."""
    functions = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef)]
    return [Case(file, found) for found in functions if found.name.startswith("test_")]


ALL = [
    test
    for path in sorted(TESTS.rglob("test_*.py"))
    for test in cases_in(path.read_text(), str(path.relative_to(TESTS)))
]


def inside(nodes: Iterable[ast.AST]) -> Iterator[ast.AST]:
    """All below these, but for functions of their own."""
    for node in nodes:
        yield node
        if not isinstance(node, OF_ITS_OWN):
            yield from inside(ast.iter_child_nodes(node))


def asserts(
    statements: Iterable[ast.stmt], around: tuple[ast.stmt, ...] = ()
) -> Iterator[tuple[ast.stmt, ...]]:
    """For each assertion: the loops and conditions that it stands in."""
    for statement in statements:
        if isinstance(statement, OF_ITS_OWN):
            continue
        if isinstance(statement, ast.Assert) or _raises(statement):
            yield around
        hangs = isinstance(statement, ast.For | ast.While | ast.If)
        for part in ("body", "orelse", "finalbody"):
            yield from asserts(
                getattr(statement, part, []), (*around, statement) if hangs else around
            )


def _raises(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.With) and any(
        "raises" in ast.unparse(item.context_expr) for item in statement.items
    )


def is_written_out(node: ast.expr, names: set[str]) -> bool:
    """Whether there are some, as one sees: they stand there, or in a constant."""
    match node:
        case ast.List(elts=some) | ast.Tuple(elts=some) | ast.Set(elts=some) | ast.Dict(keys=some):
            return bool(some)
        case ast.Constant():
            return True
        case ast.Name(id=name):
            return name in names or name.isupper()
        case ast.Attribute(attr=name):
            return name.isupper()
        case ast.BinOp(left=left, right=right):
            return is_written_out(left, names) and is_written_out(right, names)
        case ast.Call(func=ast.Attribute(value=of, attr="items" | "values" | "keys")):
            return is_written_out(of, names)
        case ast.Call(func=ast.Name(id=name), args=given) if name in AS_MANY:
            return all(is_written_out(one, names) for one in given)
    return False


def written_out(test: ast.FunctionDef) -> set[str]:
    """The names in it of what stands there."""
    names: set[str] = set()
    for node in inside(test.body):
        if isinstance(node, ast.Assign) and is_written_out(node.value, names):
            names |= {one.id for one in node.targets if isinstance(one, ast.Name)}
    return names


def hangs(test: ast.FunctionDef) -> bool:
    """Whether all that it asserts is of each of what it found, and perhaps there was none."""
    names = written_out(test)
    found = list(asserts(test.body))
    return bool(found) and all(
        any(isinstance(one, ast.For) and not is_written_out(one.iter, names) for one in around)
        for around in found
    )


def leaves(test: ast.FunctionDef) -> bool:
    """Whether it may end before it asserted anything."""
    first = next((n.lineno for n in inside(test.body) if isinstance(n, ast.Assert)), 0)
    return any(isinstance(n, ast.Return) and n.lineno < first for n in inside(test.body))


def asks_nobody(test: ast.FunctionDef) -> bool:
    """Whether it has somebody to ask, and doesn't."""
    given = {argument.arg for argument in test.args.args} & ASKS
    return bool(given - {node.id for node in ast.walk(test) if isinstance(node, ast.Name)})


RULES = (hangs, leaves, asks_nobody)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_every_test_can_fail(rule) -> None:
    assert len(ALL) > 1000
    assert [str(test) for test in ALL if rule(test.function)] == []


@pytest.mark.parametrize(
    ("rule", "body", "found"),
    [
        (hangs, "for row in rows():\n  assert row", True),
        (hangs, "rows = []\n for row in rows:\n  assert row", True),
        (hangs, "for row in rows():\n  for n in range(3):\n   assert row", True),
        (hangs, "for row in rows():\n  with pytest.raises(E):\n   row()", True),
        (hangs, "assert rows\n for row in rows:\n  assert row", False),
        (hangs, "for row in (1, 2):\n  assert row", False),
        (hangs, "rows = [1, 2]\n for row in rows:\n  assert row", False),
        (hangs, "for row in sorted(ROWS.items()):\n  assert row", False),
        (leaves, "if client:\n  return\n assert client", True),
        (leaves, "def f():\n  return 1\n assert f()", False),
        (asks_nobody, "assert 1", True),
        (asks_nobody, "assert client.get('/')", False),
    ],
)
def test_the_rules_find_what_they_look_for(rule, body, found) -> None:
    [test] = cases_in(f"def test_x(client):\n {body}")
    assert rule(test.function) is found
