"""Whether the database was written by another version, asked before its tables are brought up to date.

The migrations were written anew before the first release: what an earlier version wrote cannot be
brought along, and half of it would be worse than none.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections
from django.db.migrations.loader import MigrationLoader

# Rooms of before, whose tables are other rooms' now.
GONE = frozenset({"notifications"})
_NAMED = 3


@register(Tags.database)
def known_to_this_version(
    *, databases: Sequence[str] | None = None, **_more: Any
) -> list[CheckMessage]:
    """An error that names `make reset` where the database holds migrations that we do not have."""
    found = [one for alias in databases or () for one in _unknown(alias)]
    if not found:
        return []
    named = ", ".join(found[:_NAMED]) + (", …" if len(found) > _NAMED else "")
    return [
        Error(
            f"The database was written by another version of Stapsteen (it knows {named}).",
            hint=(
                "What a version from before the first release wrote cannot be brought along:"
                " `make reset` empties the data folder, and a database that DATABASE_URL names has"
                " to be emptied where it is. Was it a newer version? Then start that one."
            ),
            id="stapsteen.E001",
        )
    ]


def _unknown(alias: str) -> list[str]:
    loader = MigrationLoader(connections[alias])
    ours = {one.label for one in apps.get_app_configs() if one.name.startswith("backend.")} | GONE
    return [
        f"{label}.{name}"
        for label, name in sorted(loader.applied_migrations)
        if label in ours and (label, name) not in loader.disk_migrations
    ]
