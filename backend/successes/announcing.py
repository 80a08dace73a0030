"""A success on its way by mail: who hears of it, and what the message says."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass

import structlog
from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_scopes import scope
from PIL import Image

from backend.events.acts import Act, Source
from backend.events.reading import Happened
from backend.messaging import messages, rendering, tokens
from backend.messaging.messages import About, Button, Content, Message, Picture
from backend.messaging.models import SuccessMail
from backend.organisations.events import MembershipEnded
from backend.organisations.models import Membership, MembershipState, Organisation
from backend.outbox import fanout
from backend.outbox.models import Delivery, Fanout
from backend.photos.models import Photo
from backend.pictures.png import render_png
from backend.pictures.strip import StripStone, strip
from backend.successes import presenting, selectors
from backend.successes.events import AnnouncementCalledBack, AnnouncementRequested
from backend.successes.models import Announcement, Success
from backend.successes.selectors.audiences import MESSAGE
from backend.successes.services import announcements

log = structlog.get_logger()
PHOTO_WIDTH = 1072
STRIP_WIDTH = 536
# What a link of the mail does, and its name in the text: a page with one button.
APPLAUD = "applaud"


@dataclass(frozen=True)
class MailPreview:
    """What colleagues will get: sender, subject, HTML that stands alone, and plain text."""

    sender: str
    subject: str
    html: str
    text: str


def mail_preview(*, success: Success, membership: Membership) -> MailPreview:
    """The mail as this person would get it, its personal links leading nowhere."""
    language = membership.person.language or membership.organisation.language
    with translation.override(language):
        content = content_of(success, membership.organisation)
    made = rendering.render(content, language, stops=True)
    text = rendering.without_links(made.text, "…")
    return MailPreview(content.sender, content.subject, rendering.on_page(made), text)


def content_of(success: Success, organisation: Organisation) -> Content:
    """The success as a mail, in the active language; words only as far as consent goes now."""
    steps = list(selectors.steps_told(initiative=success.initiative))
    story = presenting.story(success, steps)
    page = settings.PUBLIC_URL + reverse(
        "successes:success_detail", args=[organisation.slug, success.uid]
    )
    return Content(
        subject=story.title,
        heading=story.title,
        quote=story.words.text if story.words else "",
        quote_source=_quote_source(story),
        paragraphs=tuple(part.strip() for part in story.story.split("\n\n") if part.strip()),
        photo=_photo(story.photo),
        drawing=_drawing(story),
        buttons=(
            Button(_("I’m clapping too"), rendering.gap(APPLAUD)),
            Button(_("Read it here"), page),
        ),
        thanks=story.thanks,
        why=_("You get this because you work at %(organisation)s.")
        % {"organisation": organisation.name},
        sender=_sender(success, organisation),
    )


def _quote_source(story: presenting.Story) -> str:
    if not story.words:
        return ""
    who = story.words.said_by or _("A customer")
    return _("%(who)s, shared with consent") % {"who": who}


def _sender(success: Success, organisation: Organisation) -> str:
    teller = success.told_by
    name = (teller.person.first_name or teller.person.name) if teller else ""
    if not name:
        return str(organisation.name)
    named = {"name": name, "organisation": organisation.name}
    if success.initiative.team.exclude(membership=teller).exists():
        return _("%(name)s and the A-team, via %(organisation)s") % named
    return _("%(name)s, via %(organisation)s") % named


def _photo(photo: Photo | None) -> Picture | None:
    """JPEG, which every mail program shows; a photo that cannot be read is left out."""
    if photo is None:
        return None
    kept = io.BytesIO()
    try:
        with photo.file.open("rb") as file, Image.open(file) as picture:
            small = picture.convert("RGB")
            small.thumbnail((PHOTO_WIDTH, PHOTO_WIDTH))
            small.save(kept, "JPEG", quality=78, optimize=True)
    except OSError:
        log.warning("photo unreadable", photo_id=photo.pk)
        return None
    return Picture(kept.getvalue(), "jpeg", photo.alt)


def _drawing(story: presenting.Story) -> Picture | None:
    if not story.steps:
        return None
    stones = [
        StripStone(
            step.kind, label=step.stone_label, golden=step.pk == story.success.golden_step_id
        )
        for step in story.steps
    ]
    svg = strip(
        stones, sentence=story.steps_title, labelled=True, width=STRIP_WIDTH, key="mail-strip"
    )
    return Picture(render_png(svg, STRIP_WIDTH * 2), "png", story.steps_title)


def requested(happened: Happened[AnnouncementRequested]) -> None:
    """Subscriber: note that this announcement must be told, once its minute has passed."""
    announcement = (
        Announcement.objects.select_related("success").filter(pk=happened.subject_id).first()
    )
    if announcement is None or announcement.called_back_at or not announcement.success.told_at:
        return
    fanout.fanout_start(
        event=happened,
        message=MESSAGE,
        subject_id=announcement.success_id,
        not_before=happened.what.sends_at,
        time_to_live=messages.find(MESSAGE).time_to_live,
    )


def called_back(happened: Happened[AnnouncementCalledBack]) -> None:
    """Subscriber: what was called back is never told."""
    for found in Fanout.objects.filter(
        event__subject_type="announcement", event__subject_id=happened.subject_id
    ):
        fanout.fanout_call_back(event_id=found.event_id)


def asker_left(happened: Happened[MembershipEnded]) -> None:
    """Subscriber: what somebody announced just before they were taken off is not sent any more."""
    waiting = Announcement.objects.filter(
        requested_by=happened.subject_id, called_back_at=None, begun_at=None
    )
    by = Membership.objects.filter(pk=happened.actor_id or 0).first()
    for announcement in waiting.select_related("organisation"):
        act = Act(organisation=announcement.organisation, actor=by, source=Source.WORKER)
        announcements.call_back(act=act, announcement=announcement)


def begin(found: Fanout) -> bool:
    """Write down that it has begun, so that from now on it is too late to call it back.

    The announcement is held until the first messages are written: whoever calls back at the same
    moment comes before, and nobody is mailed, or after, and is told so.
    """
    announcement = (
        Announcement.objects.select_for_update(of=("self",))
        .filter(pk=found.event.subject_id, called_back_at=None)
        .first()
    )
    if announcement is None:
        return False
    if announcement.begun_at is None:
        announcement.begun_at = timezone.now()
        announcement.save(update_fields=["begun_at"])
    return True


def audience(found: Fanout) -> QuerySet[Membership]:
    """Who is mailed, decided when it goes out; nobody for an announcement that was called back."""
    announcement = (
        Announcement.objects.select_related("success", "requested_by")
        .filter(pk=found.event.subject_id, called_back_at=None, success__told_at__isnull=False)
        .first()
    )
    if announcement is None:
        return Membership.objects.none()
    return selectors.recipients(
        success=announcement.success,
        chosen=announcement.audience,
        unit_ids=list(announcement.unit_links.values_list("unit_id", flat=True)),
        actor=announcement.requested_by,
    )


def _build(delivery: Delivery, language: str) -> Content:
    with scope(organisation=delivery.organisation):
        success = Success.objects.select_related(
            "initiative__unit", "words", "photo", "told_by__person"
        ).get(pk=delivery.subject_id or 0)
        return content_of(success, delivery.organisation)


def _links(delivery: Delivery) -> Mapping[str, str]:
    """A recipient's own: to clap, and to stop this mail, both without signing in."""
    clap = tokens.url(
        membership_id=delivery.membership_id or 0,
        action=APPLAUD,
        subject_id=delivery.subject_id or 0,
    )
    return {APPLAUD: clap, **messages.unsubscribe_link(delivery)}


