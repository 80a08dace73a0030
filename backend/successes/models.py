"""Successes, their announcements, and the applause they get."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from backend.tenancy.constraints import TenantKey, one_of, tenant_target
from backend.tenancy.models import TenantModel
from backend.writing.columns import fit

TITLE_LIMIT = 120
STORY_LIMIT = 4000
# Three parts and the blank lines between them are never more than a story.
PART_LIMIT = 1300
THANKS_LIMIT = 500
APPLAUSE_LIMIT = 280

# The rule that reminds of a success that was not told, as it is put off for a while.
UNTOLD = "success_not_told"


class Success(TenantModel):
    """A finished initiative worth telling. A draft until `told_at`; then its last step is golden."""

    initiative: Any = models.OneToOneField(
        "initiatives.Initiative", on_delete=models.CASCADE, related_name="success"
    )
    title = models.CharField(_("title"), max_length=TITLE_LIMIT)
    story = models.TextField(_("story"), max_length=STORY_LIMIT)
    thanks = models.CharField(_("with thanks to"), max_length=THANKS_LIMIT, blank=True)
    language = models.CharField(max_length=2)
    words: Any = models.ForeignKey(
        "listening.Words", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    photo: Any = models.ForeignKey(
        "photos.Photo", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    golden_step: Any = models.ForeignKey(
        "initiatives.Step", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    told_by: Any = models.ForeignKey(
        "organisations.Membership", null=True, on_delete=models.PROTECT, related_name="+"
    )
    told_at = models.DateTimeField(null=True, blank=True)
    applause_count = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            tenant_target("success_target"),
            fit("title", "story", "thanks", name="success"),
            TenantKey(
                field="initiative", to="initiatives.Initiative", name="success_initiative_tenant"
            ),
            TenantKey(field="words", to="listening.Words", name="success_words_tenant"),
            TenantKey(field="photo", to="photos.Photo", name="success_photo_tenant"),
            TenantKey(field="golden_step", to="initiatives.Step", name="success_step_tenant"),
            TenantKey(field="told_by", to="organisations.Membership", name="success_teller_tenant"),
            models.UniqueConstraint(fields=["golden_step"], name="success_one_per_step"),
            models.CheckConstraint(
                condition=Q(told_at=None)
                | (~Q(title="") & ~Q(story="") & Q(golden_step__isnull=False)),
                name="success_told_is_whole",
            ),
        ]
        indexes = [
            models.Index(
                fields=["organisation", "-told_at", "-id"],
                name="success_latest",
                condition=Q(told_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Audience(models.TextChoices):
    OWN_UNIT = "own_unit", _("my own team")
    CHOSEN_UNITS = "chosen_units", _("teams I choose")
    ORGANISATION = "organisation", _("the whole organisation")


class Announcement(TenantModel):
    """A success on its way to an audience.

    It leaves at `sends_at` at the earliest. `begun_at`: when the first messages were written; until
    then, whatever the clock says, it may be called back.
    """

    success = models.ForeignKey(Success, on_delete=models.CASCADE, related_name="announcements")
    audience = models.CharField(max_length=20, choices=Audience.choices)
    units: Any = models.ManyToManyField(
        "organisations.Unit", through="AnnouncementUnit", related_name="+"
    )
    requested_by: Any = models.ForeignKey(
        "organisations.Membership", on_delete=models.PROTECT, related_name="+"
    )
    requested_at = models.DateTimeField(default=timezone.now)
    sends_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True, blank=True)
    called_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            tenant_target("announcement_target"),
            TenantKey(field="success", to="successes.Success", name="announcement_success_tenant"),
            TenantKey(
                field="requested_by",
                to="organisations.Membership",
                name="announcement_requester_tenant",
            ),
            one_of("audience", Audience.values, name="announcement_known_audience"),
            models.CheckConstraint(
                condition=Q(called_back_at=None) | Q(begun_at=None),
                name="announcement_begun_or_called_back",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "-sends_at"], name="announcement_latest")]

    @property
    def is_waiting(self) -> bool:
        """Whether it can still be called back."""
        return self.called_back_at is None and self.begun_at is None


class AnnouncementUnit(TenantModel):
    """A unit that an announcement goes to; its teams are included."""

    announcement = models.ForeignKey(
        Announcement, on_delete=models.CASCADE, related_name="unit_links"
    )
    unit: Any = models.ForeignKey("organisations.Unit", on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            TenantKey(
                field="announcement",
                to="successes.Announcement",
                name="announcementunit_announcement_tenant",
            ),
            TenantKey(field="unit", to="organisations.Unit", name="announcementunit_unit_tenant"),
            models.UniqueConstraint(
                fields=["announcement", "unit"], name="announcementunit_unique"
            ),
        ]


class Applause(TenantModel):
    """A colleague's one-click appreciation."""

    success = models.ForeignKey(Success, on_delete=models.CASCADE, related_name="applause")
    membership: Any = models.ForeignKey(
        "organisations.Membership", on_delete=models.CASCADE, related_name="+"
    )
    given_at = models.DateTimeField(default=timezone.now)
    # A few words for the makers, whom alone they are shown to.
    sentence = models.CharField(max_length=APPLAUSE_LIMIT, blank=True)

    class Meta:
        constraints = [
            fit("sentence", name="applause"),
            TenantKey(field="success", to="successes.Success", name="applause_success_tenant"),
            TenantKey(
                field="membership", to="organisations.Membership", name="applause_member_tenant"
            ),
            models.UniqueConstraint(fields=["success", "membership"], name="applause_unique"),
        ]
        indexes = [models.Index(fields=["success", "given_at"], name="applause_latest")]
