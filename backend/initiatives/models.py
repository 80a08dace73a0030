"""Programmes, initiatives with their A-teams, steps and check-ins."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from backend.initiatives.labels import LABEL_LIMIT, label_from
from backend.initiatives.stages import OPEN, Stage
from backend.tenancy.constraints import TenantKey, one_of, tenant_target
from backend.tenancy.models import TenantModel
from backend.writing.columns import Sorted, SortKeyField, fit


class Programme(TenantModel):
    """The change effort: where it wants to go, and in which period."""

    name = models.CharField(_("name"), max_length=120)
    vision = models.TextField(_("vision"), max_length=500)
    # The words of a customer with which it began, shown on the near bank.
    beginning = models.ForeignKey(
        "listening.Words", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on"))
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            tenant_target("programme_target"),
            fit("name", "vision", name="programme"),
            TenantKey(field="beginning", to="listening.Words", name="programme_words_tenant"),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")), name="programme_period"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Ambition(TenantModel):
    """What the programme wants customers to notice."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="ambitions")
    text = models.CharField(_("ambition"), max_length=200)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            tenant_target("ambition_target"),
            fit("text", name="ambition"),
            TenantKey(
                field="programme", to="initiatives.Programme", name="ambition_programme_tenant"
            ),
            # At the end of a transaction: two may exchange their texts.
            models.UniqueConstraint(
                fields=["programme", "text"],
                name="ambition_unique",
                deferrable=models.Deferrable.DEFERRED,
            ),
        ]

    def __str__(self) -> str:
        return self.text


