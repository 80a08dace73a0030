"""The crossing as people see it: as many stones as steps, silence as open water, words read."""

from __future__ import annotations

import gzip
import re
from datetime import date, timedelta
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.pictures.crossing import (
    Bank,
    Crossing,
    CrossingData,
    CrossingWeek,
    Size,
    SuccessStone,
    crossing,
    crossing_table,
)
from tests.pictures.factories import START, TEXTS, TITLES, TODAY, crossing_data, week

SVG = "{http://www.w3.org/2000/svg}"
SIZES = pytest.mark.parametrize("size", list(Size))

anything = st.text(max_size=60)
successes = st.builds(
    SuccessStone, anything, anything, st.sampled_from(["listened", "tried", "changed", "?"])
)
counts = st.one_of(st.integers(0, 12), st.integers(0, 400), st.integers(0, 60_000))
weeks = st.builds(
    CrossingWeek,
    monday=st.dates(date(2024, 1, 1), date(2028, 12, 31)),
    listened=counts,
    tried=counts,
    changed=counts,
    golden=st.integers(0, 30),
    successes=st.lists(successes, max_size=3).map(tuple),
)
crossings = st.builds(
    CrossingData,
    weeks=st.lists(weeks, max_size=40).map(tuple),
    start=st.dates(date(2024, 1, 1), date(2026, 1, 1)),
    today=st.dates(date(2026, 1, 2), date(2028, 1, 1)),
    end=st.dates(date(2025, 1, 1), date(2032, 1, 1)),
    near=st.builds(Bank, anything, anything),
    far=st.builds(Bank, anything, anything),
)


def parsed(picture: Crossing) -> ElementTree.Element:
    return ElementTree.fromstring(picture.svg)


def stones(picture: Crossing) -> list[ElementTree.Element]:
    root = parsed(picture)
    drawn_once = {id(one) for part in root.findall(f"{SVG}defs") for one in part.iter()}
    return [one for one in root.iter(f"{SVG}use") if id(one) not in drawn_once]


def kinds(picture: Crossing) -> dict[str, int]:
    found = {"l": 0, "t": 0, "c": 0, "g": 0}
    for stone in stones(picture):
        found[stone.get("href", "")[-2]] += 1
    return found


