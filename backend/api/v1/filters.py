"""What lists of the API can be narrowed by; an unknown value answers 400 at its name."""

from __future__ import annotations

import django_filters

from backend.initiatives.models import StepKind
from backend.initiatives.stages import Stage


class InitiativeFilter(django_filters.FilterSet):
    """`stage`, and `changed_since` (a day): a step, an edit or an ending since; no check-in."""

    stage = django_filters.ChoiceFilter(choices=Stage.choices)
    changed_since = django_filters.DateFilter(field_name="changed_at", lookup_expr="date__gte")


class StepFilter(django_filters.FilterSet):
    """`kind`, `initiative` (uid), `done_after` and `done_before` (days, both included)."""

    kind = django_filters.ChoiceFilter(choices=StepKind.choices)
    initiative = django_filters.UUIDFilter(field_name="initiative__uid")
    done_after = django_filters.DateFilter(field_name="done_on", lookup_expr="gte")
    done_before = django_filters.DateFilter(field_name="done_on", lookup_expr="lte")
