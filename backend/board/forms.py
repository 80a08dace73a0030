"""Finding a department or team by its name."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from backend.organisations.forms import UnitField
from backend.organisations.models import Organisation


class TeamForm(forms.Form):
    """The team of which somebody wants to see the board."""

    unit = UnitField(label=_("Find a department or team"))

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["unit"]
        field.offer(organisation)
