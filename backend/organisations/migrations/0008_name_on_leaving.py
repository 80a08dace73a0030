"""Who left keeps the name that they had: what an account is called now is not told any more."""

from __future__ import annotations

from typing import Any

from django.db import migrations
from django.db.models import F, OuterRef, Q, Subquery


def keep(apps: Any, schema_editor: Any) -> None:
    membership = apps.get_model("organisations", "Membership")._base_manager
    person = apps.get_model("organisations", "Person").objects.filter(pk=OuterRef("person_id"))
    came_in = Q(invited_at=None) | Q(joined_at__gt=F("invited_at"))
    membership.filter(came_in, state="left", invited_as="").update(
        invited_as=Subquery(person.values("name")[:1]),
        invited_sort_key=Subquery(person.values("sort_key")[:1]),
    )


class Migration(migrations.Migration):
    dependencies = [("organisations", "0007_known_choices")]
    operations = [migrations.RunPython(keep, migrations.RunPython.noop)]
