"""`GET /api/v1/successes/`: the stories that were told."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers
from rest_framework.mixins import ListModelMixin
from rest_framework.request import Request
from rest_framework.response import Response

from backend.api.resource import Rows
from backend.board.groups import Groups, groups
from backend.successes.models import Success


class SuccessSerializer(serializers.ModelSerializer[Success]):
    """A told success; customers' words go no further than the product's own pages."""

    initiative = serializers.UUIDField(source="initiative.uid")
    unit = serializers.SerializerMethodField()

    class Meta:
        model = Success
        fields = [
            "uid", "initiative", "unit", "title", "story", "thanks", "language", "told_at",
            "applause_count",
        ]  # fmt: skip

    def get_unit(self, success: Success) -> str | None:
        """The team it is counted under; none where all of them are too small to be named."""
        grouped: Groups = self.context["groups"]
        return grouped.shown_name(success.initiative.unit_id)


class SuccessList(ListModelMixin, Rows):
    """Told successes, the newest first."""

    serializer_class = SuccessSerializer

    def rows(self) -> QuerySet[Success]:
        return Success.objects.filter(told_at__isnull=False).select_related("initiative")

    def get_serializer_context(self) -> dict[str, Any]:
        """With the teams as the board shows them."""
        context = dict(super().get_serializer_context())
        context["groups"] = groups(organisation=self.organisation)
        return context

    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One page of successes."""
        return self.list(request, *args, **kwargs)
