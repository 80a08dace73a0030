"""The board's sentences, in the reader's language; numbers to twelve as words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from django.utils.dates import MONTHS, MONTHS_3
from django.utils.formats import get_format, number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from backend.initiatives.sentences import capital
from backend.organisations.selectors import FEWEST
from backend.pictures.crossing import CrossingTexts, Plural
from backend.text import lists
from backend.web.days import spoken

# Services that no initiative touches yet are named up to so many.
NAMED = 4
MANY_WEEKS = 8
# So many that are new are counted; more are told as many.
MOST_NEW = 1_000
# A figure in a sentence, as `counted` marks it.
_MARKED = re.compile(r"<n (\d+)>(.*?)</n>")


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


def counted(count: int) -> str:
    """A count in words, marked as one of the board's figures: see `linked`."""
    return f"<n {count}>{number(count)}</n>"


def in_figures(count: int) -> str:
    """The same in figures."""
    return f"<n {count}>{figure(count)}</n>"


def sentence(text: str) -> str:
    """With a capital at its start, also where it starts with a link or a figure."""
    begin = re.match(r"(?:<[^>]*>)*", text)
    at = begin.end() if begin else 0
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
    """The text, escaped, with what stands between `<a>` and `</a>` as links, in that order; an empty
    address makes none.

    Every figure is marked with its number (`data-figure`). One within a link is what the page
    behind it lists; one outside a link has no such list, by choice.
    """
    addresses = iter(urls)
    parts = [
        _link(next(addresses), part) if i % 2 else _figures(part)
        for i, part in enumerate(re.split(r"<a>(.*?)</a>", text))
    ]
    return format_html_join("", "{}", ((part,) for part in parts))


def _link(url: str, part: str) -> SafeString:
    if not url:
        return _figures(part)
    return format_html('<a href="{}"{}>{}</a>', url, _numbered(part), _bare(part))


def _numbered(part: str) -> SafeString:
    found = _MARKED.search(part)
    return format_html(' data-figure="{}"', found[1]) if found else SafeString()


def _figures(part: str) -> SafeString:
    pieces = _MARKED.split(part)
    return format_html_join(
        "",
        "{}{}",
        (
            (
                pieces[i],
                format_html('<span data-figure="{}">{}</span>', pieces[i + 1], pieces[i + 2])
                if i + 2 < len(pieces)
                else "",
            )
            for i in range(0, len(pieces), 3)
        ),
    )


def _bare(name: str) -> str:
    """Without links and marks: a name that people gave, or a sentence whose link leads nowhere."""
    return re.sub(r"</?(?:a|n(?: \d+)?)>", "", name)


def done(moving: int, teams: int, taken: int) -> str:
    """The first sentence of the headline: where steps were ever taken, never how many.

    Who has been still since is told by another sentence.
    """
    if not moving and taken:
        return ngettext(
            "The first stone lies in the water.", "The first stones lie in the water.", taken
        )
    if not teams:
        return _("Your crossing starts here.")
    if not moving:
        return _("The crossing has yet to begin.")
    if moving == teams:
        return ngettext(
            "The team has taken steps.", "All {count} teams have taken steps.", teams
        ).format(count=counted(teams))
    return ngettext(
        "{moving} of the {teams} teams has taken steps.",
        "{moving} of the {teams} teams have taken steps.",
        moving,
    ).format(moving=sentence(counted(moving)), teams=counted(teams))


def proved(*, few: bool = False) -> str:
    """The second sentence: nothing is measured yet, and we say so; `few`: without a link."""
    text = _("Whether customers notice <a>is not visible yet</a>.")
    return _bare(text) if few else text


