"""The board's sentences, in the reader's language; numbers to twelve as words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from django.utils.dates import MONTHS, MONTHS_3
from django.utils.formats import date_format, get_format, number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from backend.initiatives.sentences import capital
from backend.organisations.selectors import FEWEST
from backend.pictures.crossing import CrossingTexts, Plural

# Services that no initiative touches yet are named up to so many.
NAMED = 4
MANY_WEEKS = 8


def number(count: int) -> str:
    """A count as people write it: a word to twelve, figures above."""
    words = (
        _("no"), _("one"), _("two"), _("three"), _("four"), _("five"), _("six"), _("seven"),
        _("eight"), _("nine"), _("ten"), _("eleven"), _("twelve"),
    )  # fmt: skip
    return words[count] if 0 <= count < len(words) else figure(count)


def figure(count: int) -> str:
    """A count in figures, with the language's own separator."""
    return str(number_format(count, force_grouping=True))


def sentence(text: str) -> str:
    """With a capital at its start, also where it starts with a link."""
    at = len("<a>") if text.startswith("<a>") else 0
    return text[:at] + capital(text[at:])


def steps(count: int) -> str:
    """ "14 steps"."""
    words = _("{count} step") if count == 1 else _("{count} steps")
    return words.format(count=figure(count))


def golden(count: int) -> str:
    """ "2 successes, with their golden step"."""
    text = ngettext(
        "{count} success, with its golden step", "{count} successes, with their golden step", count
    )
    return text.format(count=figure(count))


def linked(text: str, *urls: str) -> SafeString:
    """The text, escaped, with what stands between `<a>` and `</a>` as links, in that order."""
    addresses = iter(urls)
    parts = [
        format_html('<a href="{}">{}</a>', next(addresses), part) if i % 2 else part
        for i, part in enumerate(re.split(r"<a>(.*?)</a>", text))
    ]
    return format_html_join("", "{}", ((part,) for part in parts))


def _bare(name: str) -> str:
    """Without links: a name that people gave, or a sentence whose link has nowhere to lead."""
    return re.sub(r"</?a>", "", name)


def done(moving: int, teams: int, taken: int) -> str:
    """The first sentence of the headline: where steps were ever taken, never how many.

    Who has been still since is told by another sentence.
    """
    if not teams and taken:
        return ngettext(
            "The first stone lies in the water.", "The first stones lie in the water.", taken
        )
    if not teams:
        return _("Here comes your crossing.")
    if not moving:
        return _("The crossing has yet to begin.")
    if moving == teams:
        return ngettext(
            "<a>The team</a> has taken steps.", "<a>All {count} teams</a> have taken steps.", teams
        ).format(count=number(teams))
    return ngettext(
        "<a>{moving} of the {teams} teams</a> has taken steps.",
        "<a>{moving} of the {teams} teams</a> have taken steps.",
        moving,
    ).format(moving=sentence(number(moving)), teams=number(teams))


def proved(*, few: bool = False) -> str:
    """The second sentence: nothing is measured yet, and we say so; `few`: without a link."""
    text = _("Whether customers notice <a>cannot be seen yet</a>.")
    return _bare(text) if few else text


def since(day: date, taken: int, first: Sequence[str], told: int) -> str:
    """What is new since somebody was here; a link for each figure: steps, teams, successes."""
    parts = []
    if taken > 0:
        stones = ngettext("<a>{count} step</a>", "<a>{count} steps</a>", taken)
        parts.append(stones.format(count=figure(taken)))
    if first:
        teams = listed([f"<a>{_bare(name)}</a>" for name in first])
        parts.append(_("a first step at {teams}").format(teams=teams))
    if told > 0:
        celebrated = ngettext("<a>{count} success</a>", "<a>{count} successes</a>", told)
        parts.append(celebrated.format(count=figure(told)))
    day_text = date_format(day, "j F")
    if not parts:
        return _("Nothing new since you were here ({day}).").format(day=day_text)
    return _("Since you were here ({day}): {parts}.").format(day=day_text, parts=", ".join(parts))


def quiet(team: str, weeks: int) -> str:
    """The team that has been still for longest."""
    return _("<a>{team}</a> has taken no new step for {weeks} weeks.").format(
        team=_bare(team), weeks=number(weeks)
    )


def listed(names: Sequence[str]) -> str:
    """Names in a row: "Lab, Natuur en Bronnen"; empty for none."""
    if len(names) < 2:
        return "".join(names)
    return _("{first} and {last}").format(first=", ".join(names[:-1]), last=names[-1])


def celebrate(waiting: int, told: int) -> str:
    if waiting:
        return sentence(
            ngettext(
                "<a>{count} finished initiative</a> has not been told yet.",
                "<a>{count} finished initiatives</a> have not been told yet.",
                waiting,
            ).format(count=number(waiting))
        )
    if told:
        return ngettext(
            "What was finished has been told: <a>{count} success</a>.",
            "Everything that was finished has been told: <a>{count} successes</a>.",
            told,
        ).format(count=number(told))
    return _("Nothing has been finished yet.")


