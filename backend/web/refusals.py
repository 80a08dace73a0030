"""What a service refused, told at the fields of the form."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.forms import Form


def refuse(form: Form, error: ValidationError, **names: str) -> None:
    """Put the errors at their fields; `names` says which field of the form stands for a name of
    the service. What belongs to no field goes on top."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, errors in error.error_dict.items():
        field = names.get(name, name)
        for one in errors:
            form.add_error(field if field in form.fields else None, one)
