"""What a crossing is drawn from and what comes out: frozen data, no behaviour worth a name."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple


class Kind(StrEnum):
    """What sort of step a stone stands for; its shape says so: ring, oval, slab."""

    LISTENED = "listened"
    TRIED = "tried"
    CHANGED = "changed"


class Size(StrEnum):
    """Laptop: a horizontal band, 1440 wide. Phone: upwards, 390 wide, the last 13 weeks."""

    LAPTOP = "laptop"
    PHONE = "phone"


@dataclass(frozen=True, slots=True)
class SuccessStone:
    """A celebrated success: the step that turned golden. `kind` is what that step was.

    `language` is that of its title, where it may differ from the reader's; `told` its place among
    all, the one told last first.
    """

    title: str
    url: str = ""
    kind: str = Kind.CHANGED
    language: str = ""
    told: int = 0


class CrossingWeek(NamedTuple):
    """One week's steps.

    The counts include the golden ones (a golden stone is a step too). `golden` may be larger
    than the number of titled `successes`; when it is smaller, the titles count.
    """

    monday: date
    listened: int = 0
    tried: int = 0
    changed: int = 0
    golden: int = 0
    successes: tuple[SuccessStone, ...] = ()

    @property
    def total(self) -> int:
        return self.listened + self.tried + self.changed


@dataclass(frozen=True, slots=True)
class Bank:
    """A bank's words: a short title and a sentence (a customer's quote, a vision) in its language."""

    title: str
    text: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class CrossingData:
    """A programme's crossing. Weeks may come unordered and with holes; holes are open water."""

    weeks: tuple[CrossingWeek, ...]
    start: date
    today: date
    end: date
    near: Bank
    far: Bank


@dataclass(frozen=True, slots=True)
class Plural:
    """`one` for a count of 1, else `many`; both may hold `{count}`."""

    one: str
    many: str


@dataclass(frozen=True, slots=True)
class CrossingTexts:
    """Every word of the picture, in the reader's language. `{…}` are the places filled in."""

    title: str  # "De oversteek"
    months: tuple[str, ...]  # "januari" …
    months_short: tuple[str, ...]  # "jan" …
    quiet: tuple[str, ...]  # per month, for silence: "winter: open water" …
    thousands: str  # "." in Dutch
    day: str  # "{day} {month}"
    day_year: str  # "{day} {month} {year}"
    steps: Plural  # "{count} stap", "{count} stappen"
    successes: Plural  # "{count} succes", "{count} successen"
    listened: str  # "geluisterd"
    tried: str  # "geprobeerd"
    changed: str  # "veranderd"
    golden: str  # "gevierd"
    week: str  # "week van {day}"
    weeks: str  # "weken van {day}" (several weeks in one row)
    week_empty: str  # "{week}: open water"
    week_steps: str  # "{week}: {parts}" (the script fills it in as well)
    stone: str  # "{kind}, {week}" (the script too)
    success: str  # "{title}. Gevierd, {week}"
    gathered: str  # "{successes} in {period}"
    and_more: str  # "{title} and {count} more"
    today: str  # "vandaag"
    empty: str  # "Hier komt de eerste steen"
    empty_again: str  # phone: "Hier komt de volgende steen"
    scale: str  # "1 steen = {count} stappen"
    before: str  # "Hiervoor: {steps} sinds {month}"
    sentence: str  # "Sinds {start} zijn er {steps} gezet; {successes} gevierd. …"
    sentence_none: str  # "Nog geen stap gezet."
    quarter: str  # "{first} tot en met {last} {year}"
    quarter_one: str  # "{first} {year}", a quarter of which one month is seen
    so_far: Plural  # while a quarter is being laid: "{quarter}: {count} stappen tot hier"
    caption_first: str  # "Het begon in {month}: {steps}."
    caption_quiet: str  # "{quarter}: open water, geen stap."
    caption_more: str  # "{quarter}: {steps}, meer dan het kwartaal ervoor."
    caption_less: str  # "{quarter}: {steps}, minder dan het kwartaal ervoor."
    caption_same: str  # "{quarter}: {steps}."
    caption_success: str  # " Gevierd: ‘{title}’."
    caption_successes: str  # " {successes} gevierd, waaronder ‘{title}’."


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """`kind` is listened, tried, changed or golden; `icon` its little SVG."""

    kind: str
    label: str
    icon: str


@dataclass(frozen=True, slots=True)
class TableRow:
    """One week of the table behind the picture."""

    monday: date
    label: str
    listened: int
    tried: int
    changed: int
    golden: int
    total: int
    successes: tuple[SuccessStone, ...]

    @property
    def cells(self) -> tuple[tuple[str, int], ...]:
        """The counts with their kind, in the order of the legend."""
        return (
            ("listened", self.listened),
            ("tried", self.tried),
            ("changed", self.changed),
            ("golden", self.golden),
        )


@dataclass(frozen=True, slots=True)
class Crossing:
    """The picture and all that a page says around it."""

    svg: str
    width: int
    height: int
    title: str
    sentence: str  # the one-sentence reading, also in <desc>
    scale_note: str  # "1 steen = 100 stappen", empty when a stone is a step
    before: str  # phone: what lies before the weeks shown; else empty
    legend: tuple[LegendEntry, ...]
    successes: tuple[SuccessStone, ...]  # newest first, of the weeks shown
    replay: dict[str, Any] = field(default_factory=dict)  # for json_script; see crossing.ts
    steps_per_stone: int = 1
    laid: bool = False  # whether a stone lies in it, or somewhere before it
