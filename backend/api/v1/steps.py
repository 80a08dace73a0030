"""`GET /api/v1/steps/`: the stones. No author: nobody is watched."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers
from rest_framework.mixins import ListModelMixin
from rest_framework.request import Request
from rest_framework.response import Response

from backend.api.resource import Rows
from backend.api.v1.filters import StepFilter
from backend.initiatives.models import Step


class StepSerializer(serializers.ModelSerializer[Step]):
    """A step that was done, with the initiative it belongs to."""

    initiative = serializers.UUIDField(source="initiative.uid")
    initiative_title = serializers.CharField(source="initiative.title")

    class Meta:
        model = Step
        fields = ["uid", "initiative", "initiative_title", "kind", "text", "language", "done_on"]


class StepList(ListModelMixin, Rows):
    """Done steps, the newest first; filter by `kind`, `initiative`, `done_after`, `done_before`."""

    serializer_class = StepSerializer
    filterset_class = StepFilter

    def rows(self) -> QuerySet[Step]:
        return Step.objects.filter(removed_at=None, done_on__isnull=False).select_related(
            "initiative"
        )

    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One page of steps."""
        return self.list(request, *args, **kwargs)
