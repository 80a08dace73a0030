"""Changing programmes, initiatives, A-teams, steps and check-ins.

Every service runs in one transaction and ends by recording its event. A silent act brings
in history: nobody is told of it, and it happened at that moment.
"""

from backend.initiatives.services.celebrating import (
    initiative_celebrate,
    initiative_celebrate_undo,
)
from backend.initiatives.services.check_ins import check_in, check_in_undo
from backend.initiatives.services.endings import (
    initiative_finish,
    initiative_resume,
    initiative_resume_undo,
    initiative_stop,
)
from backend.initiatives.services.helping import help_offer, help_withdraw
from backend.initiatives.services.initiatives import (
    initiative_change,
    initiative_change_undo,
    initiative_start,
)
from backend.initiatives.services.programmes import programme_change, programme_start
from backend.initiatives.services.step_changes import (
    step_change,
    step_change_undo,
    step_do,
    step_remove,
    step_restore,
)
from backend.initiatives.services.steps import step_log
from backend.initiatives.services.teams import team_join, team_leave
from backend.initiatives.services.words import initiative_words_add, initiative_words_remove

__all__ = [
    "check_in",
    "check_in_undo",
    "help_offer",
    "help_withdraw",
    "initiative_celebrate",
    "initiative_celebrate_undo",
    "initiative_change",
    "initiative_change_undo",
    "initiative_finish",
    "initiative_resume",
    "initiative_resume_undo",
    "initiative_start",
    "initiative_stop",
    "initiative_words_add",
    "initiative_words_remove",
    "programme_change",
    "programme_start",
    "step_change",
    "step_change_undo",
    "step_do",
    "step_log",
    "step_remove",
    "step_restore",
    "team_join",
    "team_leave",
]
