"""Who takes part in an organisation, in which roles, and how they came."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from backend.organisations.models.persons import no_name_yet
from backend.organisations.models.units import Unit
from backend.organisations.roles import Role
from backend.tenancy.constraints import TenantKey, one_of, tenant_target
from backend.tenancy.models import TenantModel
from backend.text import names, sorting
from backend.writing.columns import Sorted, SortKeyField, fit


class MembershipState(models.TextChoices):
    INVITED = "invited", _("Invited")
    ACTIVE = "active", _("Active")
    LEFT = "left", _("Left")


class Membership(Sorted, TenantModel):
    """A person in an organisation: their unit and roles. Everything they do points here."""

    person: Any = models.ForeignKey(
        "organisations.Person", on_delete=models.CASCADE, related_name="memberships"
    )
    unit = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="memberships"
    )
    roles = ArrayField(models.CharField(max_length=20, choices=Role.choices), default=list)
    state = models.CharField(
        max_length=10, choices=MembershipState.choices, default=MembershipState.ACTIVE
    )
    invited_at = models.DateTimeField(null=True, blank=True)
    # The name that was typed, or had on leaving: what somebody is called elsewhere is not shown while
    # they are not in.
    invited_as = models.CharField(max_length=120, blank=True)
    invited_sort_key = SortKeyField(of="invited_as", made=sorting.person_key)
    # Who answers for the open invitation and the roles that come with it, and their line to go with it.
    invited_by: Any = models.ForeignKey(
        "organisations.Membership",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    invited_why = models.CharField(max_length=280, blank=True)
    joined_at = models.DateTimeField(default=timezone.now)
    news_read_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    # Whether the service that gave this row sent an invitation; not kept.
    mailed_now = False

    class Meta:
        constraints = [
            tenant_target("membership_target"),
            fit("invited_as", name="membership"),
            fit("invited_why", name="membership_why"),
            TenantKey(field="unit", to="organisations.Unit", name="membership_unit_tenant"),
            TenantKey(
                field="invited_by", to="organisations.Membership", name="membership_inviter_tenant"
            ),
            models.UniqueConstraint(fields=["organisation", "person"], name="membership_unique"),
            one_of("state", MembershipState.values, name="membership_known_state"),
            models.CheckConstraint(
                condition=models.Q(roles__contained_by=[role.value for role in Role]),
                name="membership_known_roles",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "unit"], name="membership_by_unit")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """How this person is called here, also while nobody knows."""
        return self.own_name or no_name_yet()

    @property
    def own_name(self) -> str:
        """How this person is called here; empty as long as nobody told.

        What their account is called is theirs to tell, by coming in; who left keeps the name of then.
        """
        is_in = self.state == MembershipState.ACTIVE
        return str(self.person.name if is_in else self.invited_as)

    @property
    def first_name(self) -> str:
        """The name to greet by; empty where none is known."""
        return names.greeting(self.own_name)

    def has_role(self, *roles: str) -> bool:
        """Whether this membership has at least one of the roles; everybody active is staff."""
        return any(role == Role.STAFF or role in self.roles for role in roles)

    @property
    def role_names(self) -> list[str]:
        """The roles beyond colleague, as people read them."""
        return [str(Role(role).label) for role in self.roles if role != Role.STAFF]


class InvitationMail(TenantModel):
    """When an invitation went to an address that was put right since; kept for an hour or so."""

    address = models.EmailField(max_length=254)
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "address"], name="invitation_mail_unique"
            ),
        ]
