"""Roll-ups: the board's figures. Every row can be made anew from nothing.

They hold no foreign keys but to the organisation: a fold writes them from rows that have them.
A `node` is the id of a unit, with all that stands below it, or 0: the whole organisation.
"""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django_scopes import ScopedManager

from backend.tenancy.constraints import TenantKey
from backend.tenancy.models import TenantModel


class RollUp(models.Model):
    """A sum of one organisation, found within its scope and addressed by nobody."""

    organisation: Any = models.ForeignKey(
        "organisations.Organisation", on_delete=models.CASCADE, related_name="+", db_index=False
    )

    objects = ScopedManager(organisation="organisation")

    class Meta:
        abstract = True


class FoldCursor(TenantModel):
    """Up to which transaction the events of an organisation are in its roll-ups (exclusive).

    `tree_version` grows with each change of units or people that is taken in. `unknown` events were
    left out by a release that knew the kinds of `contract` only: another one folds all anew.
    Starting from nothing all initiatives are counted first, by id up to `counted_id` (None: all of
    them are), as they stood at `counted_below`: what happened to them before that is in it.
    """

    folded_below = models.BigIntegerField(default=0)
    tree_version = models.IntegerField(default=0)
    unknown = models.IntegerField(default=0)
    contract = models.CharField(max_length=16, default="")
    counted_id = models.BigIntegerField(null=True, default=0)
    counted_below = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation"], name="foldcursor_unique")]


class Week(RollUp):
    """Steps done in one week in a node; `golden` of them are celebrated."""

    pk = models.CompositePrimaryKey("organisation_id", "node", "week")
    node = models.BigIntegerField()
    week = models.DateField()
    listened = models.IntegerField(default=0)
    tried = models.IntegerField(default=0)
    changed = models.IntegerField(default=0)
    golden = models.IntegerField(default=0)


class Tally(RollUp):
    """A named count of a node: see `projection/steps.py`, `initiatives.py` and `tree.py`."""

    pk = models.CompositePrimaryKey("organisation_id", "node", "name")
    node = models.BigIntegerField()
    name = models.CharField(max_length=40)
    value = models.IntegerField(default=0)


class DayTally(RollUp):
    """A named count of a node by day, for figures that change as time goes by."""

    pk = models.CompositePrimaryKey("organisation_id", "node", "name", "day")
    node = models.BigIntegerField()
    name = models.CharField(max_length=20)
    day = models.DateField()
    value = models.IntegerField(default=0)


class Ambassador(RollUp):
    """Somebody who carries so many open initiatives in a node: for counting heads, never shown."""

    pk = models.CompositePrimaryKey("organisation_id", "node", "membership")
    node = models.BigIntegerField()
    membership = models.BigIntegerField()
    initiatives = models.IntegerField(default=0)


class Node(RollUp):
    """A unit as it was counted last: where it hangs, how many people work and steps lie right there.

    `parent` is 0 at the top. Node 0 stands for who works in no unit. A `team` is a unit in use
    without such a one below it; `moving` is a team with a step.
    """

    pk = models.CompositePrimaryKey("organisation_id", "unit")
    unit = models.BigIntegerField()
    parent = models.BigIntegerField(default=0)
    people = models.IntegerField(default=0)
    steps = models.IntegerField(default=0)
    is_live = models.BooleanField(default=False)
    is_team = models.BooleanField(default=False)
    is_moving = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["organisation", "parent"], name="node_by_parent")]


class Touched(models.Model):
    """A unit in which people came or went, or which hangs elsewhere: to be counted again.

    Written by triggers on units and memberships, so whatever the way in; 0 for who has no unit.
    With a `membership` also the initiatives that they carry, which they came to or left.
    """

    organisation_id = models.BigIntegerField(db_index=True)
    unit = models.BigIntegerField()
    membership = models.BigIntegerField(null=True)


class Counted(RollUp):
    """An initiative as it was counted last: what to take off when it is counted again."""

    pk = models.CompositePrimaryKey("organisation_id", "initiative")
    initiative = models.BigIntegerField()
    unit = models.BigIntegerField()
    stage = models.CharField(max_length=12)
    process = models.BigIntegerField(null=True)
    started_on = models.DateField()
    closed_on = models.DateField(null=True)
    touched_on = models.DateField()
    heard = models.BooleanField()
    asked = models.BooleanField()
    helped = models.BooleanField()
    carriers = ArrayField(models.BigIntegerField())


class BoardVisit(TenantModel):
    """What the board showed somebody last time, so that it can say what is new since then."""

    membership: Any = models.OneToOneField(
        "organisations.Membership", on_delete=models.CASCADE, related_name="+"
    )
    seen_at = models.DateTimeField(default=timezone.now)
    # The visit before: the page compares with this one until the next sitting begins.
    before = models.JSONField(default=dict)
    now = models.JSONField(default=dict)
    before_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            TenantKey(
                field="membership", to="organisations.Membership", name="boardvisit_member_tenant"
            ),
        ]
