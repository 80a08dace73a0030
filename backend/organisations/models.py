"""Organisations, their units, their people, whom they serve and with what."""

from __future__ import annotations

from datetime import time
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pgtrigger
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.expressions import RawSQL
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager
from tree_queries.models import TreeNode
from tree_queries.query import TreeQuerySet

from backend.organisations.roles import Role
from backend.tenancy.constraints import TenantKey, one_of, tenant_target
from backend.tenancy.models import TenantModel
from backend.text import addresses, names, sorting
from backend.writing.columns import Sorted, SortKeyField, fit

LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
WEEKDAYS = [1, 2, 3, 4, 5, 6, 7]
# The quiet hours leave at least so much of a day.
LEAST_OPEN_MINUTES = 120


def no_name_yet() -> str:
    """What stands for the name of who was invited by an address alone."""
    return gettext("(name to follow)")


class PersonManager(BaseUserManager["Person"]):
    """People are found by their e-mail address, whatever its case."""

    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(email__iexact=username)

    def create_user(self, email: str, name: str, password: str | None = None) -> Person:
        """A person who can sign in; without a password only by code.

        Raises `backend.text.problems.Refused` for what is no address.
        """
        person = Person(email=addresses.address(email), name=name)
        person.set_password(password)
        person.save()
        return person


class Person(Sorted, AbstractBaseUser):
    """Somebody with an account. Global: one person may belong to several organisations.

    The name may be empty: a pasted address tells none, and they are asked on their first visit.
    """

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    email = models.EmailField(_("e-mail address"), max_length=254)
    name = models.CharField(_("name"), max_length=120, blank=True)
    sort_key = SortKeyField(of="name", made=sorting.person_key)
    language = models.CharField(max_length=2, choices=LANGUAGES, blank=True)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=timezone.now)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    objects = PersonManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="person_email_unique"),
            fit("email", "name", name="person"),
        ]

    def __str__(self) -> str:
        return self.shown_name

    @property
    def first_name(self) -> str:
        """The name to greet by; empty where none is known."""
        return names.greeting(self.name)

    @property
    def shown_name(self) -> str:
        """How this person is called on pages, also while nobody knows."""
        return self.name or no_name_yet()


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


class Unit(Sorted, TenantModel, TreeNode):
    """A department or team: a node in the organisation's tree."""

    name = models.CharField(_("name"), max_length=80)
    sort_key = SortKeyField(of="name")
    position = models.PositiveIntegerField(default=0)
    ended_on = models.DateField(null=True, blank=True)

    objects = ScopedManager(  # type: ignore[misc]
        organisation="organisation", _manager_class=type(TreeQuerySet.as_manager())
    )

    class Meta:
        ordering = ["sort_key", "id"]
        constraints = [
            tenant_target("unit_target"),
            fit("name", name="unit"),
            TenantKey(field="parent", to="organisations.Unit", name="unit_parent_tenant"),
            models.UniqueConstraint(
                "organisation",
                "parent",
                Lower("name"),
                name="unit_name_unique",
                nulls_distinct=False,
            ),
        ]
        triggers = [
            # Whatever the way in: a page, a command, hand-written SQL. Of two who move units of one
            # organisation at once the second waits, and sees what the first one did.
            pgtrigger.Trigger(
                name="no_circle",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("parent_id"),
                condition=pgtrigger.Q(new__parent__isnull=False),
                declare=[("is_below_itself", "boolean")],
                func="""
                    PERFORM 1 FROM organisations_organisation
                        WHERE id = NEW.organisation_id FOR NO KEY UPDATE;
                    WITH RECURSIVE above(id) AS (
                        SELECT NEW.parent_id
                        UNION
                        SELECT unit.parent_id FROM organisations_unit unit
                            JOIN above ON unit.id = above.id WHERE unit.parent_id IS NOT NULL
                    )
                    SELECT EXISTS (SELECT 1 FROM above WHERE id = NEW.id) INTO is_below_itself;
                    IF is_below_itself THEN
                        RAISE EXCEPTION 'A unit cannot stand below itself.'
                            USING ERRCODE = 'check_violation', CONSTRAINT = 'unit_no_circle';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return self.name


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


class Process(Sorted, TenantModel):
    """A service that customers go through (Dutch: dienst)."""

    name = models.CharField(_("name"), max_length=80)
    sort_key = SortKeyField(of="name")
    position = models.PositiveIntegerField(default=0)
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["sort_key", "id"]
        constraints = [
            tenant_target("process_target"),
            fit("name", name="process"),
            models.UniqueConstraint("organisation", Lower("name"), name="process_name_unique"),
        ]

    def __str__(self) -> str:
        return self.name


class CustomerGroup(Sorted, TenantModel):
    """Whom the organisation works for: citizens, companies, other governments, …"""

    name = models.CharField(_("name"), max_length=80)
    sort_key = SortKeyField(of="name")
    position = models.PositiveIntegerField(default=0)
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["sort_key", "id"]
        constraints = [
            tenant_target("customergroup_target"),
            fit("name", name="customergroup"),
            models.UniqueConstraint(
                "organisation", Lower("name"), name="customergroup_name_unique"
            ),
        ]

    def __str__(self) -> str:
        return self.name
