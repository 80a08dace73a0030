"""`GET /api/v1/successes/`: the stories that were told."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers
from rest_framework.mixins import ListModelMixin
from rest_framework.request import Request
from rest_framework.response import Response

from backend.api.resource import Resource
from backend.successes.models import Success


class SuccessSerializer(serializers.ModelSerializer[Success]):
    """A told success; customers' words go no further than the product's own pages."""

    initiative = serializers.UUIDField(source="initiative.uid")
    unit = serializers.CharField(source="initiative.unit.name")

    class Meta:
        model = Success
        fields = [
            "uid", "initiative", "unit", "title", "story", "thanks", "language", "told_at",
            "applause_count",
        ]  # fmt: skip


class SuccessList(ListModelMixin, Resource):
    """Told successes, the newest first."""

    serializer_class = SuccessSerializer

    def get_queryset(self) -> QuerySet[Success]:
        return Success.objects.filter(told_at__isnull=False).select_related("initiative__unit")

    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One page of successes."""
        return self.list(request, *args, **kwargs)