def _still_due(delivery: Delivery) -> bool:
    """Not for who left meanwhile, or wants no such mail any more: both are read anew, for a claim
    may be a minute old.

    An announcement that is called back is marked so in its fan-out, which is read at the very end.
    """
    with scope(organisation=delivery.organisation):
        return bool(
            Membership.objects.filter(pk=delivery.membership_id or 0, state=MembershipState.ACTIVE)
            .exclude(preference__success_mail=SuccessMail.NONE)
            .exists()
        )


def _about(found: Fanout) -> About:
    announcement = (
        Announcement.objects.select_related("success", "requested_by", "organisation")
        .filter(pk=found.event.subject_id)
        .first()
    )
    if announcement is None:
        return About(_("A success"), "", 0)
    page = reverse(
        "successes:announcement_detail", args=[announcement.organisation.slug, announcement.uid]
    )
    people = selectors.announcement_audience(announcement=announcement).count()
    return About(announcement.success.title, page, people)


def register() -> None:
    """Make the message and its audience known."""
    fanout.register(MESSAGE, audience, begin)
    messages.register(
        Message(
            kind=MESSAGE,
            build=_build,
            name=gettext_lazy("Successes"),
            about=_about,
            chosen=True,
            links=_links,
            still_due=_still_due,
            shared=True,
        )
    )