def spread(total: int, weeks: int = 34, golden: int = 0) -> CrossingData:
    """`total` steps over so many weeks, more and more of them, with an open summer."""
    weights = [0 if 13 <= i <= 16 else i + 3 for i in range(weeks)]
    shares = [total * weight // sum(weights) for weight in weights]
    shares[-1] += total - sum(shares)
    return crossing_data(
        *(
            week(
                i,
                share - share // 2 - share // 5,
                share // 2,
                share // 5,
                golden=min(share, golden * share // max(1, total)),
            )
            for i, share in enumerate(shares)
        )
    )


@SIZES
@settings(max_examples=60)
@given(data=crossings)
def test_any_crossing_is_well_formed_and_bounded(size: Size, data: CrossingData) -> None:
    picture = crossing(data, TEXTS, size=size)
    assert parsed(picture).tag == f"{SVG}svg"
    assert len(stones(picture)) <= 1400
    assert len(picture.svg) < 140_000


@settings(max_examples=40)
@given(data=crossings)
def test_a_stone_is_a_step_whenever_nothing_else_is_said(data: CrossingData) -> None:
    picture = crossing(data, TEXTS)
    if not picture.scale_note:
        assert len(stones(picture)) == sum(week.total for week in data.weeks)


@settings(max_examples=20)
@given(data=crossings)
def test_the_same_weeks_give_the_same_picture(data: CrossingData) -> None:
    assert crossing(data, TEXTS) == crossing(data, TEXTS)


@pytest.mark.parametrize("steps", [0, 1, 10, 60, 235, 1_000, 10_000, 100_000, 1_000_000])
@SIZES
def test_it_stays_small_from_ten_steps_to_a_million(steps: int, size: Size) -> None:
    picture = crossing(spread(steps, golden=steps // 40), TEXTS, size=size)
    assert len(picture.svg.encode()) <= 60_000
    assert len(gzip.compress(picture.svg.encode())) <= 10_240
    assert len(stones(picture)) <= 1_100


def test_a_thousand_steps_are_a_thousand_stones() -> None:
    picture = crossing(spread(1_000, golden=20), TEXTS)
    assert picture.steps_per_stone == 1
    assert len(stones(picture)) == 1_000


def test_a_hundred_thousand_steps_say_what_a_stone_stands_for() -> None:
    picture = crossing(spread(100_000), TEXTS)
    assert picture.steps_per_stone >= 100
    assert picture.scale_note == f"1 steen = {picture.steps_per_stone} stappen"
    assert picture.scale_note in picture.svg


def test_stones_shrink_without_a_jump() -> None:
    radii = [
        float(re.search(r'data-radius="([\d.]+)"', crossing(spread(n), TEXTS).svg)[1])  # type: ignore[index]
        for n in range(40, 400, 12)
    ]
    assert all(later <= before * 1.25 for before, later in pairwise(radii))
    assert all(later > before * 0.7 for before, later in pairwise(radii))


def test_shape_says_the_kind_and_celebrating_turns_a_step_golden() -> None:
    data = crossing_data(week(2, 3, 4, 5, "Brief in gewone taal"))
    assert kinds(crossing(data, TEXTS)) == {"l": 3, "t": 4, "c": 4, "g": 1}


def test_more_gold_than_titles_is_still_gold() -> None:
    data = crossing_data(week(2, 3, 4, 5, "Brief in gewone taal", golden=3))
    assert kinds(crossing(data, TEXTS))["g"] == 3


def test_there_is_never_more_gold_than_steps() -> None:
    data = crossing_data(week(2, 1, 0, 0, *TITLES))
    assert kinds(crossing(data, TEXTS)) == {"l": 0, "t": 0, "c": 0, "g": 1}


def test_titles_stand_in_the_picture_and_lead_to_their_page() -> None:
    data = crossing_data(*(week(4 * i + 1, 1, 1, 1, title) for i, title in enumerate(TITLES)))
    root = parsed(crossing(data, TEXTS))
    assert {link.findtext(f"{SVG}text") for link in root.iter(f"{SVG}a")} == set(TITLES)
    assert all(link.get("href") == "/successes/0/" for link in root.iter(f"{SVG}a"))


def gathered_numbers(picture: Crossing) -> list[int]:
    return [
        int((text.text or "").replace(".", ""))
        for text in parsed(picture).iter(f"{SVG}text")
        if text.get("class") == "crossing-on-gold"
    ]


def test_many_successes_are_gathered_with_their_number() -> None:
    numbers = gathered_numbers(crossing(spread(100_000, golden=2_000), TEXTS))
    assert 5 <= len(numbers) <= 13
    assert sum(numbers) == sum(w.golden for w in spread(100_000, golden=2_000).weeks)


def test_many_successes_are_gathered_on_the_phone_too_beside_the_stones() -> None:
    data = spread(100_000, golden=2_000)
    picture = crossing(data, TEXTS, size=Size.PHONE)
    numbers = gathered_numbers(picture)
    assert 3 <= len(numbers) <= 4
    shown = TODAY - timedelta(weeks=12, days=TODAY.weekday())
    assert sum(numbers) == sum(w.golden for w in data.weeks if w.monday >= shown)
    slabs = [r for r in parsed(picture).iter(f"{SVG}rect") if r.get("class") == "stone-gold"]
    left = min(float(slab.get("x", "0")) for slab in slabs)
    right = max(float(slab.get("x", "0")) + float(slab.get("width", "0")) for slab in slabs)
    assert right < 390
    middle = 195
    reach = max(abs(float(stone.get("x", "0"))) for stone in stones(picture))
    assert middle + reach < left


def test_a_title_can_hold_anything_without_breaking_the_picture() -> None:
    nasty = '<script>alert("x")</script> & \x00 {count} \ufffe'
    picture = crossing(crossing_data(week(3, 1, 1, 1, nasty)), TEXTS)
    assert "<script" not in picture.svg
    assert "&lt;script&gt;" in picture.svg


def test_a_quiet_summer_is_named() -> None:
    before = [week(i, 1, 2, 1) for i in range(10)]
    after = [week(i, 1, 2, 1) for i in range(20, 34)]
    assert "zomer: open water" in crossing(crossing_data(*before, *after), TEXTS).svg


def test_two_quiet_weeks_are_not_worth_a_word() -> None:
    data = crossing_data(*(week(i, 1, 2, 1) for i in range(34) if i not in {14, 15}))
    assert "open water</text>" not in crossing(data, TEXTS).svg


def test_without_steps_it_invites() -> None:
    picture = crossing(crossing_data(), TEXTS)
    assert picture.sentence == "Nog geen stap gezet."
    assert "Hier komt de eerste steen" in picture.svg
    assert not stones(picture)


def test_it_is_read_in_one_sentence() -> None:
    data = crossing_data(week(1, 1, 1, 1, "Brief in gewone taal"), week(5, 4, 0, 0))
    picture = crossing(data, TEXTS)
    root = parsed(picture)
    assert root.findtext(f"{SVG}title") == "De oversteek"
    assert root.findtext(f"{SVG}desc") == "Sinds 30 maart: 7 stappen gezet, 1 succes gevierd."
    assert root.get("aria-labelledby") == "l-title l-desc"


def test_each_week_tells_what_was_done_in_it() -> None:
    picture = crossing(crossing_data(week(1, 3, 2, 0)), TEXTS)
    groups = [g for g in parsed(picture).iter(f"{SVG}g") if g.get("data-week")]
    told = dict(zip([g.get("data-week") for g in groups], picture.replay["weeks"], strict=True))
    assert told["2026-04-06"] == ("week van 6 april", "3 geluisterd, 2 geprobeerd")
    assert told["2026-04-13"] == ("week van 13 april: open water", "")
    assert [len(g) for g in groups if g.get("data-week") == "2026-04-06"] == [5]


def test_standing_alone_it_is_one_image_without_links() -> None:
    picture = crossing(crossing_data(week(1, 3, 2, 0, "Titel")), TEXTS, interactive=False)
    root = parsed(picture)
    assert root.get("role") == "img"
    assert not list(root.iter(f"{SVG}a"))
    assert "data-" not in picture.svg
    assert "tabindex" not in picture.svg


def test_no_style_attribute_that_the_content_policy_would_refuse() -> None:
    assert " style=" not in crossing(spread(235, golden=6), TEXTS).svg


def test_the_phone_shows_thirteen_weeks_and_tells_the_rest_in_a_line() -> None:
    data = crossing_data(*(week(i, 1, 1, 0, *(TITLES[:1] if i == 30 else ())) for i in range(35)))
    picture = crossing(data, TEXTS, size=Size.PHONE)
    assert len(stones(picture)) == 26
    assert picture.before == "Hiervoor: 44 stappen sinds april"
    assert [success.title for success in picture.successes] == [TITLES[0]]


def test_a_phone_on_which_the_last_weeks_are_still_awaits_the_next_stone_and_not_the_first() -> (
    None
):
    data = crossing_data(week(1, 4, 4, 2), today=START + timedelta(weeks=34))
    picture = crossing(data, TEXTS, size=Size.PHONE)
    assert picture.before == "Hiervoor: 10 stappen sinds april"
    assert "Hier komt de volgende steen" in picture.svg
    assert "Hier komt de eerste steen" not in picture.svg


def test_a_young_programme_on_the_phone_shows_where_it_began() -> None:
    today = START + timedelta(weeks=3)
    data = crossing_data(week(1, 1, 1, 0), today=today)
    picture = crossing(data, TEXTS, size=Size.PHONE)
    assert picture.before == ""
    assert "doorverbonden" in picture.svg


def test_a_caption_a_quarter() -> None:
    data = crossing_data(
        *(week(i, 1, 1, 0) for i in range(10)),
        *(week(i, 2, 2, 0) for i in range(27, 34)),
    )
    replay = crossing(data, TEXTS).replay
    captions = replay["captions"]
    assert captions[0]["name"] == "April tot en met juni 2026"
    assert sum(replay["steps"][:13]) == 20
    assert [caption["text"] for caption in captions] == [
        "Het begon in april: 20 stappen.",
        "Juli tot en met september 2026: open water, geen stap.",
        "Oktober tot en met november 2026: 28 stappen, meer dan het kwartaal ervoor.",
    ]
    assert [(caption["at"], caption["to"]) for caption in captions] == [(0, 12), (13, 25), (26, 34)]


def test_of_a_quarter_that_is_half_shown_the_rest_is_counted_too() -> None:
    """The phone shows the latest weeks; what came before them in their quarter adds up with them."""
    data = crossing_data(*(week(i, 2, 1, 0) for i in range(40)))
    replay = crossing(data, TEXTS, size=Size.PHONE).replay
    first = replay["captions"][0]
    shown = sum(replay["steps"][first["at"] : first["to"] + 1])
    assert first["before"] > 0
    assert f"{first['before'] + shown} stappen" in first["text"]


def test_a_quarter_that_still_runs_is_not_called_less() -> None:
    data = crossing_data(
        *(week(i, 2, 2, 0) for i in range(13)),
        *(week(i, 1, 0, 0) for i in range(13, 15)),
        today=START + timedelta(weeks=14),
    )
    assert crossing(data, TEXTS).replay["captions"][-1]["text"] == "Juli 2026: 2 stappen."


def test_a_long_programme_puts_weeks_together_and_loses_no_step() -> None:
    data = crossing_data(
        *(week(i, 1, 0, 0) for i in range(300)),
        today=START + timedelta(weeks=300),
        end=START + timedelta(weeks=320),
    )
    picture = crossing(data, TEXTS)
    assert len(stones(picture)) == 300
    assert picture.replay["weeks"][0][0] == "weken vanaf 30 maart 2026"


def test_the_table_holds_every_week_with_steps_newest_first() -> None:
    data = crossing_data(week(1, 3, 2, 1, "Titel"), week(2, 0, 0, 0), week(3, 1, 0, 0))
    rows = crossing_table(data, TEXTS)
    assert [row.label for row in rows] == ["week van 20 april", "week van 6 april"]
    assert (rows[1].total, rows[1].golden, rows[1].successes[0].title) == (6, 1, "Titel")


def test_two_crossings_on_one_page_share_no_id() -> None:
    data = crossing_data(week(1, 3, 2, 1))
    ids = [
        element.get("id")
        for size in Size
        for element in parsed(crossing(data, TEXTS, size=size)).iter()
        if element.get("id")
    ]
    assert len(ids) == len(set(ids))


def test_today_never_lies_beyond_the_far_bank() -> None:
    data = crossing_data(week(1, 1, 0, 0), today=TODAY, end=START)
    match = re.search(r'stroke-dasharray="3 5" d="M([\d.]+) ', crossing(data, TEXTS).svg)
    assert match is not None
    assert float(match[1]) < 1240


def test_what_is_seen_of_a_title_is_in_the_name_of_its_stone() -> None:
    """For who says what they see; also where a part of a title speaks for others too."""
    title = "Achter dit hek maken wij uw thee en nog veel meer"
    data = crossing_data(*(week(n, 3, 2, 1, f"{title} {n}") for n in range(10)))
    seen = 0
    for link in parsed(crossing(data, TEXTS)).iter(f"{SVG}a"):
        text = "".join(link.itertext()).strip()
        name = link.get("aria-label", "")
        joined = not text.endswith("…") and "…" in text
        seen += joined
        assert (text if joined else text.removesuffix("…")) in name
    assert seen