def listening(conversations: int, begun: int) -> str:
    if not conversations and not begun:
        return _("Nobody has listened to a customer yet. One conversation is a beginning.")
    first = ngettext(
        "<a>{count} time</a> we listened", "<a>{count} times</a> we listened", conversations
    ).format(count=number(conversations))
    second = ngettext(
        "<a>{count} step</a> began from a customer's words",
        "<a>{count} steps</a> began from a customer's words",
        begun,
    ).format(count=number(begun))
    return sentence(f"{first}; {second}.")


def team(ambassadors: int, asked: int, helped: int, quiet: int) -> str:
    """Who takes part; figures about fewer than five people or A-teams stay out."""
    if ambassadors < FEWEST:
        return (
            _("The first ambassadors take part.") if ambassadors else _("No A-team has begun yet.")
        )
    parts = [_("<a>{count} ambassadors</a> take part.").format(count=number(ambassadors))]
    if asked >= FEWEST:
        parts.append(
            _("{asked} A-teams asked for help; {helped} got on.").format(
                asked=number(asked),
                helped=number(helped) if helped >= FEWEST or not helped else _("some of them"),
            )
        )
    elif asked:
        parts.append(_("A few A-teams asked for help."))
    if quiet:
        parts.append(
            ngettext(
                "In <a>{count} initiative</a> it has been quiet for a month.",
                "In <a>{count} initiatives</a> it has been quiet for a month.",
                quiet,
            ).format(count=number(quiet))
        )
    return " ".join(map(sentence, parts))


def small(weeks: int | None, finished: bool) -> str:
    if not finished:
        return _("Nothing has been finished yet; start with what fits in a few weeks.")
    if weeks is None:
        return _("Fewer than half of the initiatives have been finished so far.")
    first = ngettext(
        "An initiative is mostly finished in <a>{count} week</a>.",
        "An initiative is mostly finished in <a>{count} weeks</a>.",
        weeks,
    ).format(count=number(weeks))
    smaller = _("What could be finished this month?")
    return first if weeks <= MANY_WEEKS else f"{first} {smaller}"


def customers(touched: int, processes: int, without: Sequence[str]) -> str:
    if not processes:
        return _("No services have been named yet.")
    if not without:
        return ngettext(
            "In <a>the one service</a> that was named an initiative works for the customer.",
            "In <a>all {count} services</a> an initiative works for the customer.",
            processes,
        ).format(count=number(processes))
    if not touched:
        return ngettext(
            "In the one service that was named no initiative works for the customer yet.",
            "In none of the {count} services an initiative works for the customer yet.",
            processes,
        ).format(count=number(processes))
    first = ngettext(
        "In <a>{touched} of the {count} services</a> an initiative works for the customer.",
        "In <a>{touched} of the {count} services</a> initiatives work for the customer.",
        touched,
    ).format(touched=number(touched), count=number(processes))
    named = _("Not yet in {services}.").format(services=listed([_bare(name) for name in without]))
    return f"{first} {named}" if len(without) <= NAMED else first


def behind(principle: str) -> str:
    """Which steps those are that stand behind what is said of a principle, by its key."""
    return {
        "listening": _("Begun from a customer's words."),
        "a-team": _("Of initiatives with an A-team."),
        "small": _("Of initiatives that were finished."),
        "customers": _("Of initiatives that make a service better."),
    }[principle]


def measuring() -> str:
    return _("Nothing is measured yet, so we cannot say whether customers notice it.")


def file_name(ending: str) -> str:
    """What a download is called."""
    return _("crossing") + "." + ending


def columns(words: CrossingTexts) -> list[str]:
    """The heads of the table of weeks."""
    return [_("week"), words.listened, words.tried, words.changed, words.golden]


def crossing_texts(*, few: bool = False) -> CrossingTexts:
    """Every word of the picture; `few` people take part, so no stone is shown."""
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
        and_more=_("{title} and {count} more"),
        today=_("today"),
        empty=_("From five colleagues on, the stones lie here")
        if few
        else _("Here comes the first stone"),
        empty_again=_("Here comes the next stone"),
        scale=_("1 stone = {count} steps"),
        before=_("Before this: {steps} since {month}"),
        sentence=_("Since {start}: {steps} taken, {successes} celebrated."),
        sentence_none=_("From five colleagues on, the stones lie here")
        if few
        else _("No step taken yet."),
        quarter=_("{first} to {last} {year}"),
        quarter_one=_("{first} {year}"),
        so_far=Plural(_("{quarter}: {count} step so far"), _("{quarter}: {count} steps so far")),
        caption_first=_("It began in {month}: {steps}."),
        caption_quiet=_("{quarter}: open water, no steps."),
        caption_more=_("{quarter}: {steps}, more than the quarter before."),
        caption_less=_("{quarter}: {steps}, fewer than the quarter before."),
        caption_same=_("{quarter}: {steps}."),
        caption_success=_(" Celebrated: ‘{title}’."),
        caption_successes=_(" {successes} celebrated, among them ‘{title}’."),
    )
