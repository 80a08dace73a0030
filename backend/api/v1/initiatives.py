"""`GET /api/v1/initiatives/`: what is being improved, where, and how far it is."""

from __future__ import annotations

from operator import attrgetter

import django_filters
from django.db.models import QuerySet
from rest_framework import serializers
from rest_framework.generics import ListAPIView, RetrieveAPIView

from backend.api.resource import NamesTeams
from backend.initiatives.models import Initiative
from backend.initiatives.stages import Stage


class InitiativeSerializer(serializers.ModelSerializer[Initiative]):
    """An initiative without the names of its A-team and without customers' words."""

    unit = serializers.SerializerMethodField()
    process = serializers.CharField(source="process.name", allow_null=True, default=None)
    customer_group = serializers.CharField(
        source="customer_group.name", allow_null=True, default=None
    )

    class Meta:
        model = Initiative
        fields = [
            "uid", "title", "language", "unit", "process", "customer_group", "expectation",
            "stage", "started_on", "closed_on", "lesson",
        ]  # fmt: skip

    def get_unit(self, initiative: Initiative) -> str | None:
        """The team it is counted under; none where all of them are too small to be named."""
        name: str | None = self.context["teams"].get(initiative.unit_id)
        return name


class InitiativeFilter(django_filters.FilterSet):
    """`stage`, and `changed_since` (a day): a step, an edit or an ending since; no check-in."""

    stage = django_filters.ChoiceFilter(choices=Stage.choices)
    changed_since = django_filters.DateFilter(field_name="changed_at", lookup_expr="date__gte")


class _Initiatives(NamesTeams):
    serializer_class = InitiativeSerializer
    unit_of = staticmethod(attrgetter("unit_id"))

    def get_queryset(self) -> QuerySet[Initiative]:
        return Initiative.objects.select_related("process", "customer_group")


class InitiativeList(_Initiatives, ListAPIView[Initiative]):
    """The organisation's initiatives, newest first; filter by `stage` or `changed_since`."""

    filterset_class = InitiativeFilter


class InitiativeDetail(_Initiatives, RetrieveAPIView[Initiative]):
    """One initiative; 404 for one of another organisation."""

    filter_backends = ()
