"""Foreign keys that cannot leave their organisation."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.ddl_references import Statement, Table


class TenantKey(models.BaseConstraint):
    """A composite, deferrable foreign key (organisation, field) → (organisation, id).

    Django's own key guards that the row exists; this one guards that both rows belong to the same
    organisation, also for hand-written SQL. The target needs `unique (organisation, id)`,
    which `TenantTarget` gives.
    """

    def __init__(self, *, field: str, to: str, name: str) -> None:
        super().__init__(name=name)
        self.field = field
        self.to = to

    def __eq__(self, other: object) -> bool:
        if isinstance(other, TenantKey):
            return (self.name, self.field, self.to) == (other.name, other.field, other.to)
        return NotImplemented

    def __hash__(self) -> int:
        return hash((self.name, self.field, self.to))

    def deconstruct(self) -> tuple[str, tuple[()], dict[str, Any]]:
        path, _, kwargs = super().deconstruct()
        return path, (), {**kwargs, "field": self.field, "to": self.to}

    def _sql(self, model: type[models.Model], editor: BaseDatabaseSchemaEditor) -> str:
        quote = editor.quote_name
        field: Any = model._meta.get_field(self.field)
        target = model._meta.apps.get_model(self.to)
        return (
            f"CONSTRAINT {quote(self.name)} "
            f"FOREIGN KEY ({quote('organisation_id')}, {quote(field.column)}) "
            f"REFERENCES {quote(target._meta.db_table)} ({quote('organisation_id')}, {quote('id')}) "
            "DEFERRABLE INITIALLY DEFERRED"
        )

    def constraint_sql(self, model: Any, schema_editor: Any) -> Any:
        return self.create_sql(model, schema_editor)

    def create_sql(self, model: Any, schema_editor: Any) -> Any:
        # Always at the end of the migration: the target's unique pair may come later in it.
        schema_editor.deferred_sql.append(
            Statement(
                "ALTER TABLE %(table)s ADD %(constraint)s",
                table=Table(model._meta.db_table, schema_editor.quote_name),
                constraint=self._sql(model, schema_editor),
            )
        )

    def remove_sql(self, model: Any, schema_editor: Any) -> Any:
        return Statement(
            "ALTER TABLE %(table)s DROP CONSTRAINT %(name)s",
            table=Table(model._meta.db_table, schema_editor.quote_name),
            name=schema_editor.quote_name(self.name),
        )

    def validate(self, *args: Any, **kwargs: Any) -> None:
        """The database checks it at commit; forms offer only rows of the own organisation."""


def tenant_target(name: str) -> models.UniqueConstraint:
    """The unique pair that a `TenantKey` of another table points to."""
    return models.UniqueConstraint(fields=["organisation", "id"], name=name)


def one_of(field: str, choices: Iterable[str], name: str) -> models.CheckConstraint:
    """Only what may be chosen, whatever the way in: choices alone are asked by forms only."""
    return models.CheckConstraint(condition=models.Q(**{f"{field}__in": list(choices)}), name=name)