class Initiative(Sorted, TenantModel):
    """A small improvement with an A-team, a customer and steps."""

    title = models.CharField(_("title"), max_length=120)
    sort_key = SortKeyField(of="title")
    language = models.CharField(max_length=2)
    unit: Any = models.ForeignKey("organisations.Unit", on_delete=models.PROTECT, related_name="+")
    programme = models.ForeignKey(
        Programme, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    ambition = models.ForeignKey(
        Ambition, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    process: Any = models.ForeignKey(
        "organisations.Process", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    customer_group: Any = models.ForeignKey(
        "organisations.CustomerGroup",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    expectation = models.CharField(_("what will the customer notice?"), max_length=300, blank=True)
    interpretation = models.TextField(_("what we make of it"), max_length=2000, blank=True)
    stage = models.CharField(max_length=12, choices=Stage.choices, default=Stage.IDEA)
    started_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)
    surprise = models.TextField(_("what surprised us?"), max_length=2000, blank=True)
    keeper = models.CharField(_("who keeps this going?"), max_length=300, blank=True)
    lesson = models.TextField(_("what did we learn?"), max_length=2000, blank=True)
    # The last sign of life: a step, an edit or a check-in. Reminders count from here.
    touched_at = models.DateTimeField(default=timezone.now)
    # The same without check-ins, which are the A-team's own: this is what others may see.
    changed_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)
    members: Any = models.ManyToManyField(
        "organisations.Membership",
        through="TeamMember",
        through_fields=("initiative", "membership"),
        related_name="initiatives",
    )

    class Meta:
        constraints = [
            tenant_target("initiative_target"),
            fit(
                "title",
                "expectation",
                "interpretation",
                "surprise",
                "keeper",
                "lesson",
                name="initiative",
            ),
            TenantKey(field="unit", to="organisations.Unit", name="initiative_unit_tenant"),
            TenantKey(
                field="programme", to="initiatives.Programme", name="initiative_programme_tenant"
            ),
            TenantKey(
                field="ambition", to="initiatives.Ambition", name="initiative_ambition_tenant"
            ),
            TenantKey(
                field="process", to="organisations.Process", name="initiative_process_tenant"
            ),
            TenantKey(
                field="customer_group",
                to="organisations.CustomerGroup",
                name="initiative_group_tenant",
            ),
            models.CheckConstraint(condition=~Q(title=""), name="initiative_title_not_empty"),
            one_of("stage", Stage.values, name="initiative_known_stage"),
            models.CheckConstraint(
                condition=Q(stage__in=sorted(OPEN), closed_on=None)
                | (~Q(stage__in=sorted(OPEN)) & Q(closed_on__isnull=False)),
                name="initiative_closed_has_day",
            ),
            models.CheckConstraint(
                condition=~Q(stage=Stage.STOPPED.value) | ~Q(lesson=""),
                name="initiative_stopped_has_lesson",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "-changed_at", "-id"], name="initiative_latest"),
            models.Index(
                fields=["organisation", "-closed_on", "-id"],
                name="initiative_lessons",
                condition=Q(stage=Stage.STOPPED.value),
            ),
            models.Index(fields=["organisation", "unit", "stage"], name="initiative_by_unit"),
            models.Index(
                fields=["organisation", "stage", "touched_at"], name="initiative_by_stage"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        """Whether steps are still being taken in it."""
        return self.stage in OPEN


class TeamMember(TenantModel):
    """An ambassador in the A-team of an initiative."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="team")
    membership: Any = models.ForeignKey(
        "organisations.Membership", on_delete=models.PROTECT, related_name="teams"
    )
    joined_at = models.DateTimeField(default=timezone.now)
    # Who brought them in; None for who joined by themselves. What a customer said in confidence
    # before that is not for them. Who starts an initiative brings themselves in.
    added_by: Any = models.ForeignKey(
        "organisations.Membership", null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            TenantKey(
                field="initiative", to="initiatives.Initiative", name="teammember_initiative_tenant"
            ),
            TenantKey(
                field="added_by", to="organisations.Membership", name="teammember_adder_tenant"
            ),
            TenantKey(
                field="membership", to="organisations.Membership", name="teammember_member_tenant"
            ),
            models.UniqueConstraint(fields=["initiative", "membership"], name="teammember_unique"),
        ]


class InitiativeWords(TenantModel):
    """The customers' words that an initiative starts from or works with."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="words_links")
    words: Any = models.ForeignKey(
        "listening.Words", on_delete=models.CASCADE, related_name="initiative_links"
    )
    # Whether this A-team is one that the customer told it to, and so reads it in confidence and
    # decides about it; others only work with words that they may read anyway.
    keeps = models.BooleanField(default=True)

    class Meta:
        constraints = [
            TenantKey(
                field="initiative",
                to="initiatives.Initiative",
                name="initiativewords_initiative_tenant",
            ),
            TenantKey(field="words", to="listening.Words", name="initiativewords_words_tenant"),
            models.UniqueConstraint(fields=["initiative", "words"], name="initiativewords_unique"),
        ]


class StepKind(models.TextChoices):
    LISTENED = "listened", _("Listened")
    TRIED = "tried", _("Tried")
    CHANGED = "changed", _("Changed")


# Of steps: a stone, which was done and not removed.
LAID = Q(done_on__isnull=False, removed_at=None)


class Step(TenantModel):
    """One small thing, planned or done. Only done steps are stones; the unit that adds up."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="steps")
    unit: Any = models.ForeignKey("organisations.Unit", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=StepKind.choices)
    text = models.CharField(_("small step"), max_length=500)
    label = models.CharField(max_length=LABEL_LIMIT, blank=True)
    language = models.CharField(max_length=2)
    planned_on = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)
    words: Any = models.ForeignKey(
        "listening.Words", null=True, blank=True, on_delete=models.SET_NULL, related_name="steps"
    )
    photo: Any = models.ForeignKey(
        "photos.Photo", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    logged_by: Any = models.ForeignKey(
        "organisations.Membership", null=True, on_delete=models.PROTECT, related_name="steps"
    )
    logged_at = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            tenant_target("step_target"),
            fit("text", "label", name="step"),
            TenantKey(
                field="initiative", to="initiatives.Initiative", name="step_initiative_tenant"
            ),
            TenantKey(field="unit", to="organisations.Unit", name="step_unit_tenant"),
            TenantKey(field="logged_by", to="organisations.Membership", name="step_logger_tenant"),
            TenantKey(field="photo", to="photos.Photo", name="step_photo_tenant"),
            TenantKey(field="words", to="listening.Words", name="step_words_tenant"),
            models.CheckConstraint(condition=~Q(text=""), name="step_text_not_empty"),
            one_of("kind", StepKind.values, name="step_known_kind"),
            models.CheckConstraint(
                condition=Q(done_on__isnull=False) | Q(planned_on__isnull=False),
                name="step_has_day",
            ),
        ]
        indexes = [
            models.Index(
                fields=["organisation", "-done_on", "-id"],
                name="step_latest",
                condition=Q(removed_at=None),
            ),
            models.Index(
                fields=["organisation", "unit", "-done_on", "-id"],
                name="step_by_unit",
                condition=Q(removed_at=None),
            ),
            models.Index(
                fields=["logged_by", "-done_on", "-id"],
                name="step_by_logger",
                condition=Q(removed_at=None),
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def stone_label(self) -> str:
        """The words under its stone: those that were chosen, else the proposed ones."""
        return self.label or label_from(self.text)


class Answer(models.TextChoices):
    GOING_WELL = "going_well", _("Going well")
    STUCK = "stuck", _("I'm stuck")
    LATER = "later", _("Later")


class CheckIn(TenantModel):
    """A short answer to 'how is it going?'."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="check_ins")
    membership: Any = models.ForeignKey(
        "organisations.Membership", on_delete=models.PROTECT, related_name="+"
    )
    answer = models.CharField(max_length=12, choices=Answer.choices)
    sentence = models.CharField(max_length=500, blank=True)
    answered_at = models.DateTimeField(default=timezone.now)
    undone_at = models.DateTimeField(null=True, blank=True)
    # Who is stuck and alone said that the programme managers may be asked too: only then they
    # hear of it, and read the sentence.
    manager_asked = models.BooleanField(default=False)
    # What the initiative's `touched_at` was, so that an undone answer leaves no trace in it.
    touched_before = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            tenant_target("checkin_target"),
            fit("sentence", name="checkin"),
            TenantKey(
                field="initiative", to="initiatives.Initiative", name="checkin_initiative_tenant"
            ),
            TenantKey(
                field="membership", to="organisations.Membership", name="checkin_member_tenant"
            ),
            one_of("answer", Answer.values, name="checkin_known_answer"),
            models.CheckConstraint(
                condition=~Q(answer=Answer.STUCK.value) | ~Q(sentence=""),
                name="checkin_stuck_has_sentence",
            ),
        ]
        indexes = [
            models.Index(fields=["initiative", "-answered_at"], name="checkin_latest"),
            models.Index(
                fields=["organisation", "-answered_at"],
                name="checkin_stuck",
                condition=Q(answer="stuck", undone_at=None),
            ),
        ]


class Help(TenantModel):
    """A colleague who said "I'll help" to somebody who is stuck; several may."""

    check_in = models.ForeignKey(CheckIn, on_delete=models.CASCADE, related_name="helps")
    membership: Any = models.ForeignKey(
        "organisations.Membership", on_delete=models.PROTECT, related_name="+"
    )
    offered_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            tenant_target("help_target"),
            TenantKey(field="check_in", to="initiatives.CheckIn", name="help_checkin_tenant"),
            TenantKey(field="membership", to="organisations.Membership", name="help_member_tenant"),
            models.UniqueConstraint(fields=["check_in", "membership"], name="help_once"),
        ]
