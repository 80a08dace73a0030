"""The state of an organisation as people would tell it, and what must be true of it at any time."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.db import connection
from django.db.models import BooleanField, Count, ExpressionWrapper, F, Q
from django_scopes import scopes_disabled

from backend.api.models import Token
from backend.events.models import Event
from backend.inbox.models import Seen
from backend.initiatives.models import (
    Ambition,
    CheckIn,
    Help,
    Initiative,
    InitiativeWords,
    Programme,
    Step,
    TeamMember,
)
from backend.initiatives.stages import Stage
from backend.listening.models import Words
from backend.messaging.models import Preference, Snooze
from backend.organisations.models import (
    CustomerGroup,
    Membership,
    MembershipState,
    Organisation,
    Process,
    Unit,
)
from backend.organisations.roles import Role
from backend.organisations.tree import above
from backend.outbox.models import Delivery, FailedWork, Pause
from backend.photos.models import Photo
from backend.photos.selectors import photos_unused
from backend.successes.models import Announcement, Applause, Success

ANY = -1
TOLD: dict[Any, tuple[str, ...]] = {
    Unit: ("name", "parent__name", "ended_on"),
    Process: ("name", "ended_on"),
    CustomerGroup: ("name", "ended_on"),
    Organisation: ("name", "working_days", "quiet_from", "quiet_until"),
    Membership: (
        "person__name", "person__language", "person__email", "invited_as", "unit__name", "state",
        "roles", "version", "news_read_at__isnull",
    ),
    Token: ("name", "revoked_at__isnull"),
    Programme: ("name", "version"),
    Ambition: ("text", "position"),
    Initiative: (
        "title", "unit__name", "process__name", "customer_group__name", "ambition__text", "stage",
        "closed_on", "version",
    ),
    TeamMember: ("initiative__title", "membership__person__name"),
    Step: (
        "text", "label", "initiative__title", "unit__name", "done_on", "planned_on", "removed_at__isnull",
        "version",
    ),
    CheckIn: ("initiative__title", "answer", "undone_at__isnull"),
    Help: ("check_in__initiative__title", "membership__person__name", "withdrawn_at__isnull"),
    Words: ("text", "consent", "withdrawn_at__isnull"),
    InitiativeWords: ("initiative__title", "words__text", "keeps"),
    Success: ("title", "told_at__isnull", "told_by__person__name", "words__text", "applause_count",
              "version"),
    Announcement: ("success__title", "audience", "called_back_at__isnull"),
    Applause: ("success__title", "membership__person__name"),
    Photo: ("alt",),
    Preference: ("membership__person__name", "success_mail", "reminders", "help_mail"),
    Snooze: ("membership__person__name", "rule"),
    Seen: ("membership__person__name", "page"),
    Delivery: ("message", "state", "membership__person__name", "cancelled_by__isnull"),
    Pause: ("domain", "by__person__name"),
    FailedWork: ("what", "tries", "dead_at__isnull"),
    Event: ("kind",),
}  # fmt: skip


def state(organisation: Organisation) -> dict[str, list[str]]:
    """Every row by what it says, without ids and times. One query."""
    asked, given = _asked()
    with connection.cursor() as cursor:
        cursor.execute(asked, [organisation.pk if one == ANY else one for one in given])
        return dict(cursor.fetchall())


@cache
def _asked() -> tuple[str, list[Any]]:
    """The query and its parameters, `ANY` for the organisation: made once, it is asked often."""
    parts, given = [], []
    for model, fields in TOLD.items():
        with scopes_disabled():
            rows, values = _rows(model, fields).query.sql_with_params()
        parts.append(f"SELECT %s, array(SELECT found::text FROM ({rows}) AS found ORDER BY 1)")
        given += [model.__name__, *values]
    return " UNION ALL ".join(parts), given


def _rows(model: Any, fields: tuple[str, ...]) -> Any:
    told = {
        f"told_{place}": ExpressionWrapper(Q(**{one: True}), output_field=BooleanField())
        if one.endswith("__isnull")
        else F(one)
        for place, one in enumerate(fields)
    }
    own = "pk" if model is Organisation else "organisation_id"
    rows = model.objects.filter(**{own: ANY}).order_by()
    return rows.annotate(**told).values_list(*told)


def broken() -> list[str]:
    """Which rules this state breaks."""
    units = {unit.pk: unit for unit in Unit.objects.order_by()}
    parents = {pk: unit.parent_id for pk, unit in units.items()}
    current = [unit for unit in units.values() if unit.ended_on is None]
    here = Membership.objects.exclude(state=MembershipState.LEFT)
    admins = here.filter(state=MembershipState.ACTIVE, roles__contains=[Role.ADMINISTRATOR])
    open_without_team = Initiative.objects.filter(stage__in=[Stage.IDEA, Stage.DOING], team=None)
    rules = {
        "a unit stands below itself": any(parents.get(above(parents, pk)[-1]) for pk in parents),
        "a current team is part of what ended": any(
            one.parent_id and units[one.parent_id].ended_on for one in current
        ),
        "somebody works in what ended": here.filter(unit__ended_on__isnull=False).exists(),
        "nobody administers": not admins.exists(),
        "an A-team is empty": open_without_team.exists(),
        "a told success is not celebrated": Success.objects.filter(told_at__isnull=False)
        .exclude(initiative__stage=Stage.CELEBRATED)
        .exists(),
        "celebrated, and not told": Initiative.objects.filter(
            stage=Stage.CELEBRATED, success__told_at=None
        ).exists(),
        "the golden step is gone": Success.objects.filter(
            golden_step__removed_at__isnull=False
        ).exists(),
        "a photo that is shown counts as shown by nothing": Photo.objects.exclude(unused_since=None)
        .exclude(pk__in=photos_unused().values("pk"))
        .exists(),
        "applause is miscounted": any(
            one.applause_count != one.counted
            for one in Success.objects.annotate(counted=Count("applause"))
        ),
    }
    return [rule for rule, is_broken in rules.items() if is_broken]
