"""The board's sentences, in the reader's language; numbers to twelve as words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.dates import MONTHS, MONTHS_3
from django.utils.formats import date_format, get_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from backend.pictures.crossing import CrossingTexts, Plural


def number(count: int) -> str:
    """A count as people write it: a word to twelve, figures above."""
    words = (
        _("no"), _("one"), _("two"), _("three"), _("four"), _("five"), _("six"), _("seven"),
        _("eight"), _("nine"), _("ten"), _("eleven"), _("twelve"),
    )  # fmt: skip
    return (
        words[count] if 0 <= count < len(words) else str(number_format(count, force_grouping=True))
    )


def sentence(text: str) -> str:
    """With a capital at its start."""
    return text[:1].upper() + text[1:]


def done(moving: int, teams: int) -> str:
    """The first sentence of the headline: where it moves, never how much."""
    if not teams:
        return _("Here comes your crossing.")
    if not moving:
        return _("The crossing has yet to begin.")
    if moving == teams:
        return ngettext(
            "The team is on the move.", "All {count} teams are on the move.", teams
        ).format(count=teams)
    return ngettext(
        "{moving} of the {teams} teams is on the move.",
        "{moving} of the {teams} teams are on the move.",
        moving,
    ).format(moving=sentence(number(moving)), teams=teams)


def proved() -> str:
    """The second sentence: nothing is measured yet, and we say so."""
    return _("Whether customers notice, cannot be seen yet.")


def since(day: date, steps: int, first: Sequence[str], told: int) -> str:
    """What is new since somebody was here."""
    parts = []
    if steps > 0:
        parts.append(ngettext("{count} step", "{count} steps", steps).format(count=steps))
    if first:
        parts.append(_("a first step at {teams}").format(teams=listed(first)))
    if told > 0:
        parts.append(ngettext("{count} success", "{count} successes", told).format(count=told))
    day_text = date_format(day, "j F")
    if not parts:
        return _("Nothing new since you were here ({day}).").format(day=day_text)
    return _("Since you were here ({day}): {parts}.").format(day=day_text, parts=", ".join(parts))


def quiet(team: str, weeks: int) -> str:
    """The team that has been still for longest."""
    return _("{team} took no new step for {weeks} weeks.").format(team=team, weeks=number(weeks))


def listed(names: Sequence[str]) -> str:
    """Names in a row, at most three."""
    if len(names) > 3:
        return _("{count} teams").format(count=number(len(names)))
    if len(names) == 1:
        return names[0]
    return _("{first} and {last}").format(first=", ".join(names[:-1]), last=names[-1])


def celebrate(waiting: int, told: int) -> str:
    if waiting:
        return sentence(
            ngettext(
                "{count} finished initiative has not been told yet.",
                "{count} finished initiatives have not been told yet.",
                waiting,
            ).format(count=number(waiting))
        )
    if told:
        return _("Everything that was finished has been told.")
    return _("Nothing has been finished yet.")


def listening(words: int, begun: int) -> str:
    return sentence(
        ngettext(
            "{words} time a customer's words were noted; {steps} began from them.",
            "{words} times a customer's words were noted; {steps} began from them.",
            words,
        ).format(
            words=number(words),
            steps=ngettext("{count} step", "{count} steps", begun).format(count=number(begun)),
        )
    )


def team(ambassadors: int, stuck: int) -> str:
    if ambassadors < 5:
        return (
            _("The first ambassadors take part.") if ambassadors else _("No A-team has begun yet.")
        )
    first = _("{count} ambassadors take part").format(count=number(ambassadors))
    if not stuck:
        return sentence(first) + "."
    asked = ngettext("help was asked {count} time", "help was asked {count} times", stuck)
    return sentence(first) + "; " + asked.format(count=number(stuck)) + "."


def small(weeks: int | None) -> str:
    if weeks is None:
        return _("Nothing has been finished yet; start with what fits in a few weeks.")
    return ngettext(
        "An initiative is mostly finished in {count} week.",
        "An initiative is mostly finished in {count} weeks.",
        weeks,
    ).format(count=number(weeks))


def customer(touched: int, processes: int) -> str:
    if not processes:
        return _("No services have been named yet.")
    return ngettext(
        "In {touched} of the {count} services an initiative works for the customer.",
        "In {touched} of the {count} services initiatives work for the customer.",
        touched,
    ).format(touched=number(touched), count=number(processes))


def crossing_texts() -> CrossingTexts:
    """Every word of the picture."""
    seasons = [
        *[_("winter: open water")] * 2, *[_("spring: open water")] * 3,
        *[_("summer: open water")] * 3, *[_("autumn: open water")] * 3, _("winter: open water"),
    ]  # fmt: skip
    return CrossingTexts(
        title=_("The crossing"),
        months=tuple(str(MONTHS[i]) for i in range(1, 13)),
        months_short=tuple(str(MONTHS_3[i]) for i in range(1, 13)),
        quiet=tuple(seasons),
        thousands=str(get_format("THOUSAND_SEPARATOR")),
        day=_("{day} {month}"),
        day_year=_("{day} {month} {year}"),
        steps=Plural(_("{count} step"), _("{count} steps")),
        successes=Plural(_("{count} success"), _("{count} successes")),
        listened=_("listened"),
        tried=_("tried"),
        changed=_("changed"),
        golden=_("celebrated"),
        week=_("week of {day}"),
        weeks=_("weeks from {day}"),
        week_empty=_("{week}: open water"),
        week_steps=_("{week}: {parts}"),
        stone=_("{kind}, {week}"),
        success=_("{title}. Celebrated, {week}"),
        gathered=_("{successes} in {period}"),
        and_more=_("{title} +{count}"),
        today=_("today"),
        empty=_("Here comes the first stone"),
        scale=_("1 stone = {count} steps"),
        before=_("Before this: {steps} since {month}"),
        sentence=_("Since {start}: {steps} taken, {successes} celebrated."),
        sentence_none=_("No step taken yet."),
        quarter=_("{first} to {last} {year}"),
        quarter_one=_("{first} {year}"),
        caption_first=_("It began in {month}: {steps}."),
        caption_quiet=_("{quarter}: open water, no steps."),
        caption_more=_("{quarter}: {steps}, more than the quarter before."),
        caption_less=_("{quarter}: {steps}, fewer than the quarter before."),
        caption_same=_("{quarter}: {steps}."),
        caption_success=_(" Celebrated: ‘{title}’."),
        caption_successes=_(" {successes} celebrated, among them ‘{title}’."),
    )
