"""The change effort that initiatives hang under."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from backend.events import services as events
from backend.events.acts import Act
from backend.events.changes import apply
from backend.initiatives.events import ProgrammeChanged, ProgrammeStarted
from backend.initiatives.models import Ambition, Initiative, Programme
from backend.listening.models import Words
from backend.organisations.models import Organisation
from backend.organisations.services.holding import structure
from backend.organisations.services.standing import still
from backend.tenancy.models import VersionConflict
from backend.writing.texts import required_line, required_name, required_text


@transaction.atomic
def programme_start(
    *,
    act: Act,
    name: str,
    vision: str,
    starts_on: date,
    ends_on: date,
    beginning: Words | None = None,
    ambitions: Sequence[str] = (),
) -> Programme:
    """A programme with its vision, its ambitions in this order and its period.

    Raises `ValidationError` at `name`, `vision`, `ambitions` or `ends_on`; `VersionConflict`, with
    the one that is there, where another runs in that period; `Refused` for who may not.
    """
    organisation = act.organisation
    if act.actor is None:
        structure(organisation.pk)
    else:
        act = still(act, "programme_change")
    said = _said(name, vision, starts_on, ends_on)
    there = _running(organisation, starts_on, ends_on).first()
    if there is not None:  # of two who start it at once, the second is shown what the first wrote
        raise VersionConflict(there)
    programme = Programme.objects.create(
        organisation=organisation,
        beginning=beginning,
        **said,
    )
    Ambition.objects.bulk_create(
        Ambition(organisation=organisation, programme=programme, text=text, position=position)
        for position, text in enumerate(_lines(ambitions))
    )
    started = ProgrammeStarted(starts_on=starts_on, ends_on=ends_on)
    events.record(act, started, subject=programme)
    return programme


def _said(name: str, vision: str, starts_on: date, ends_on: date) -> dict[str, Any]:
    """What a programme says, by field; raises `ValidationError`."""
    if ends_on <= starts_on:
        raise ValidationError({"ends_on": _("The last day must come after the first.")})
    return {
        "name": required_name("name", name, 120),
        "vision": required_text("vision", vision, 500),
        "starts_on": starts_on,
        "ends_on": ends_on,
    }


def _running(organisation: Organisation, starts_on: date, ends_on: date) -> QuerySet[Programme]:
    """What runs in this period, or in a part of it."""
    found: QuerySet[Programme] = Programme.objects.filter(
        organisation=organisation, starts_on__lt=ends_on, ends_on__gt=starts_on
    )
    return found


@transaction.atomic
def programme_change(
    *,
    act: Act,
    programme: Programme,
    version: int,
    name: str,
    vision: str,
    starts_on: date,
    ends_on: date,
    ambitions: Sequence[str],
) -> Programme:
    """Change what a programme says; an ambition that is no longer named goes.

    Raises `VersionConflict` when somebody saved first, `ValidationError` by field: also for an
    ambition that initiatives help, and for a period in which another one runs; `Refused` for who may
    not.
    """
    act = still(act, "programme_change")
    found = Programme.objects.select_for_update(no_key=True).get(pk=programme.pk)
    if found.version != version:
        raise VersionConflict(found)
    said = _said(name, vision, starts_on, ends_on)
    if _running(act.organisation, starts_on, ends_on).exclude(pk=found.pk).exists():
        raise ValidationError({"ends_on": _("Another programme runs in this period.")})
    changes = apply(found, said)
    found.version += 1
    found.save()
    _ambitions_set(found, _lines(ambitions))
    changed = ProgrammeChanged(starts_on=starts_on, ends_on=ends_on)
    events.record(act, changed, subject=found, changes=changes)
    return found


def _lines(ambitions: Sequence[str]) -> list[str]:
    """Each once, in the order in which they were named."""
    return list(dict.fromkeys(required_line("ambitions", text, 200) for text in ambitions))


def _ambitions_set(programme: Programme, texts: Sequence[str]) -> None:
    """A line that changed where it stands is the same ambition in other words."""
    # Held: whoever chooses one at this moment is waited for, and counted.
    before = list(programme.ambitions.select_for_update().order_by("position", "id"))
    known = {ambition.text: ambition for ambition in before}
    gone = {
        position: ambition for position, ambition in enumerate(before) if ambition.text not in texts
    }
    for position, text in enumerate(texts):
        ambition = known.get(text) or gone.pop(position, None) or Ambition(programme=programme)
        ambition.organisation_id = programme.organisation_id
        ambition.text, ambition.position = text, position
        ambition.save()
    _ambitions_remove(list(gone.values()))


def _ambitions_remove(gone: Sequence[Ambition]) -> None:
    used = Counter(
        Initiative.objects.filter(ambition__in=gone).values_list("ambition__text", flat=True)
    )
    if used:
        text, number = used.most_common(1)[0]
        refused = ngettext(
            "{n} initiative helps “{ambition}”. Let it help another one first.",
            "{n} initiatives help “{ambition}”. Let them help another one first.",
            number,
        )
        raise ValidationError({"ambitions": refused.format(n=number, ambition=text)})
    Ambition.objects.filter(pk__in=[ambition.pk for ambition in gone]).delete()
