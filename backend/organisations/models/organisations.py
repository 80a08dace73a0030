"""Organisations, and when they work."""

from __future__ import annotations

from datetime import time
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.expressions import RawSQL
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from backend.organisations.models.persons import LANGUAGES
from backend.tenancy.constraints import one_of
from backend.writing.columns import fit

WEEKDAYS = [1, 2, 3, 4, 5, 6, 7]
# The quiet hours leave at least so much of a day.
LEAST_OPEN_MINUTES = 120


class Organisation(models.Model):
    """The tenant: a municipality, province, agency or company."""

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    slug = models.SlugField(max_length=50, unique=True)
    name = models.CharField(_("name"), max_length=120)
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGES, default="nl")
    time_zone = models.CharField(max_length=50, default="Europe/Amsterdam")
    country = models.CharField(max_length=2, default="NL")
    # ISO weekdays (1 = Monday) on which a reminder may arrive, and the hours between which it may.
    working_days = ArrayField(models.PositiveSmallIntegerField(), default=list)
    quiet_from = models.TimeField(default=time(17, 30))
    quiet_until = models.TimeField(default=time(8, 30))
    works_on_good_friday = models.BooleanField(default=True)
    is_example = models.BooleanField(default=False)
    started_on = models.DateField(default=timezone.localdate)

    class Meta:
        constraints = [
            fit("name", name="organisation"),
            one_of("language", dict(LANGUAGES), name="organisation_known_language"),
            models.CheckConstraint(
                condition=Q(working_days__contained_by=WEEKDAYS, working_days__len__gt=0),
                name="organisation_working_days",
            ),
            models.CheckConstraint(
                condition=RawSQL(  # noqa: S611 - no input
                    "mod(extract(epoch from quiet_from - quiet_until)::int + 86400, 86400)"
                    f" >= {LEAST_OPEN_MINUTES * 60}",
                    (),
                    output_field=models.BooleanField(),
                ),
                name="organisation_quiet_hours",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.working_days = self.working_days or [1, 2, 3, 4, 5]
        super().save(*args, **kwargs)

    @property
    def zone(self) -> ZoneInfo:
        """The time zone that makes this organisation's days."""
        return ZoneInfo(self.time_zone)

    def today(self) -> Any:
        """The date it is there now."""
        return timezone.localdate(timezone=self.zone)
