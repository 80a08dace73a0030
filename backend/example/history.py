"""What happened in each initiative, one after the other, through the services of its rooms.

Everything is brought in silently, at the moment at which it is said to have happened: the history
reads as if it had been lived, and nobody is told of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial

from django.core.files.base import ContentFile

from backend.example.acts import brought_in
from backend.example.cast import Cast
from backend.example.days import Days, pick
from backend.example.texts import (
    CheckInText,
    FinishText,
    InitiativeText,
    StepText,
    SuccessText,
    WordsText,
)
from backend.initiatives import services as initiatives
from backend.initiatives.models import Ambition, Initiative, Programme
from backend.listening.models import Consent, Words
from backend.organisations.models import CustomerGroup, Membership, Process
from backend.photos import services as photos
from backend.photos.models import Photo
from backend.pictures.png import render_png
from backend.successes import services as successes
from backend.successes.models import Audience, Success

SCENE_WIDTH = 1200
Deed = Callable[[datetime], object]
Happening = tuple[datetime, Deed]


@dataclass(frozen=True, slots=True)
class Frame:
    """What every initiative hangs in, by the keys of the plan."""

    programme: Programme
    ambitions: dict[str, Ambition]
    processes: dict[str, Process]
    customer_groups: dict[str, CustomerGroup]
    # The customer's words with which the programme began, and the initiative that heard them.
    opening_words: Words
    opening_key: str


@dataclass(slots=True)
class History:
    """One initiative of the plan, from its first day to where it stands today."""

    text: InitiativeText
    frame: Frame
    cast: Cast
    days: Days
    team: list[Membership]
    initiative: Initiative = field(init=False)
    success: Success = field(init=False)

    def happenings(self) -> Iterator[Happening]:
        """Moments and what to do at them, in an order that can be lived."""
        acts = sorted(self._acts(), key=lambda act: act[0])
        earlier = acts[0][0]
        for at, act in acts:
            earlier = max(at, earlier)
            yield earlier, act

    def _acts(self) -> Iterator[Happening]:
        key, days = self.text.key, self.days
        step_days = days.step_days(self.text)
        moments = sorted(
            days.moment(day, key, number)
            for number, day in enumerate(step_days)
            if not self.text.steps[number].planned
        )
        yield moments[0] - timedelta(minutes=10), partial(self._start, step_days[0])
        waiting = list(self.text.words)
        for number, step in enumerate(self.text.steps):
            if step.planned:
                yield moments[-1], partial(self._plan, number, step, step_days[number])
                continue
            words = next((said for said in waiting if said.week == step.week), None)
            if words:
                waiting.remove(words)
            yield moments[number], partial(self._step, number, step, step_days[number], words)
        for number, answer in enumerate(self.text.check_ins):
            moment = days.moment(days.day(answer.week, key, "check-in"), key, number, "check-in")
            yield moment, partial(self._check_in, answer)
        yield from self._ending(step_days[len(moments) - 1], moments[-1])

    def _ending(self, day: date, moment: datetime) -> Iterator[Happening]:
        soon = timedelta(minutes=4)
        if self.text.stopped is not None:
            stopped = max(self.days.day(self.text.stopped, self.text.key, "stopped"), day)
            at = max(self.days.moment(stopped, self.text.key, "stopped"), moment + soon)
            yield at, partial(self._stop, stopped)
        if self.text.finish:
            yield moment + soon, partial(self._finish, self.text.finish, day)
        if self.text.success:
            told = moment + 2 * soon
            yield told, partial(self._tell, self.text.success)
            for given_at, member in self._clapping(self.text.success.applause, told + soon):
                yield given_at, partial(self._applaud, member)

    def _start(self, day: date, at: datetime) -> None:
        text, frame = self.text, self.frame
        opening = text.key == frame.opening_key
        self.initiative = initiatives.initiative_start(
            act=brought_in(self.team[0], at),
            title=text.title,
            unit=self.cast.units[text.team],
            process=frame.processes[text.process],
            customer_group=frame.customer_groups[text.group],
            ambition=frame.ambitions[text.ambition],
            expectation=text.expectation,
            interpretation=text.interpretation,
            members=self.team,
            words=frame.opening_words if opening else None,
            started_on=day,
        )

    def _step(
        self, number: int, step: StepText, day: date, words: WordsText | None, at: datetime
    ) -> None:
        if self.text.key == self.frame.opening_key:
            words = None  # noted before, for the programme began with them
        initiatives.step_log(
            act=brought_in(self.team[number % len(self.team)], at),
            initiative=self.initiative,
            text=step.text,
            kind=step.kind,
            label=step.label,
            done_on=day,
            words_text=words.text if words else "",
            said_by=words.said_by if words else "",
            consent=words.consent if words else Consent.A_TEAM,
        )

    def _plan(self, number: int, step: StepText, day: date, at: datetime) -> None:
        initiatives.step_log(
            act=brought_in(self.team[number % len(self.team)], at),
            initiative=self.initiative,
            text=step.text,
            kind=step.kind,
            planned_on=day,
        )

    def _check_in(self, answer: CheckInText, at: datetime) -> None:
        initiatives.check_in(
            act=brought_in(self.team[0], at),
            initiative=self.initiative,
            answer=answer.answer,
            sentence=answer.sentence,
        )

    def _stop(self, day: date, at: datetime) -> None:
        initiatives.initiative_stop(
            act=brought_in(self.team[0], at),
            initiative=self.initiative,
            lesson=self.text.lesson,
            closed_on=day,
        )

    def _finish(self, ending: FinishText, day: date, at: datetime) -> None:
        initiatives.initiative_finish(
            act=brought_in(self.team[0], at),
            initiative=self.initiative,
            surprise=ending.surprise,
            keeper=ending.keeper,
            closed_on=day,
        )

    def _tell(self, text: SuccessText, at: datetime) -> None:
        teller = self.team[0]
        draft = successes.success_draft(act=brought_in(teller, at), initiative=self.initiative)
        success = successes.success_change(
            act=brought_in(teller, at),
            success=draft,
            version=draft.version,
            title=text.title,
            story=text.story,
            thanks=text.thanks,
            photo=self._draw(teller, text, at),
        )
        self.success = successes.success_tell(
            act=brought_in(teller, at),
            success=success,
        )
        successes.announcement_request(
            act=brought_in(teller, at),
            success=self.success,
            audience=Audience.ORGANISATION,
        )

    def _draw(self, teller: Membership, text: SuccessText, at: datetime) -> Photo:
        drawn = render_png(text.scene.read_text("utf-8"), SCENE_WIDTH)
        file = ContentFile(drawn, name=f"{text.scene.stem}.png")
        act = brought_in(teller, at)
        return photos.photo_store(act=act, file=file, alt=text.alt, drawn=True)

    def _applaud(self, member: Membership, at: datetime) -> None:
        successes.applaud(act=brought_in(member, at), success=self.success)

    def _clapping(self, number: int, since: datetime) -> Iterator[tuple[datetime, Membership]]:
        """Who clapped and when: most within ten days, some weeks later."""
        key = self.text.key
        others = [member for member in self.cast.everybody if member not in self.team]
        others.sort(key=lambda member: pick(1 << 30, key, member.person.email))
        passed = self.days.now - since
        for member in others[:number]:
            share = pick(1000, key, member.person.email, "share") / 1000
            later = pick(8, key, member.person.email, "later") == 0
            yield since + min(passed, timedelta(days=10) if not later else passed) * share, member
