"""Who goes first, where two change the same thing at once: locks, always in this order.

1. The organisation's structure (`structure`): its tree of units, who works where, its administrators,
   the lists of services and customer groups, its programme. Whoever changes one of these holds it.
2. The initiatives, the oldest first, and after them a step or a success, customers' words, an
   announcement, a check-in.
3. What is only chosen (`standing`): a unit, a service, a group. It may not end meanwhile. And a photo
   (`photo_hold`), whether it is chosen or described.

Whoever holds a lock asks again what was read before. See docs/decisions/0013.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from backend.organisations.models import Organisation


def structure(organisation_id: int) -> Organisation:
    """The organisation's row, held: of two who change its structure the second waits.

    It does not hinder those who only add rows to the organisation.
    """
    found: Organisation = Organisation.objects.select_for_update(no_key=True).get(
        pk=organisation_id
    )
    return found


def standing(field: str, row: Any, *, unless: Any = None) -> Any:
    """The unit, service or group that was chosen, as it stands, kept from ending until all is saved.

    None stays None, and what stands there already (`unless`, an id) is no choice. Raises
    `ValidationError` at `field` for one that ended, or is of elsewhere.
    """
    if row is None or row.pk == unless:
        return row
    if shared(row) and type(row).objects.filter(pk=row.pk, ended_on=None).exists():
        return row
    raise ValidationError({field: _("This has ended in the meantime. Choose another one.")})


def shared(row: Any) -> bool:
    """Hold a row that is only chosen, as many may at once, until all is saved; whether it is there.

    Only its own change waits for it, or is waited for. What it says is to be read after this.
    """
    with connection.cursor() as cursor:
        table = connection.ops.quote_name(row._meta.db_table)
        cursor.execute(f"SELECT 1 FROM {table} WHERE id = %s FOR SHARE", [row.pk])  # noqa: S608
        return cursor.fetchone() is not None


@contextmanager
def unique(constraint: str, error: ValidationError) -> Iterator[None]:
    """Raise `error` where the database finds that what is saved here is there already.

    Looking first tells most people kindly; only the constraint knows of who saves at this moment.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as refused:
        cause: Any = refused.__cause__
        if getattr(getattr(cause, "diag", None), "constraint_name", "") != constraint:
            raise
        raise error from refused
