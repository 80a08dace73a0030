"""Starting an organisation, and changing how it is set."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Unpack

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django_scopes import scope

from backend.events import services as events
from backend.events.acts import Act, Source
from backend.events.changes import apply
from backend.organisations.events import OrganisationChanged, OrganisationStarted, UnitPlace
from backend.organisations.models import Membership, Organisation, Person, Unit
from backend.organisations.roles import Role
from backend.organisations.services.calling import called
from backend.organisations.services.settings import Settings, refuse_settings
from backend.organisations.services.standing import still
from backend.organisations.services.units import NAME_LIMIT
from backend.text.names import Name
from backend.text.outline import Item
from backend.web.opened import Seen, merged
from backend.writing.texts import address, required_name


@transaction.atomic
def first_organisation_start(**fields: Any) -> Membership | None:
    """The organisation of an empty installation; None where another was first, even just now."""
    _one_at_a_time()
    return None if Organisation.objects.exists() else organisation_start(**fields)


@transaction.atomic
def organisation_start(
    *,
    name: str,
    language: str,
    departments: Sequence[str | Item],
    administrator_name: str | Name,
    administrator_email: str,
    administrator_password: str | None = None,
    administrator_unit: str | None = None,
    slug: str = "",
    is_example: bool = False,
    source: Source = Source.PAGE,
    **settings: Any,
) -> Membership:
    """A new organisation with its departments and its first administrator, who is returned.

    `departments` may be a tree, as a pasted list tells it. Raises `ValidationError` by field, also
    where the administrator's address is in use by another account.
    """
    name = required_name("name", name, 120)
    administrator = called("administrator_name", administrator_name)
    administrator_email = address("administrator_email", administrator_email)
    _one_at_a_time()
    if Person.objects.filter(email__iexact=administrator_email).exists():
        raise ValidationError({"administrator_email": _("This address already has an account.")})
    refuse_settings(Organisation(), {"language": language, **settings})
    organisation = Organisation.objects.create(
        slug=slug or _free_slug(name),
        name=name,
        language=language,
        is_example=is_example,
        **settings,
    )
    with scope(organisation=organisation):
        units = _units(organisation, departments)
        own = next((u for u in units if u.name == administrator_unit), units[0] if units else None)
        membership = _first_administrator(
            organisation, own, administrator, administrator_email, administrator_password
        )
        _record_started(Act.by(membership, source=source, silent=True), units)
    return membership


def _record_started(act: Act, units: Sequence[Unit]) -> None:
    started = OrganisationStarted(
        unit_ids=tuple(unit.pk for unit in units),
        units=tuple(UnitPlace(unit.pk, unit.parent_id) for unit in units),
        membership_id=act.actor.pk,
        unit_id=act.actor.unit_id,
    )
    events.record(act, started, subject=act.organisation)


def _one_at_a_time() -> None:
    """Two that start at once would take the same free address, or the same person's."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('stapsteen first organisation'))")


def _units(organisation: Organisation, departments: Sequence[str | Item]) -> list[Unit]:
    made: list[Unit] = []
    for position, one in enumerate(departments):
        item = one if isinstance(one, Item) else Item(position, one)
        above = None if item.above is None else made[item.above]
        unit_name = required_name("departments", item.name, NAME_LIMIT)
        made.append(
            Unit.objects.create(
                organisation=organisation, name=unit_name, parent=above, position=position
            )
        )
    return made


def _first_administrator(
    organisation: Organisation, unit: Unit | None, name: Name, email: str, password: str | None
) -> Membership:
    person = Person.objects.create_user(email, name.shown, password)
    person.language, person.sort_key = organisation.language, name.sort
    person.save()
    return Membership.objects.create(
        organisation=organisation,
        person=person,
        unit=unit,
        roles=[Role.ADMINISTRATOR, Role.PROGRAMME_MANAGER],
    )


@transaction.atomic
def organisation_change(
    *, act: Act, seen: Seen | None = None, **fields: Unpack[Settings]
) -> Organisation:
    """Change the organisation's name, language, time zone, working days or quiet hours.

    `seen` is what stood there when the editor began: what they left alone stays as somebody else
    changed it meanwhile. Raises `ValidationError` by field.
    """
    if unknown := fields.keys() - Settings.__annotations__.keys():
        raise TypeError(f"An organisation has no {sorted(unknown)} to set")
    if "name" in fields:
        fields["name"] = required_name("name", fields["name"], 120)
    act = still(act, "settings")
    organisation = act.organisation
    wanted = merged(organisation, fields, seen)
    refuse_settings(organisation, wanted)
    changes = apply(organisation, wanted)
    if changes:
        organisation.save()
        events.record(act, OrganisationChanged(), subject=organisation, changes=changes)
    return organisation


def _free_slug(name: str) -> str:
    base = slugify(name)[:40] or "organisation"
    taken = set(Organisation.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(s for s in (base, *(f"{base}-{n}" for n in range(2, 10_000))) if s not in taken)
