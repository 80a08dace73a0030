"""A cache that may vanish: every failure of the server reads as 'not cached'."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from typing import Any

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

# A page asks a dozen times: one that fell silent is waited for once, and then left alone for this
# long.
AWAY_SECONDS = 5.0


class ForgivingRedisCache(RedisCache):
    """Django's Redis cache whose reads miss, and whose writes are dropped, while it is away."""

    _away_until = 0.0

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        return self._forgiving(partial(super().get, key, default, version), default)

    def set(self, key: Any, value: Any, timeout: Any = 300, version: int | None = None) -> None:
        self._forgiving(partial(super().set, key, value, timeout, version), None)

    def add(self, key: Any, value: Any, timeout: Any = 300, version: int | None = None) -> bool:
        return bool(self._forgiving(partial(super().add, key, value, timeout, version), True))

    def delete(self, key: Any, version: int | None = None) -> bool:
        return bool(self._forgiving(partial(super().delete, key, version), False))

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:
        return int(self._forgiving(partial(super().incr, key, delta, version), delta))

    def _forgiving(self, ask: Callable[[], Any], otherwise: Any) -> Any:
        """Ask the server, or read 'not cached' while it is away."""
        if time.monotonic() < self._away_until:
            return otherwise
        try:
            return ask()
        except RedisError:
            self._away_until = time.monotonic() + AWAY_SECONDS
            return otherwise
