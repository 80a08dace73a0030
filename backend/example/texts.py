"""The hand-written example, read from `texts/`: one plan of what happens, told in each language."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent / "texts"
# Drawn in place of photographs, 1200 by 800, without a word in them and without the colour of success.
SCENES = HERE.parent / "scenes"
LANGUAGES = ("nl", "en")
LAST_WEEK = 33
KINDS = {"L": "listened", "T": "tried", "C": "changed"}
ANSWERS = {"well": "going_well", "stuck": "stuck"}


@dataclass(frozen=True, slots=True)
class StepText:
    """One small step. `week` counts from the start; a planned one has not been done."""

    week: int
    kind: str
    planned: bool
    text: str
    label: str


@dataclass(frozen=True, slots=True)
class WordsText:
    """What a customer said; `said_by` describes them without a name."""

    week: int
    consent: str
    text: str
    said_by: str


@dataclass(frozen=True, slots=True)
class CheckInText:
    """An answer to 'how is it going?'."""

    week: int
    answer: str
    sentence: str


@dataclass(frozen=True, slots=True)
class FinishText:
    """How an initiative ended well: what surprised, and who keeps it going."""

    week: int
    surprise: str
    keeper: str


@dataclass(frozen=True, slots=True)
class SuccessText:
    """A success as it was told. `scene`: the SVG that was drawn for it."""

    title: str
    story: str
    thanks: str
    scene: Path
    alt: str
    applause: int


@dataclass(frozen=True, slots=True)
class InitiativeText:
    """One initiative: where it belongs, what happened in it, and how it ended, if it did."""

    key: str
    team: str
    process: str
    group: str
    ambition: str
    a_team: int
    invited: tuple[str, ...]
    title: str
    expectation: str
    interpretation: str
    steps: tuple[StepText, ...]
    words: tuple[WordsText, ...]
    check_ins: tuple[CheckInText, ...]
    finish: FinishText | None
    success: SuccessText | None
    stopped: int | None
    lesson: str


@dataclass(frozen=True, slots=True)
class ProgrammeText:
    """The programme; `beginning` is the key of the initiative whose words it starts from."""

    name: str
    vision: str
    ambitions: dict[str, str]
    beginning: str


@dataclass(frozen=True, slots=True)
class ExampleText:
    """Everything the example organisation says, in one language. Keys are the same in each."""

    language: str
    name: str
    programme: ProgrammeText
    departments: dict[str, str]
    teams: dict[str, str]
    processes: dict[str, str]
    customer_groups: dict[str, str]
    initiatives: tuple[InitiativeText, ...]


@cache
def example(language: str) -> ExampleText:
    """The example in `nl` or `en`. Raises ValueError for another language."""
    if language not in LANGUAGES:
        raise ValueError(f"The example organisation is written in {', '.join(LANGUAGES)}.")
    told = _told(language)
    frame = _read(HERE / language / "organisation.toml")
    plan = _read(HERE / "plan.toml")
    return ExampleText(
        language=language,
        name=frame["name"],
        programme=ProgrammeText(**frame["programme"], beginning="right-first"),
        departments=frame["departments"],
        teams=frame["teams"],
        processes=frame["processes"],
        customer_groups=frame["customer_groups"],
        initiatives=tuple(_initiative(key, row, told[key]) for key, row in plan.items()),
    )


def department_of(team: str) -> str:
    """The key of the department that a team belongs to."""
    return next(department for department, teams in DEPARTMENTS.items() if team in teams)


DEPARTMENTS: dict[str, tuple[str, ...]] = {
    "contact": ("phone", "desk", "social", "complaints"),
    "billing": ("meters", "collections", "debt"),
    "network": ("connections", "faults-north", "faults-south", "maintenance", "planning"),
    "quality": ("lab", "sources", "nature", "advice"),
    "digital": ("portal", "data", "workplace"),
    "support": ("hr", "procurement", "legal", "communication", "finance"),
}


def _told(language: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for department in DEPARTMENTS:
        found |= _read(HERE / language / f"{department}.toml")
    return found


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _initiative(key: str, row: dict[str, Any], told: dict[str, Any]) -> InitiativeText:
    return InitiativeText(
        key=key,
        team=row["team"],
        process=row["process"],
        group=row["group"],
        ambition=row["ambition"],
        a_team=row["a_team"],
        invited=tuple(row.get("with", ())),
        title=told["title"],
        expectation=told["expect"],
        interpretation=told.get("reading", ""),
        steps=_steps(row["steps"].split(), told["steps"]),
        words=_words(row.get("words", []), told.get("words", [])),
        check_ins=_check_ins(row.get("checkins", []), told.get("checkins", [])),
        finish=_finish(row, told),
        success=_success(row, told),
        stopped=row.get("stopped"),
        lesson=told.get("lesson", ""),
    )


def _steps(marks: list[str], lines: list[str]) -> tuple[StepText, ...]:
    found = []
    for mark, line in zip(marks, lines, strict=True):
        text, _, label = line.partition(" | ")
        week, kind = int(mark.removeprefix("p")[:-1]), KINDS[mark[-1]]
        found.append(StepText(week, kind, mark.startswith("p"), text, label))
    return tuple(found)


def _words(marks: list[str], lines: list[str]) -> tuple[WordsText, ...]:
    found = []
    for mark, line in zip(marks, lines, strict=True):
        week, consent = mark.split()
        text, _, said_by = line.partition(" | ")
        found.append(WordsText(int(week), consent, text, said_by))
    return tuple(found)


def _check_ins(marks: list[str], lines: list[str]) -> tuple[CheckInText, ...]:
    found = []
    for mark, line in zip(marks, lines, strict=True):
        week, answer = mark.split()
        found.append(CheckInText(int(week), ANSWERS[answer], line))
    return tuple(found)


def _finish(row: dict[str, Any], told: dict[str, Any]) -> FinishText | None:
    week = row.get("told", row.get("finished"))
    if week is None:
        return None
    ending = told.get("success") or told["finish"]
    return FinishText(week, ending["surprise"], ending["keeper"])


def _success(row: dict[str, Any], told: dict[str, Any]) -> SuccessText | None:
    if "success" not in told:
        return None
    text = told["success"]
    return SuccessText(
        title=text["title"],
        story=text["story"].strip(),
        thanks=text["thanks"],
        scene=SCENES / f"{row['scene']}.svg",
        alt=text["alt"],
        applause=row["applause"],
    )
