"""Columns that hold what people wrote: what no message can carry is refused by the database itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import models
from django.db.models import Q

from backend.text import signs, sorting


def fit(*fields: str, name: str) -> models.CheckConstraint:
    """No control signs (but tab and line ends) and no non-signs in these columns.

    `name` is the table's, for the constraint.
    """
    unfit = Q()
    for field in fields:
        unfit |= Q(**{f"{field}__regex": signs.UNFIT_STORED})
    return models.CheckConstraint(condition=~unfit, name=f"{name}_text_fit")


def refit(model: Any, made: Callable[[str], str], *fields: str) -> None:
    """For a migration: rows of before, whose text was kept as it came, are made fit."""
    unfit = Q()
    for field in fields:
        unfit |= Q(**{f"{field}__regex": signs.UNFIT_STORED})
    for row in model._base_manager.filter(unfit).only("pk", *fields):
        kept = {field: made(getattr(row, field)) for field in fields if getattr(row, field)}
        # A text of which nothing is left says that there was one.
        model._base_manager.filter(pk=row.pk).update(**{f: text or "…" for f, text in kept.items()})


def fill_keys(model: Any, key: str, of: str, made: Callable[[str], str] = sorting.key) -> None:
    """For a migration: the sort keys of rows that were there before them."""
    for pk, text in model._base_manager.exclude(**{of: ""}).values_list("pk", of).iterator():
        model._base_manager.filter(pk=pk).update(**{key: made(text)})


class SortKeyField(models.CharField):
    """The key to sort by, made of another field whenever the row is saved.

    A key that was given stays as long as it holds the same words: a list may have told which of
    them are the family name. Compared sign by sign, whatever the database's own order.
    """

    def __init__(
        self, *, of: str = "", made: Callable[[str], str] | None = None, **kwargs: Any
    ) -> None:
        self.of, self.made = of, made or sorting.key
        kwargs |= {
            "max_length": sorting.LONGEST, "blank": True, "default": "", "editable": False,
            "db_collation": "C",
        }  # fmt: skip
        super().__init__(**kwargs)

    def deconstruct(self) -> Any:
        """As a plain column: a migration keeps no rule that may change."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        """The key of what the other field says now."""
        made = self.made(getattr(model_instance, self.of) or "")
        given: str = getattr(model_instance, self.attname) or ""
        key = given if sorted(given.split()) == sorted(made.split()) else made
        setattr(model_instance, self.attname, key)
        return key


class Sorted(models.Model):
    """A row with a sort key, which is saved whenever what it is made of is."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """As ever, with the keys of what is saved."""
        only = kwargs.get("update_fields")
        if only is not None:
            keys = [f for f in self._meta.concrete_fields if isinstance(f, SortKeyField)]
            kwargs["update_fields"] = {*only, *(key.name for key in keys if key.of in only)}
        super().save(*args, **kwargs)
