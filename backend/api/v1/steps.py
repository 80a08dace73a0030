"""`GET /api/v1/steps/`: the stones. No author: nobody is watched."""

from __future__ import annotations

import django_filters
from django.db.models import QuerySet
from rest_framework import serializers
from rest_framework.generics import ListAPIView

from backend.api.resource import Resource
from backend.initiatives.models import LAID, Step, StepKind


class StepSerializer(serializers.ModelSerializer[Step]):
    """A step that was done, with the initiative it belongs to."""

    initiative = serializers.UUIDField(source="initiative.uid")
    initiative_title = serializers.CharField(source="initiative.title")

    class Meta:
        model = Step
        fields = ["uid", "initiative", "initiative_title", "kind", "text", "language", "done_on"]


class StepFilter(django_filters.FilterSet):
    """`kind`, `initiative` (uid), `done_after` and `done_before` (days, both included)."""

    kind = django_filters.ChoiceFilter(choices=StepKind.choices)
    initiative = django_filters.UUIDFilter(field_name="initiative__uid")
    done_after = django_filters.DateFilter(field_name="done_on", lookup_expr="gte")
    done_before = django_filters.DateFilter(field_name="done_on", lookup_expr="lte")


class StepList(Resource, ListAPIView[Step]):
    """Done steps, the newest first; filter by `kind`, `initiative`, `done_after`, `done_before`."""

    serializer_class = StepSerializer
    filterset_class = StepFilter

    def get_queryset(self) -> QuerySet[Step]:
        """Steps that were done, and are still there."""
        return Step.objects.filter(LAID).select_related("initiative")