def since(day: date, taken: int, first: Sequence[str], told: int, *, others: int = 0) -> str:
    """What is new since somebody was here; a link for each figure: steps, teams, successes.

    Of the teams that took a first step some are named, and `others` more are not. More than
    `MOST_NEW` are told as many.
    """
    parts = []
    if taken > 0:
        stones = ngettext("<a>{count} step</a>", "<a>{count} steps</a>", taken)
        parts.append(stones.format(count=_new(taken)))
    if first:
        named = [f"<a>{_bare(name)}</a>" for name in first]
        if others:
            named.append(_("{count} more").format(count=number(others)))
        teams = listed(named)
        parts.append(_("a first step at {teams}").format(teams=teams))
    if told > 0:
        celebrated = ngettext("<a>{count} success</a>", "<a>{count} successes</a>", told)
        parts.append(celebrated.format(count=_new(told)))
    day_text = spoken(day)
    if not parts:
        return _("Nothing new since you were here ({day}).").format(day=day_text)
    return _("Since you were here ({day}): {parts}.").format(day=day_text, parts=", ".join(parts))


def _new(count: int) -> str:
    if count <= MOST_NEW:
        return in_figures(count)
    return _("more than {count}").format(count=figure(MOST_NEW))


def quiet(group: str, weeks: int) -> str:
    """The group of teams that has been still for longest."""
    return _("No new step has been taken at <a>{team}</a> for {weeks} weeks.").format(
        team=_bare(group), weeks=counted(weeks)
    )


def here(taken: int, people: int) -> str:
    """What was done in a department or team, and by how large it is; a link for the steps."""
    if not taken:
        return ngettext(
            "{people} colleague works here.", "{people} colleagues work here.", people
        ).format(people=sentence(counted(people)))
    steps_text = ngettext(
        "<a>{count} step</a> has been taken here so far.",
        "<a>{count} steps</a> have been taken here so far.",
        taken,
    ).format(count=in_figures(taken))
    people_text = ngettext(
        "{people} colleague works here.", "{people} colleagues work here.", people
    ).format(people=sentence(counted(people)))
    return f"{steps_text} {people_text}"


def listed(names: Sequence[str]) -> str:
    """Names in a row: "Lab, Natuur en Bronnen"; empty for none."""
    return lists.listed(names, get_language() or "en")


def celebrate(waiting: int, told: int) -> str:
    if waiting:
        return sentence(
            ngettext(
                "<a>{count} finished initiative</a> has not had its story told yet.",
                "<a>{count} finished initiatives</a> have not had their stories told yet.",
                waiting,
            ).format(count=counted(waiting))
        )
    if told:
        return ngettext(
            "Everything finished has had its story told: <a>{count} success</a>.",
            "Everything finished has had its story told: <a>{count} successes</a>.",
            told,
        ).format(count=counted(told))
    return _("Nothing has been finished yet.")


def listening(conversations: int, with_words: int, words: int) -> str:
    if not conversations and not with_words:
        if words:
            return _("What customers said has been noted. No step has come of it yet.")
        return _("Nobody has listened to a customer yet. One conversation is a beginning.")
    first = ngettext(
        "<a>{count} time</a> we listened", "<a>{count} times</a> we listened", conversations
    ).format(count=counted(conversations))
    second = ngettext(
        "<a>{count} step</a> came with a customer's own words",
        "<a>{count} steps</a> came with a customer's own words",
        with_words,
    ).format(count=counted(with_words))
    return sentence(f"{first}; {second}.")


def team(people: int, carried: int, asked: int, helped: int, quiet: int, *, begun: bool) -> str:
    """Who is in the A-teams of open initiatives; figures about fewer than five people or A-teams
    stay out. `begun`: an initiative was ever started.
    """
    if not people:
        return _("No A-team is at work right now.") if begun else _("No A-team has begun yet.")
    if people < FEWEST:
        return _("A few A-teams are at work.") if begun else _("The first A-teams are at work.")
    parts = [
        ngettext(
            "In A-teams, {people} people are carrying <a>{count} initiative</a> that is under way.",
            "In A-teams, {people} people are carrying <a>{count} initiatives</a> that are under way.",
            carried,
        ).format(people=counted(people), count=counted(carried))
    ]
    if asked >= FEWEST:
        parts.append(_helped(asked, helped))
    elif asked:
        parts.append(_("A few A-teams asked for help."))
    if quiet:
        parts.append(
            ngettext(
                "Nothing has been heard from <a>{count} initiative</a> for two weeks.",
                "Nothing has been heard from <a>{count} initiatives</a> for two weeks.",
                quiet,
            ).format(count=counted(quiet))
        )
    return " ".join(map(sentence, parts))


