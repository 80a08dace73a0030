"""Pieces of pictures, kept by what they are drawn from, as far as there is room for them.

A step changes one week of a picture: the other weeks, the banks, the months and the titles are the
same as before, whoever asks. What is kept is small and bounded for all organisations of a process
together; the piece that was not used for longest goes first.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import _lru_cache_wrapper, lru_cache
from typing import Any, TypeVar

Piece = TypeVar("Piece")
_kept: dict[str, _lru_cache_wrapper[Any]] = {}


def kept(most: int) -> Callable[[Callable[..., Piece]], _lru_cache_wrapper[Piece]]:
    """Keep the `most` latest results of a function of hashable arguments."""

    def keeping(make: Callable[..., Piece]) -> _lru_cache_wrapper[Piece]:
        keeper = lru_cache(maxsize=most)(make)
        _kept[f"{make.__module__}.{make.__qualname__}"] = keeper
        return keeper

    return keeping


def made() -> dict[str, int]:
    """How many pieces of each sort were made since the start, or since all was forgotten."""
    return {name: keeper.cache_info().misses for name, keeper in _kept.items()}


def forget() -> None:
    """Begin as a new process does."""
    for keeper in _kept.values():
        keeper.cache_clear()
