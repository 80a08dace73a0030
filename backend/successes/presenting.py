"""A success as a page or a feed shows it: its words, its stones, its sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.contrib.humanize.templatetags.humanize import apnumber
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import ngettext

from backend.initiatives.models import Initiative, Step
from backend.listening.models import Words
from backend.photos.models import Photo
from backend.pictures.strip import StripStone, strip
from backend.successes import selectors
from backend.successes.models import Success

# Widths the strip is drawn for, in pixels: beside the thanks on a laptop, and on a phone.
WIDE, NARROW = 620, 350


@dataclass(frozen=True, slots=True)
class Story:
    """One success, ready to be shown; `words` only as far as consent goes now."""

    success: Success
    title: str
    story: str
    thanks: str
    words: Words | None
    photo: Photo | None
    steps: Sequence[Step]
    told_at: datetime | None
    steps_title: str

    @property
    def initiative(self) -> Initiative:
        """What it tells of."""
        initiative: Initiative = self.success.initiative
        return initiative

    @property
    def places(self) -> str:
        """The team and the department that it comes from."""
        return places(self.initiative)

    @property
    def applause(self) -> str:
        """How many colleagues clap along; nothing for none."""
        return applause_sentence(self.success.applause_count)

    @property
    def wide(self) -> SafeString:
        """Its steps as stones with their labels, for a laptop."""
        return self._strip(WIDE, labelled=True)

    @property
    def narrow(self) -> SafeString:
        """The same for a phone."""
        return self._strip(NARROW, labelled=True)

    @property
    def small(self) -> SafeString:
        """Only the stones: in the feed, in place of a photo."""
        return self._strip(NARROW, labelled=False)

    def _strip(self, width: int, *, labelled: bool) -> SafeString:
        golden = self.success.golden_step_id or (self.steps[-1].pk if self.steps else None)
        stones = [
            StripStone(
                step.kind,
                # Proposed from the sentence, which takes its time.
                label=step.stone_label if labelled else "",
                golden=step.pk == golden,
            )
            for step in self.steps
        ]
        key = f"story-{self.success.uid if self.success.pk else 'draft'}-{width}"
        # Every text in a drawing is escaped by who draws it.
        return mark_safe(  # noqa: S308
            _drawn(tuple(stones), self.steps_title, labelled, width, key)
        )


@lru_cache(maxsize=256)
def _drawn(
    stones: tuple[StripStone, ...], sentence: str, labelled: bool, width: int, key: str
) -> str:
    """Drawn once for all who read: the same stones look the same."""
    return strip(stones, sentence=sentence, labelled=labelled, width=width, key=key)


def story(success: Success, steps: Sequence[Step]) -> Story:
    """What to show of a success with these done steps, in order."""
    return Story(
        success=success,
        title=success.title,
        story=success.story,
        thanks=success.thanks,
        words=selectors.words_shown(success),
        photo=success.photo,
        steps=steps,
        told_at=success.told_at,
        steps_title=steps_title(len(steps)),
    )


def stories(successes: Sequence[Success]) -> list[Story]:
    """Each of these, whose stones were fetched along with them."""
    return [story(success, success.initiative.stones) for success in successes]


def places(initiative: Initiative) -> str:
    """The team and the department that it comes from."""
    unit = initiative.unit
    return f"{unit.name}, {unit.parent.name}" if unit.parent else str(unit.name)


def steps_title(count: int) -> str:
    """'Six small steps'; small numbers in words."""
    text = ngettext("%(n)s small step", "%(n)s small steps", count) % {"n": apnumber(count)}
    return str(capfirst(text))


def applause_sentence(count: int) -> str:
    """How many colleagues clap along, for the feed."""
    if not count:
        return ""
    return ngettext(
        "%(n)s colleague is clapping too", "%(n)s colleagues are clapping too", count
    ) % {"n": count}
