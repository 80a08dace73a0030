"""What can happen: each room declares it in its `events.py`, a frozen dataclass for each kind.

The fields are what a reader of the log needs to know, and the stored payload is made of them: ids,
numbers, dates, enums, and small dataclasses of these. What people write is no part of an event: a
field that could hold it is refused (`refuse_text`).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import is_dataclass
from enum import Enum
from functools import cache
from typing import Annotated, Any, ClassVar, Literal, TypeVar, get_args, get_origin, get_type_hints

import msgspec

Payload = dict[str, Any]
# A name out of our own registries, such as a kind of message: a short word of code.
Key = Annotated[str, msgspec.Meta(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
Lift = Callable[[Payload], Payload]
L = TypeVar("L", bound=Lift)

_kinds: dict[str, type[Happening]] = {}
_lifts: dict[tuple[str, int], Lift] = {}


class Happening:
    """A kind of event: `class StepLogged(Happening, version=2)`, itself a frozen dataclass.

    It is known by its name (`StepLogged.KIND` is "step_logged"). A change of its fields is a new
    version, and a `lift` from the one before.
    """

    KIND: ClassVar[str]
    VERSION: ClassVar[int]

    def __init_subclass__(cls, *, version: int = 1, **more: Any) -> None:
        super().__init_subclass__(**more)
        cls.KIND = re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()
        cls.VERSION = version
        if cls.KIND in _kinds:
            raise TypeError(f"{cls.KIND} is declared twice, last in {cls.__module__}")
        _kinds[cls.KIND] = cls


def lift(kind: type[Happening], version: int) -> Callable[[L], L]:
    """Declare how a stored payload of this version becomes one of the next: `@lift(StepLogged, 1)`."""

    def declared(function: L) -> L:
        if (kind.KIND, version) in _lifts:
            raise TypeError(f"{kind.KIND} is lifted from version {version} already")
        _lifts[kind.KIND, version] = function
        return function

    return declared


def kinds() -> tuple[type[Happening], ...]:
    """Every kind that any room declares."""
    return tuple(_kinds.values())


def find(kind: str) -> type[Happening] | None:
    """The kind of this name; None where no room declares it (any more, or yet)."""
    return _kinds.get(kind)


def written(happening: Happening) -> Payload:
    """What is stored of it. Raises `TypeError` for a field that may hold text, or holds another type."""
    refuse_text(type(happening))  # type: ignore[arg-type]
    payload: Payload = msgspec.to_builtins(happening, str_keys=True)
    try:
        msgspec.convert(payload, type(happening), str_keys=True)
    except msgspec.ValidationError as wrong:
        raise TypeError(f"{happening.KIND}: {wrong}") from wrong
    return payload


def lifted(kind: type[Happening], version: int, payload: Payload) -> Payload:
    """The payload as the newest version has it. Raises `LookupError` without a way there."""
    for number in range(version, kind.VERSION):
        payload = _lifts[kind.KIND, number](payload)
    return payload


@cache
def refuse_text(declared: type[Any]) -> None:
    """Raise `TypeError` for a field that could hold what people write: a bare `str`, or anything."""
    for name, hint in get_type_hints(declared, include_extras=True).items():
        if get_origin(hint) is not ClassVar and _holds_text(hint):
            raise TypeError(f"{declared.__name__}.{name} could hold text: use an enum or a Key")


def _holds_text(hint: Any) -> bool:
    if hint is Any or hint is object:
        return True
    if hint is Key or get_origin(hint) is Literal:
        return False
    if isinstance(hint, type) and not get_args(hint):
        if issubclass(hint, Enum):
            return False
        if is_dataclass(hint):
            refuse_text(hint)
            return False
        return issubclass(hint, str | bytes | dict | list | tuple)
    return any(_holds_text(part) for part in get_args(hint) if part is not ...)
