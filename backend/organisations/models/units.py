"""The tree of departments and teams."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager
from tree_queries.models import TreeNode
from tree_queries.query import TreeQuerySet

from backend.tenancy.constraints import TenantKey, tenant_target
from backend.tenancy.models import TenantModel
from backend.writing.columns import Sorted, SortKeyField, fit


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
