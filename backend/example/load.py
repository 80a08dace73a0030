"""The example organisation, loaded through the services of every room."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable
from datetime import datetime, time, timedelta
from functools import partial
from operator import itemgetter
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone, translation
from django_scopes import scope

from backend.board import services as board
from backend.board.showing.page import page_render
from backend.events.acts import Source
from backend.example.acts import brought_in
from backend.example.cast import Cast, people_join, units_add
from backend.example.days import Days
from backend.example.history import Frame, Happening, History
from backend.example.people import ACCOUNTS
from backend.example.texts import ExampleText, example
from backend.initiatives import services as initiatives
from backend.listening import services as listening
from backend.organisations import services as organisations
from backend.organisations.models import Membership, Organisation

SLUG = "duinzicht"
ZONE = ZoneInfo("Europe/Amsterdam")
PASSWORD = "stapsteen"
PROGRAMME_WEEKS = 56
STAFF_AWAY = timedelta(days=12)
LEADER_AWAY = timedelta(days=11)
TELL_EVERY = 200
Say = Callable[[str], None]


def loaded() -> bool:
    """Whether the example organisation is here already."""
    return Organisation.objects.filter(slug=SLUG).exists()


def example_load(
    *, language: str, now: datetime | None = None, say: Say = lambda line: None
) -> Organisation:
    """Bring in the example in `nl` or `en`, ending at `now`; all of it or nothing.

    Raises ValueError for another language, ValidationError where it is here already.
    """
    text = example(language)
    with translation.override(language):
        organisation = _bring_in(text, now or timezone.now(), say)
        # After the commit: only what is over for everybody is folded.
        with scope(organisation=organisation):
            board.fold_pending(organisation=organisation)
    say("  the board is up to date")
    return organisation


@transaction.atomic
def _bring_in(text: ExampleText, now: datetime, say: Say) -> Organisation:
    days = Days(now=now, zone=ZONE)
    began = datetime.combine(days.start, time(9), ZONE)
    manager = _organisation_start(text, days)
    organisation: Organisation = manager.organisation
    with scope(organisation=organisation):
        units = units_add(manager=manager, text=text, at=began)
        say(f"  {len(units)} departments and teams")
        cast = Cast(units, people_join(manager=manager, units=units, at=began))
        say(f"  {len(cast.everybody)} people")
        _live_through(text, _frame(text, cast, days, began), cast, days, say)
        _where_they_left_off(cast, days, began)
    return organisation


def _organisation_start(text: ExampleText, days: Days) -> Membership:
    manager = ACCOUNTS["manager"]
    return organisations.organisation_start(
        name=text.name,
        language=text.language,
        slug=SLUG,
        departments=list(text.departments.values()),
        administrator_name=manager.name,
        administrator_email=manager.email,
        administrator_password=PASSWORD,
        administrator_unit=text.departments["support"],
        is_example=True,
        source=Source.EXAMPLE,
        time_zone=ZONE.key,
        started_on=days.start,
    )


def _frame(text: ExampleText, cast: Cast, days: Days, began: datetime) -> Frame:
    manager = cast.member(ACCOUNTS["manager"])
    opening = next(i for i in text.initiatives if i.key == text.programme.beginning)
    heard_on = days.step_days(opening)[0]
    words = listening.words_note(
        act=brought_in(cast.team(opening)[0], days.moment(heard_on, "opening")),
        text=opening.words[0].text,
        unit=cast.units[opening.team],
        heard_on=heard_on,
        said_by=opening.words[0].said_by,
        consent=opening.words[0].consent,
    )
    programme = initiatives.programme_start(
        act=brought_in(manager, began),
        name=text.programme.name,
        vision=text.programme.vision,
        starts_on=days.start,
        ends_on=days.start + timedelta(weeks=PROGRAMME_WEEKS),
        beginning=words,
        ambitions=list(text.programme.ambitions.values()),
    )
    return Frame(
        programme=programme,
        ambitions=dict(zip(text.programme.ambitions, programme.ambitions.all(), strict=True)),
        processes={
            key: organisations.process_add(act=brought_in(manager, began), name=name)
            for key, name in text.processes.items()
        },
        customer_groups={
            key: organisations.customer_group_add(act=brought_in(manager, began), name=name)
            for key, name in text.customer_groups.items()
        },
        opening_words=words,
        opening_key=opening.key,
    )


def _live_through(text: ExampleText, frame: Frame, cast: Cast, days: Days, say: Say) -> None:
    """Let everything happen in the order of time, so that the event log reads as lived."""
    lives: list[Iterable[Happening]] = [
        History(initiative, frame, cast, days, cast.team(initiative)).happenings()
        for initiative in text.initiatives
    ]
    lives.append([(days.now - LEADER_AWAY, partial(_look_at_the_board, cast))])
    by_moment = itemgetter(0)
    for number, (at, act) in enumerate(heapq.merge(*lives, key=by_moment), start=1):
        act(at)
        if number % TELL_EVERY == 0:
            say(f"  {number} things happened, up to {at.astimezone(days.zone):%d-%m-%Y}")


def _look_at_the_board(cast: Cast, at: datetime) -> None:
    leader = cast.member(ACCOUNTS["leader"])
    shown = page_render(organisation=leader.organisation)
    board.visit_note(membership=leader, figures=shown.snapshot, at=at)


def _where_they_left_off(cast: Cast, days: Days, began: datetime) -> None:
    """Everybody was here before and read the news; one colleague was away for some days."""
    staff = cast.member(ACCOUNTS["staff"])
    Membership.objects.update(joined_at=began, news_read_at=days.now - timedelta(days=1))
    Membership.objects.filter(pk=staff.pk).update(news_read_at=days.now - STAFF_AWAY)