def _helped(asked: int, helped: int) -> str:
    if not helped:
        return _("{asked} A-teams asked for help; none of them is moving again yet.").format(
            asked=counted(asked)
        )
    return _("{asked} A-teams asked for help; {helped} got moving again.").format(
        asked=counted(asked), helped=counted(helped) if helped >= FEWEST else _("some of them")
    )


def small(weeks: int | None, finished: int) -> str:
    if not finished:
        return _("Nothing has been finished yet; start with what fits in a few weeks.")
    if finished < FEWEST:
        return _(
            "The first initiatives have been finished. How long they take shows once there are more."
        )
    if weeks is None:
        return _("Fewer than half of the initiatives have been finished so far.")
    first = ngettext(
        "An initiative is usually finished in {count} week.",
        "An initiative is usually finished in {count} weeks.",
        weeks,
    ).format(count=counted(weeks))
    smaller = _("What could be finished this month?")
    return first if weeks <= MANY_WEEKS else f"{first} {smaller}"


def customers(touched: int, services: int, without: Sequence[str]) -> str:
    if not services:
        return _("No services have been named yet.")
    if not without:
        return ngettext(
            "An initiative has been started for <a>the one service</a> named so far.",
            "An initiative has been started for <a>all {count} services</a>.",
            services,
        ).format(count=counted(services))
    if not touched:
        return ngettext(
            "No initiative has been started yet for the one service named so far.",
            "No initiative has been started yet for any of the {count} services.",
            services,
        ).format(count=counted(services))
    first = ngettext(
        "An initiative has been started for <a>{touched}</a> of the {count} services.",
        "An initiative has been started for <a>{touched}</a> of the {count} services.",
        touched,
    ).format(touched=counted(touched), count=counted(services))
    named = _("Not yet for {services}.").format(services=listed([_bare(name) for name in without]))
    return f"{first} {named}" if len(without) <= NAMED else first


def behind(principle: str) -> str:
    """Which steps those are that stand behind what is said of a principle, by its key."""
    return {"listening": _("With a customer's own words.")}[principle]


def measuring() -> str:
    return _("Nothing is measured yet, so we cannot say whether customers notice.")


def file_name(ending: str) -> str:
    """What a download is called."""
    return _("crossing") + "." + ending


def columns(words: CrossingTexts) -> list[str]:
    """The heads of the table of weeks."""
    return [_("week"), words.listened, words.tried, words.changed, words.golden]


def _short(month: int) -> str:
    """As the reader's language writes it: Django has them all without a capital."""
    name = str(MONTHS_3[month])
    return name.capitalize() if (get_language() or "").startswith("en") else name


def crossing_texts(*, few: bool = False) -> CrossingTexts:
    """Every word of the picture; `few` people take part, so no stone is shown."""
    seasons = [
        *[_("winter: open water")] * 2, *[_("spring: open water")] * 3,
        *[_("summer: open water")] * 3, *[_("autumn: open water")] * 3, _("winter: open water"),
    ]  # fmt: skip
    return CrossingTexts(
        title=_("The crossing"),
        months=tuple(str(MONTHS[i]) for i in range(1, 13)),
        months_short=tuple(_short(i) for i in range(1, 13)),
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
        else _("The first stone goes here"),
        empty_again=_("The next stone goes here"),
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
