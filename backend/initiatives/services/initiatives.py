"""Starting an initiative and changing what it says."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, get_args

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from backend.events import reading
from backend.events import services as events
from backend.events.acts import Act
from backend.events.changes import differing, put
from backend.events.models import Change, Event
from backend.initiatives import selectors
from backend.initiatives.events import InitiativeChanged, InitiativeStarted, Standing, TeamJoined
from backend.initiatives.events.initiatives import Link
from backend.initiatives.models import Ambition, Initiative, InitiativeWords, TeamMember
from backend.initiatives.permissions import require_for
from backend.initiatives.services.touching import touched
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
LINKS: tuple[Link, ...] = get_args(Link)


@transaction.atomic
def initiative_start(
    *,
    act: Act,
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
) -> Initiative:
    """An idea with a title and a unit; the rest may come later. Its A-team is `members`,
    else whoever starts it. Raises `ValidationError` by field, also for one who takes no part."""
    begun = _begun(act, started_on)
    _refuse_absent(members or ())
    links = {
        "unit": unit, "process": process, "customer_group": customer_group, "ambition": ambition,
    }  # fmt: skip
    for name, value in links.items():
        _hold(name, value)
    if words is not None:
        hold_told(words)
    initiative = Initiative.objects.create(
        organisation=act.organisation,
        language=language_of(act.actor),
        programme=ambition.programme
        if ambition
        else selectors.programme_current(organisation=act.organisation),
        started_on=begun,
        touched_at=act.at,
        changed_at=act.at,
        **_texts(title=title, expectation=expectation, interpretation=interpretation),
        **links,
    )
    if words is not None:
        words_link(act=act, initiative=initiative, words=words)
    _started(act, initiative, with_words=words is not None)
    _team_start(act, initiative, members or (act.actor,))
    return initiative


def _refuse_absent(members: Sequence[Membership]) -> None:
    """Held, in one order, so that nobody leaves meanwhile."""
    for member in sorted(members, key=lambda one: one.pk):
        shared(member)
        if not Membership.objects.filter(pk=member.pk, state=MembershipState.ACTIVE).exists():
            raise ValidationError({"members": _("This colleague no longer takes part.")})


def _begun(act: Act, started_on: date | None) -> date:
    today = act.organisation.today()
    if started_on is not None and started_on > today:
        raise ValidationError({"started_on": _("This day is still to come.")})
    return started_on or today


def _started(act: Act, initiative: Initiative, *, with_words: bool) -> None:
    started = InitiativeStarted(**vars(standing_of(initiative)), with_words=with_words)
    events.record(act, started, subject=initiative)


def _team_start(
    act: Act,
    initiative: Initiative,
    members: Sequence[Membership],
) -> None:
    TeamMember.objects.bulk_create(
        TeamMember(
            organisation=act.organisation,
            initiative=initiative,
            membership=member,
            joined_at=act.at,
            added_by=act.actor,
        )
        for member in members
    )
    for member in members:
        joined = TeamJoined(
            initiative_id=initiative.pk, membership_id=member.pk, unit_id=initiative.unit_id
        )
        events.record(act, joined, subject=initiative)


def standing_of(initiative: Initiative) -> Standing:
    """Where an initiative stands, as the log tells it."""
    return Standing(
        unit_id=initiative.unit_id,
        process_id=initiative.process_id,
        customer_group_id=initiative.customer_group_id,
        stage=Stage(initiative.stage),
        started_on=initiative.started_on,
    )


def words_link(*, act: Act, initiative: Initiative, words: Words) -> bool:
    """Let the initiative work with these words; linking twice is linking once.

    Whether they are the first that it works with.

    Its A-team keeps them, in confidence, where the actor could already decide about them.
    """
    _link, new = InitiativeWords.objects.get_or_create(
        organisation_id=initiative.organisation_id,
        initiative=initiative,
        words=words,
        defaults={"keeps": decides(membership=act.actor, words=words)},
    )
    others = InitiativeWords.objects.filter(initiative=initiative).exclude(words=words)
    return new and not others.exists()


@transaction.atomic
def initiative_change(
    *,
    act: Act,
    initiative: Initiative,
    version: int,
    **fields: Any,
) -> Initiative:
    """Change texts (`TEXTS`) or links (`LINKS`) of an initiative; `version` is what the editor saw.

    Somebody else's change of another field is no conflict. Raises `VersionConflict`, with the
    initiative as it stands, when one of these fields was changed since; `ValidationError` by field.
    """
    found = locked(initiative)
    require_for(act.actor, "initiative_change", found)
    wanted = _cleaned(found, fields)
    if version != found.version and selectors.changed_since(
        initiative=found, version=version, fields=list(wanted)
    ):
        raise VersionConflict(found)
    return _change(act, found, wanted)


@transaction.atomic
def initiative_change_undo(*, act: Act, event: Event) -> Initiative:
    """Put back what one `initiative_changed` replaced, where it still stands as it was left.

    Raises `VersionConflict` when it was changed again since, `ValidationError` where what stood
    there ended.
    """
    found = locked(Initiative.objects.get(pk=event.subject_id))
    require_for(act.actor, "initiative_change_undo", found)
    changes: list[Change] = list(event.changes.all())  # type: ignore[attr-defined]
    wanted = {change.field: change.before for change in changes if change.field in TEXTS}
    changed = reading.told(event, InitiativeChanged)
    if changed is None or changed.version is None:
        raise VersionConflict(found)
    models_of = {name: _model_of(name) for name in LINKS}
    for name, pk in changed.undo.items():
        wanted[name] = models_of[name].objects.filter(pk=pk).first()
    if selectors.changed_since(initiative=found, version=changed.version, fields=list(wanted)):
        raise VersionConflict(found)
    return _change(act, found, _cleaned(found, wanted))


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
    act: Act,
    found: Initiative,
    wanted: Mapping[str, Any],
) -> Initiative:
    before = standing_of(found)
    ids = {name: getattr(found, f"{name}_id") for name in LINKS if name in wanted}
    changes = differing(found, wanted)
    if not changes:
        return found
    for name, (_before, value) in changes.items():
        if name in LINKS:
            _hold(name, value)
    put(found, changes)
    found.version += 1
    found.save(update_fields=[*changes, "version", *touched(found, act.at)])
    standing_changed(
        act,
        found,
        before,
        changes=changes,
        version=found.version,
        undo={name: ids[name] for name in ids if name in changes},
    )
    return found


def standing_changed(
    act: Act,
    initiative: Initiative,
    before: Standing,
    *,
    changes: Mapping[str, tuple[Any, Any]] | None = None,
    version: int | None = None,
    undo: Mapping[Link, int | None] | None = None,
) -> None:
    """Record `initiative_changed` with where it stood before and stands now."""
    changed = InitiativeChanged(
        before=before, after=standing_of(initiative), version=version, undo=undo or {}
    )
    events.record(act, changed, subject=initiative, changes=changes)


def locked(initiative: Initiative) -> Initiative:
    """The row as it stands, held until the end of the transaction."""
    found: Initiative = Initiative.objects.select_for_update().get(pk=initiative.pk)
    return found


def _model_of(name: str) -> Any:
    field: models.Field[Any, Any] = Initiative._meta.get_field(name)  # type: ignore[assignment]
    return field.related_model
