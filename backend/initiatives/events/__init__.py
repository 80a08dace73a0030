"""What can happen to programmes, initiatives and steps."""

from backend.initiatives.events.initiatives import (
    InitiativeChanged,
    InitiativeFinished,
    InitiativeResumed,
    InitiativeStarted,
    InitiativeStopped,
    ProgrammeChanged,
    ProgrammeStarted,
    Standing,
)
from backend.initiatives.events.steps import (
    Laid,
    StepChanged,
    StepLogged,
    StepMoved,
    StepPlanned,
    StepRemoved,
    StepRestored,
)
from backend.initiatives.events.teams import (
    CheckInAnswered,
    CheckInUndone,
    HelpOffered,
    HelpWithdrawn,
    TeamJoined,
    TeamLeft,
    WordsLinked,
    WordsUnlinked,
)

__all__ = [
    "CheckInAnswered",
    "CheckInUndone",
    "HelpOffered",
    "HelpWithdrawn",
    "InitiativeChanged",
    "InitiativeFinished",
    "InitiativeResumed",
    "InitiativeStarted",
    "InitiativeStopped",
    "Laid",
    "ProgrammeChanged",
    "ProgrammeStarted",
    "Standing",
    "StepChanged",
    "StepLogged",
    "StepMoved",
    "StepPlanned",
    "StepRemoved",
    "StepRestored",
    "TeamJoined",
    "TeamLeft",
    "WordsLinked",
    "WordsUnlinked",
]
