"""Successes as stories: told ones, waiting ones, and what one is drafted from."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from backend.events import reading
from backend.events.models import Change, Event
from backend.initiatives.models import LAID, Initiative, Step
from backend.initiatives.selectors import steps_done
from backend.initiatives.stages import Stage
from backend.listening.models import Consent, Words
from backend.messaging.models import Snooze
from backend.organisations.models import Membership, Organisation
from backend.successes.events import SuccessChanged, SuccessUntold
from backend.successes.models import UNTOLD, Success

# How far a customer must let their words go before a colleague may read them in a story.
TELLABLE = (Consent.ORGANISATION, Consent.PUBLIC)


def successes_told(
    *, organisation: Organisation, unit_ids: Sequence[int] | None = None
) -> QuerySet[Success]:
    """The told successes, newest first, with all that a story shows; of these units or of all.

    `initiative.stones` are its done steps in order.
    """
    stones = Step.objects.filter(LAID).order_by("done_on", "id")
    found = (
        Success.objects.filter(organisation=organisation, told_at__isnull=False)
        .select_related("initiative__unit__parent", "initiative__process", "words", "photo")
        .prefetch_related(Prefetch("initiative__steps", queryset=stones, to_attr="stones"))
        .order_by("-told_at", "-id")
    )
    return found if unit_ids is None else found.filter(initiative__unit__in=unit_ids)


def stories_listed(
    *, organisation: Organisation, unit_ids: Sequence[int] | None = None
) -> QuerySet[Success]:
    """The same with no more than a line of the feed shows: of a stone its kind, and no department."""
    stones = Step.objects.filter(LAID).only("initiative", "kind").order_by("done_on", "id")
    return (
        successes_told(organisation=organisation, unit_ids=unit_ids)
        .select_related(None)
        .select_related("initiative__unit", "words", "photo")
        .only(
            "organisation", "uid", "initiative", "title", "story", "thanks", "language", "words",
            "photo", "golden_step", "told_at", "applause_count", "initiative__uid",
            "initiative__unit__name", "words__text", "words__language", "words__consent",
            "words__withdrawn_at", "photo__uid", "photo__alt", "photo__width", "photo__height",
        )
        .prefetch_related(None)
        .prefetch_related(Prefetch("initiative__steps", queryset=stones, to_attr="stones"))
    )  # fmt: skip


def success_latest(*, organisation: Organisation, limit: int) -> QuerySet[Success]:
    """The successes told last, at most `limit`."""
    return successes_told(organisation=organisation)[:limit]


def waiting_to_be_told(*, membership: Membership) -> QuerySet[Initiative]:
    """What somebody's A-teams finished and told nobody yet, the longest waiting first.

    What they put off for a month stays out.
    """
    put_off = Snooze.objects.filter(
        membership=membership,
        rule=UNTOLD,
        subject_id=OuterRef("pk"),
        until__gt=membership.organisation.today(),
    )
    return (
        Initiative.objects.filter(
            organisation=membership.organisation_id,
            stage=Stage.DONE,
            team__membership=membership,
        )
        .exclude(Exists(put_off))
        .select_related("success")
        .order_by("closed_on", "id")
    )


def lessons(
    *, organisation: Organisation, unit_ids: Sequence[int] | None = None
) -> QuerySet[Initiative]:
    """What was stopped with a lesson, the newest first; of these units or of all."""
    found = (
        Initiative.objects.filter(organisation=organisation, stage=Stage.STOPPED)
        .select_related("unit__parent")
        .order_by("-closed_on", "-id")
    )
    return found if unit_ids is None else found.filter(unit__in=unit_ids)


def words_shown(success: Success) -> Words | None:
    """The customer's words of a story, if their consent as it is now reaches its readers."""
    words: Words | None = success.words
    if words is None or words.withdrawn_at is not None or words.consent not in TELLABLE:
        return None
    return words


def words_to_choose(*, initiative: Initiative) -> QuerySet[Words]:
    """The words that a story may quote: those that may be read by the whole organisation."""
    return Words.objects.filter(
        initiative_links__initiative=initiative, consent__in=TELLABLE, withdrawn_at=None
    ).order_by("heard_on", "id")


def words_kept_count(*, initiative: Initiative) -> int:
    """How many words of this initiative stay with the A-team, as their givers asked."""
    return Words.objects.filter(
        initiative_links__initiative=initiative, consent=Consent.A_TEAM, withdrawn_at=None
    ).count()


def givers_count(*, initiative: Initiative) -> int:
    """How many customers told something, as far as we know who: counted only, whatever the consent.

    The same “a customer of 68” twice is one; without a source each is somebody.
    """
    found = Words.objects.filter(initiative_links__initiative=initiative, withdrawn_at=None)
    sources = [said_by.strip().casefold() for said_by in found.values_list("said_by", flat=True)]
    return len({said_by for said_by in sources if said_by}) + sources.count("")


def steps_told(*, initiative: Initiative) -> QuerySet[Step]:
    """The done steps of a story in order; the last one is golden, or will be."""
    return steps_done(initiative=initiative)


def names_to_thank(*, initiative: Initiative) -> list[str]:
    """The A-team and whoever else logged a step, each once, in the order in which they came."""
    team = Membership.objects.filter(teams__initiative=initiative).order_by(
        "teams__joined_at", "teams__id"
    )
    others = Membership.objects.filter(
        steps__initiative=initiative, steps__removed_at=None, steps__done_on__isnull=False
    ).order_by("steps__done_on", "steps__id")
    names = {member.pk: member.person.name for member in team.select_related("person")}
    for member in others.select_related("person"):
        names.setdefault(member.pk, member.person.name)
    return [name for name in names.values() if name]


def change_of_story(*, success: Success) -> Event | None:
    """The change by which a story came to be as it is (its `version`): what an undo puts back."""
    found: Event | None = Event.objects.filter(
        subject_type="success",
        subject_id=success.pk,
        kind=SuccessChanged.KIND,
        payload__version=success.version,
    ).first()
    return found


def values_at(*, success: Success, version: int, fields: Sequence[str]) -> dict[str, str]:
    """What these fields said in an earlier version, for those that were changed since."""
    changes = Change.objects.filter(
        event__subject_type="success",
        event__subject_id=success.pk,
        event__kind=SuccessChanged.KIND,
        event__payload__version__gt=version,
        field__in=fields,
    ).order_by("-event_id", "-id")
    return {change.field: change.before for change in changes}


def last_untold(*, success: Success) -> SuccessUntold | None:
    """The last time that it was taken back: by whom and when it had been told, where that is known."""
    last = (
        Event.objects.filter(subject_type="success", subject_id=success.pk, kind=SuccessUntold.KIND)
        .order_by("-id")
        .first()
    )
    found = reading.told(last, SuccessUntold)
    return found if found is not None and found.told_at else None
