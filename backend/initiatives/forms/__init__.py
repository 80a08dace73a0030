"""What people type about initiatives and steps, checked, with the error at its field."""

from backend.initiatives.forms.initiatives import (
    FinishForm,
    StartForm,
    StopForm,
    TeamForm,
    UnitFilter,
    WordsToForm,
    change_form,
)
from backend.initiatives.forms.steps import (
    CheckInForm,
    DoneForm,
    PlanForm,
    StepChangeForm,
    StepForm,
)
from backend.web.refusals import refuse

__all__ = [
    "CheckInForm",
    "DoneForm",
    "FinishForm",
    "PlanForm",
    "StartForm",
    "StepChangeForm",
    "StepForm",
    "StopForm",
    "TeamForm",
    "UnitFilter",
    "WordsToForm",
    "change_form",
    "refuse",
]
