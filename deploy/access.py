"""The access log of gunicorn, without the secrets that some paths end in."""

from __future__ import annotations

from typing import Any

from gunicorn.glogging import Logger as GunicornLogger

from backend.config.logs import masked


class Logger(GunicornLogger):  # type: ignore[misc]
    """Masks the path."""

    def atoms(self, *given: Any, **named: Any) -> dict[str, Any]:
        found: dict[str, Any] = super().atoms(*given, **named)
        return {**found, "U": masked(found["U"])}
