"""A cache that may vanish: every failure of the server reads as 'not cached'.

Only limits go on being counted, by each process for itself.
"""

from __future__ import annotations

import time
from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

# A page asks a dozen times: one that fell silent is waited for once, and then left alone for this
# long.
AWAY_SECONDS = 5.0
# What the keys of limits begin with: on signing in, and on programs.
LIMITS = ("allauth:rl:", "limit:")


class ForgivingRedisCache(RedisCache):
    """Django's Redis cache whose reads miss, and whose writes are dropped, while it is away."""

    _away_until = 0.0

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._own = LocMemCache("limits", {})

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        return self._forgiving("get", default, key, default, version)

    def set(self, key: Any, value: Any, timeout: Any = 300, version: int | None = None) -> None:
        self._forgiving("set", None, key, value, timeout, version)

    def add(self, key: Any, value: Any, timeout: Any = 300, version: int | None = None) -> bool:
        return bool(self._forgiving("add", True, key, value, timeout, version))

    def delete(self, key: Any, version: int | None = None) -> bool:
        return bool(self._forgiving("delete", False, key, version))

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:
        return int(self._forgiving("incr", delta, key, delta, version))

    def clear(self) -> None:
        """Forget all, also what was counted here; the next question goes to the server again."""
        self._own.clear()
        self._away_until = 0.0
        super().clear()

    def _forgiving(self, what: str, otherwise: Any, key: Any, *more: Any) -> Any:
        """Ask the server, or read 'not cached' while it is away; a limit is counted here then."""
        if time.monotonic() >= self._away_until:
            try:
                return getattr(super(), what)(key, *more)
            except RedisError:
                self._away_until = time.monotonic() + AWAY_SECONDS
        if str(key).startswith(LIMITS):
            return getattr(self._own, what)(key, *more)
        return otherwise
