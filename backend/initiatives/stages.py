"""The stages of an initiative and the ways between them: the one place that knows."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Stage(models.TextChoices):
    IDEA = "idea", _("Idea")
    DOING = "doing", _("Doing")
    DONE = "done", _("Done")
    CELEBRATED = "celebrated", _("Celebrated")
    STOPPED = "stopped", _("Stopped, with a lesson")


OPEN = frozenset({Stage.IDEA, Stage.DOING})

TRANSITIONS: dict[Stage, frozenset[Stage]] = {
    Stage.IDEA: frozenset({Stage.DOING, Stage.STOPPED}),
    Stage.DOING: frozenset({Stage.DONE, Stage.STOPPED, Stage.IDEA}),
    Stage.DONE: frozenset({Stage.CELEBRATED, Stage.DOING}),
    Stage.CELEBRATED: frozenset({Stage.DONE}),
    Stage.STOPPED: frozenset({Stage.DOING, Stage.IDEA}),
}


def may_move(before: str, after: str) -> bool:
    """Whether an initiative may go from one stage to the other."""
    return Stage(after) in TRANSITIONS[Stage(before)]
