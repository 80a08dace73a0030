"""A person has one address, their own: the library's list of addresses would let an old one in."""

from __future__ import annotations

from typing import Any

from django.db import migrations


def forgotten(apps: Any, schema_editor: Any) -> None:
    """What the library wrote when a password was reset."""
    apps.get_model("account", "EmailAddress").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("account", "0009_emailaddress_unique_primary_email")]
    operations = [migrations.RunPython(forgotten, migrations.RunPython.noop)]
