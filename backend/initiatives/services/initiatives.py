"""Starting an initiative and changing what it says."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from backend.events import services as events
from backend.events.kinds import Kind
from backend.events.models import Change, Event
from backend.initiatives import selectors
from backend.initiatives.models import Ambition, Initiative, InitiativeWords, TeamMember
from backend.initiatives.permissions import require_for
from backend.initiatives.services.moment import Moment, touched
from backend.initiatives.stages import Stage
from backend.listening.models import Words
from backend.listening.selectors import decides
from backend.listening.services import hold_told
from backend.listening.texts import language_of
from backend.organisations.models import CustomerGroup, Membership, MembershipState, Process, Unit
from backend.organisations.services.holding import shared, standing
from backend.tenancy.models import VersionConflict
from backend.writing.texts import optional_text, required_line, required_text

# The texts that people may change, and how much fits.
TEXTS = {
    "title": 120,
    "expectation": 300,
    "interpretation": 2000,
    "surprise": 2000,
    "keeper": 300,
    "lesson": 2000,
}
LINKS = ("unit", "process", "customer_group", "ambition")
# What the board folds by.
_PLACED = ("unit_id", "process_id", "customer_group_id", "stage")


@transaction.atomic
def initiative_start(
    *,
    actor: Membership,
    title: str,
    unit: Unit,
    process: Process | None = None,
    customer_group: CustomerGroup | None = None,
    ambition: Ambition | None = None,
    expectation: str = "",
    interpretation: str = "",
    members: Sequence[Membership] | None = None,
    words: Words | None = None,
    started_on: date | None = None,
    silent: bool = False,
    at: datetime | None = None,
) -> Initiative:
    """An idea with a title and a unit; the rest may come later. Its A-team is `members`,
    else whoever starts it. Raises `ValidationError` by field, also for one who takes no part."""
    when = Moment(silent, at)
    begun = _begun(actor, started_on)
    _refuse_absent(members or ())
    links = {
        "unit": unit, "process": process, "customer_group": customer_group, "ambition": ambition,
    }  # fmt: skip
    for name, value in links.items():
        _hold(name, value)
    if words is not None:
        hold_told(words)
    initiative = Initiative.objects.create(
        organisation=actor.organisation,
        language=language_of(actor),
        programme=ambition.programme
        if ambition
        else selectors.programme_current(organisation=actor.organisation),
        started_on=begun,
        touched_at=when.time,
        changed_at=when.time,
        **_texts(title=title, expectation=expectation, interpretation=interpretation),
        **links,
    )
    if words is not None:
        words_link(actor=actor, initiative=initiative, words=words)
    _started(actor, initiative, when)
    _team_start(actor, initiative, members or (actor,), when)
    return initiative


def _refuse_absent(members: Sequence[Membership]) -> None:
    """Held, in one order, so that nobody leaves meanwhile."""
    for member in sorted(members, key=lambda one: one.pk):
        shared(member)
        if not Membership.objects.filter(pk=member.pk, state=MembershipState.ACTIVE).exists():
            raise ValidationError({"members": _("This colleague no longer takes part.")})


def _begun(actor: Membership, started_on: date | None) -> date:
    today = actor.organisation.today()
    if started_on is not None and started_on > today:
        raise ValidationError({"started_on": _("This day is still to come.")})
    return started_on or today


def _started(actor: Membership, initiative: Initiative, when: Moment) -> None:
    events.record_kind(
        kind=Kind.INITIATIVE_STARTED,
        organisation=actor.organisation,
        actor=actor,
        subject=initiative,
        payload={key: getattr(initiative, key) for key in _PLACED},
        **when.recorded,
    )


def _team_start(
    actor: Membership,
    initiative: Initiative,
    members: Sequence[Membership],
    when: Moment,
) -> None:
    TeamMember.objects.bulk_create(
        TeamMember(
            organisation=actor.organisation,
            initiative=initiative,
            membership=member,
            joined_at=when.time,
            added_by=actor,
        )
        for member in members
    )
    for member in members:
        events.record_kind(
            kind=Kind.TEAM_JOINED,
            organisation=actor.organisation,
            actor=actor,
            subject=initiative,
            payload={"initiative_id": initiative.pk, "membership_id": member.pk},
            **when.recorded,
        )


def words_link(*, actor: Membership, initiative: Initiative, words: Words) -> None:
    """Let the initiative work with these words; linking twice is linking once.

    Its A-team keeps them, in confidence, where the actor could already decide about them.
    """
    InitiativeWords.objects.get_or_create(
        organisation_id=initiative.organisation_id,
        initiative=initiative,
        words=words,
        defaults={"keeps": decides(membership=actor, words=words)},
    )


@transaction.atomic
def initiative_change(
    *,
    actor: Membership,
    initiative: Initiative,
    version: int,
    silent: bool = False,
    at: datetime | None = None,
    **fields: Any,
) -> Initiative:
    """Change texts (`TEXTS`) or links (`LINKS`) of an initiative; `version` is what the editor saw.

    Somebody else's change of another field is no conflict. Raises `VersionConflict`, with the
    initiative as it stands, when one of these fields was changed since; `ValidationError` by field.
    """
    found = locked(initiative)
    require_for(actor, "initiative_change", found)
    wanted = _cleaned(found, fields)
    if version != found.version and selectors.changed_since(
        initiative=found, version=version, fields=list(wanted)
    ):
        raise VersionConflict(found)
    return _change(actor, found, wanted, Moment(silent, at))


@transaction.atomic
def initiative_change_undo(*, actor: Membership, event: Event) -> Initiative:
    """Put back what one `initiative_changed` replaced, where it still stands as it was left.

    Raises `VersionConflict` when it was changed again since, `ValidationError` where what stood
    there ended.
    """
    found = locked(Initiative.objects.get(pk=event.subject_id))
    require_for(actor, "initiative_change_undo", found)
    changes: list[Change] = list(event.changes.all())  # type: ignore[attr-defined]
    wanted = {change.field: change.before for change in changes if change.field in TEXTS}
    ids: Mapping[str, int | None] = event.payload.get("undo", {})
    models_of = {name: _model_of(name) for name in LINKS}
    for name in ids.keys() & models_of.keys():
        wanted[name] = models_of[name].objects.filter(pk=ids[name]).first()
    version = int(event.payload.get("version", found.version))
    if selectors.changed_since(initiative=found, version=version, fields=list(wanted)):
        raise VersionConflict(found)
    return _change(actor, found, _cleaned(found, wanted), Moment())


def _cleaned(initiative: Initiative, fields: Mapping[str, Any]) -> dict[str, Any]:
    unknown = fields.keys() - TEXTS.keys() - set(LINKS)
    if unknown:
        raise TypeError(f"An initiative has no {sorted(unknown)} to change")
    if "unit" in fields and fields["unit"] is None:
        raise ValidationError({"unit": _("Choose a team.")})
    needed = {"title"} | ({"lesson"} if initiative.stage == Stage.STOPPED else set())
    return {
        name: value if name in LINKS else _cleaner(name, name in needed)(name, value, TEXTS[name])
        for name, value in fields.items()
    }


def _hold(name: str, value: Any) -> None:
    """What an initiative is linked to is still there, and stays so until the transaction ends."""
    if name != "ambition":
        standing(name, value)
    elif value is not None and not shared(value):
        raise ValidationError({name: _("This ambition is no longer there. Choose another one.")})


def _texts(**texts: str) -> dict[str, str]:
    return {name: _cleaner(name, False)(name, text, TEXTS[name]) for name, text in texts.items()}


def _cleaner(name: str, needed: bool) -> Callable[[str, str, int], str]:
    """What makes a text of an initiative fit to keep: its title is one line, the others run."""
    if name == "title":
        return required_line
    return required_text if needed else optional_text


def _change(
    actor: Membership,
    found: Initiative,
    wanted: Mapping[str, Any],
    when: Moment,
) -> Initiative:
    before = {key: getattr(found, key) for key in _PLACED}
    ids = {name: getattr(found, f"{name}_id") for name in wanted if name in LINKS}
    changes = {
        name: (getattr(found, name), value)
        for name, value in wanted.items()
        if getattr(found, name) != value
    }
    if not changes:
        return found
    for name, (_before, value) in changes.items():
        if name in LINKS:
            _hold(name, value)
        setattr(found, name, value)
    found.version += 1
    found.save(update_fields=[*changes, "version", *touched(found, when.time)])
    stage_or_place_changed(
        actor,
        found,
        before,
        changes=changes,
        extra={
            "version": found.version,
            "undo": {name: ids[name] for name in ids if name in changes},
        },
        when=when,
    )
    return found


def stage_or_place_changed(
    actor: Membership | None,
    initiative: Initiative,
    before: Mapping[str, Any],
    *,
    changes: Mapping[str, tuple[Any, Any]] | None = None,
    extra: Mapping[str, Any] | None = None,
    when: Moment,
) -> None:
    """Record `initiative_changed` with where it stood before and stands now."""
    after = {key: getattr(initiative, key) for key in _PLACED}
    events.record_kind(
        kind=Kind.INITIATIVE_CHANGED,
        organisation=initiative.organisation,
        actor=actor,
        subject=initiative,
        payload={"before": {**after, **before}, "after": after, **(extra or {})},
        changes=changes,
        **when.recorded,
    )


def locked(initiative: Initiative) -> Initiative:
    """The row as it stands, held until the end of the transaction."""
    found: Initiative = Initiative.objects.select_for_update().get(pk=initiative.pk)
    return found


def _model_of(name: str) -> Any:
    field: models.Field[Any, Any] = Initiative._meta.get_field(name)  # type: ignore[assignment]
    return field.related_model
