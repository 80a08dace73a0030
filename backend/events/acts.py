"""Who does something, when, in which organisation and from where: the one context of a service."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.utils import timezone


class Source(StrEnum):
    """Where an act comes in."""

    PAGE = "page"
    # A button or link in a message, pressed without signing in.
    MESSAGE = "message"
    API = "api"
    # A list of somebody's own, brought in at once.
    IMPORT = "import"
    EXAMPLE = "example"
    WORKER = "worker"
    COMMAND = "command"


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One act of somebody (`actor`, a membership) or of nobody in particular (`None`).

    All that a service writes for an act bears its one moment `at`. A `silent` act brings in history:
    it happened then, and nobody is told of it.
    """

    organisation: Any
    actor: Any = None
    source: Source
    at: datetime = field(default_factory=timezone.now)
    silent: bool = False

    @classmethod
    def by(
        cls, actor: Any, *, source: Source, at: datetime | None = None, silent: bool = False
    ) -> Act:
        """An act of a membership, now unless `at`."""
        return cls(
            organisation=actor.organisation,
            actor=actor,
            source=source,
            at=at or timezone.now(),
            silent=silent,
        )

    def of(self, actor: Any) -> Act:
        """The same act, of the same membership as it stands now."""
        return replace(self, actor=actor, organisation=actor.organisation)

    def through(self, organisation: Any) -> Act:
        """The same act as it reaches another organisation: who did it is nobody of theirs."""
        return replace(self, actor=None, organisation=organisation)
