"""`GET /api/v1/successes/`: the stories that were told."""

from __future__ import annotations

from operator import attrgetter

from django.db.models import QuerySet
from rest_framework import serializers
from rest_framework.generics import ListAPIView

from backend.api.resource import NamesTeams
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
        name: str | None = self.context["teams"].get(success.initiative.unit_id)
        return name


class SuccessList(NamesTeams, ListAPIView[Success]):
    """Told successes, the newest first."""

    serializer_class = SuccessSerializer
    unit_of = staticmethod(attrgetter("initiative.unit_id"))

    def get_queryset(self) -> QuerySet[Success]:
        """Successes that were told."""
        return Success.objects.filter(told_at__isnull=False).select_related("initiative")
