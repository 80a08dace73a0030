"""`GET /api/v1/initiatives/`: what is being improved, where, and how far it is."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response

from backend.api.resource import Rows
from backend.api.v1.filters import InitiativeFilter
from backend.board.groups import Groups, groups
from backend.initiatives.models import Initiative


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
        grouped: Groups = self.context["groups"]
        return grouped.shown_name(initiative.unit_id)


class _Initiatives(Rows):
    serializer_class = InitiativeSerializer

    def rows(self) -> QuerySet[Initiative]:
        return Initiative.objects.select_related("process", "customer_group")

    def get_serializer_context(self) -> dict[str, Any]:
        """With the teams as the board shows them."""
        context = dict(super().get_serializer_context())
        context["groups"] = groups(organisation=self.organisation)
        return context


class InitiativeList(ListModelMixin, _Initiatives):
    """The organisation's initiatives, newest first; filter by `stage` or `changed_since`."""

    filterset_class = InitiativeFilter

    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One page of initiatives."""
        return self.list(request, *args, **kwargs)


class InitiativeDetail(RetrieveModelMixin, _Initiatives):
    """One initiative; 404 for one of another organisation."""

    filter_backends = ()

    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """The initiative with this uid."""
        return self.retrieve(request, *args, **kwargs)
