"""Long lists a page at a time, from a place on: a page costs the same however long the list is.

Nothing is counted: a page knows whether there is more, not how much.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any, Generic, TypeVar, overload

from django.db.models import Q, QuerySet

from backend.web.cursors import WrongCursor, opened, sealed

T = TypeVar("T")


@dataclass(frozen=True)
class Page(Sequence[T], Generic[T]):
    """Some rows of a list; `next` begins the page after it and is empty on the last one."""

    rows: Sequence[T]
    next: str = ""
    is_first: bool = True

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[T]: ...
    def __getitem__(self, index: int | slice) -> T | Sequence[T]:
        return self.rows[index]

    def __len__(self) -> int:
        return len(self.rows)


def page(*lists: QuerySet[Any], of: str, place: str, size: int) -> Page[Any]:
    """`size` rows of these lists, one list after another, that come after `place`.

    Each is ordered by fields that are never empty and that together tell every row apart. `of` names
    the list, and whatever a place in it must not be carried to. Raises `WrongCursor` for a place that
    is of no page of it.
    """
    number, *after = opened(of, place) if place else [0]
    if not isinstance(number, int) or number >= len(lists):
        raise WrongCursor
    rows: list[tuple[int, Any]] = []
    for at, found in enumerate(lists[number:], number):
        rest = _behind(found, after) if at == number and after else found
        rows += [(at, row) for row in rest[: size + 1 - len(rows)]]
        if len(rows) > size:
            ends, last = rows[size - 1]
            begins = sealed(of, [ends, *_place(lists[ends], last)])
            return Page([row for _at, row in rows[:size]], begins, not place)
    return Page([row for _at, row in rows], "", not place)


def _behind(found: QuerySet[Any], after: Sequence[Any]) -> QuerySet[Any]:
    """The rows after these values in the list's own order."""
    names = _names(found)
    if len(names) != len(after):
        raise WrongCursor
    equal, behind = Q(), Q()
    for name, value in zip(names, after, strict=True):
        field, way = name.removeprefix("-"), "lt" if name.startswith("-") else "gt"
        behind |= equal & Q(**{f"{field}__{way}": value})
        equal &= Q(**{field: value})
    first = names[0].removeprefix("-")
    # Said once more for the first field alone: so an index can begin there.
    near = "lte" if names[0].startswith("-") else "gte"
    return found.filter(behind, **{f"{first}__{near}": after[0]})


def _place(found: QuerySet[Any], row: Any) -> list[Any]:
    values = [reduce(getattr, name.removeprefix("-").split("__"), row) for name in _names(found)]
    return [value.isoformat() if hasattr(value, "isoformat") else value for value in values]


def _names(found: QuerySet[Any]) -> list[str]:
    return [str(name) for name in found.query.order_by]
