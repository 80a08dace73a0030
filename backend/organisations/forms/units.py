"""Choosing a team, of few or of thousands, and naming one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.forms.utils import flatatt
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from backend.organisations import finding
from backend.organisations.models import Organisation, Unit
from backend.text import written
from backend.text.problems import Refused
from backend.writing import fields
from backend.writing.texts import in_words


class UnitPicker(forms.Select):
    """A select of a few units; where there are many, a line that finds them while one types.

    Which of the two is decided when it is drawn, by what `units` gives then.
    """

    units: Any = None
    # Which of a few are offered.
    keep: Callable[[list[Unit]], list[Unit]] | None = None
    address = ""
    empty_label: Any = None

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        few = list(self.units[: finding.FEW_UNITS + 1])
        if len(few) > finding.FEW_UNITS:
            return self._search(name, value, attrs or {})
        empty = [] if self.empty_label is None else [("", self.empty_label)]
        tree = finding.in_order(self.keep(few) if self.keep else few)
        self.choices = [*empty, *((str(u.uid), "\u2003" * depth + u.name) for u, depth in tree)]
        return super().render(name, value, attrs, renderer)

    def _search(self, name: str, value: Any, attrs: dict[str, Any]) -> SafeString:
        own = {**self.attrs, **attrs}
        id_ = own.get("id") or f"id_{name}"
        own["class"] = own.get("class", "").replace("utrecht-select", "utrecht-textbox")
        own["aria-describedby"] = f"{own.get('aria-describedby', '')} {id_}-how".strip()
        context = {"name": name, "id": id_, "attrs": flatatt({**own, "id": id_})}
        context |= {"value": self._shown(value), "address": self.address, "empty": self.empty_label}
        return render_to_string("organisations/unit_search.html", context)

    def _shown(self, value: Any) -> str:
        """The name of what stands chosen; what was typed stays as it was typed."""
        try:
            unit = self.units.filter(uid=UUID(str(value))).select_related("parent__parent").first()
        except ValueError:
            return str(value or "")
        return finding.label(unit) if unit else ""


class UnitField(forms.ModelChoiceField):
    """A choice of the organisation's units, by uid or by name; teams stand below their department."""

    widget = UnitPicker

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=None, to_field_name="uid", **kwargs)

    def offer(self, organisation: Organisation, keep: Unit | None = None) -> None:
        """Offer the units of this organisation: called by the form, once the tenant is known.

        Those that ended are no choice, but the one that is chosen already (`keep`).
        """
        current = Q(ended_on=None) | Q(pk=keep.pk if keep else None)
        units = Unit.objects.filter(current, organisation=organisation)
        self.organisation = organisation
        self.queryset = units.without_tree_fields().order_by("sort_key", "id")
        widget: Any = self.widget
        widget.units, widget.empty_label = self.queryset, self.empty_label
        widget.address = reverse("organisations:unit_find", args=[organisation.slug])

    def to_python(self, value: Any) -> Unit | None:
        """The unit that was chosen or typed."""
        if value in self.empty_values:
            return None
        try:
            unit = finding.unit_called(
                organisation=self.organisation,
                text=written.line(str(value))[:300],
                among=self.queryset,  # type: ignore[arg-type]
            )
        except Refused as refused:
            raise ValidationError(in_words(refused), code="invalid_choice") from refused
        if unit is None:
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return unit


class UnitForm(forms.Form):
    """A department (no parent) or a team."""

    name = fields.NameField(label=_("Name"), max_length=80)
    parent = UnitField(label=_("Part of"), required=False, empty_label=_("Nothing: a department"))

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].offer(organisation)  # type: ignore[attr-defined]


class NameForm(forms.Form):
    """One name, for a service or a customer group."""

    name = fields.NameField(label=_("Name"), max_length=80)
