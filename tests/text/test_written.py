"""Lines, names and running text are fit to keep, whatever was pasted."""

from __future__ import annotations

import unicodedata
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.text import signs, written

ANY = st.text(st.characters(exclude_categories=()), max_size=60)
CONTROLS = [chr(n) for n in (*range(0x20), *range(0x7F, 0xA0)) if chr(n) not in "\t\n\r"]
NEVER = ["\ufffe", "\uffff", "\ufdd0", "\ufdef", "\U0001fffe", "\U0010ffff", "\ud800", "\udfff"]
UNSEEN = [
    "\u200b", "\u3164", "\u2800", "\u00ad", "\ufe0f", "\U000e0041", "\ufeff", "\u2060", "\u115f",
    "\uffa0", "\u034f", "\u180e", "\u202e", "\u200d", "\u00a0", "\u3000", "\U000e0100", "\x07",
]  # fmt: skip
MADE = [written.line, written.name, written.running]


@pytest.mark.parametrize("made", MADE)
@pytest.mark.parametrize("sign", [*CONTROLS, *NEVER])
def test_no_sign_stays_that_a_message_cannot_carry(made, sign):
    kept = made(f"Bij{sign}na klaar{sign}")
    assert sign not in kept
    assert "na klaar" in kept


@pytest.mark.parametrize("made", MADE)
@given(text=ANY)
def test_whatever_is_written_can_stand_in_a_message_and_is_kept_the_same_a_second_time(made, text):
    kept = made(text)
    assert made(kept) == kept
    assert kept == unicodedata.normalize("NFC", kept)
    kept.encode()
    assert ElementTree.fromstring(f"<a>{kept.translate({38: '', 60: '', 62: ''})}</a>") is not None
    assert not kept or not signs.is_blank(kept)


@pytest.mark.parametrize("made", MADE)
@given(text=st.text(st.sampled_from(UNSEEN), max_size=8))
def test_what_nobody_sees_is_empty(made, text):
    assert made(text) == ""


@pytest.mark.parametrize(
    "seen", ["❤️", "👩‍👩‍👧", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "می‌خواهم", "क्‍ष", "é", "x", "0", "👍🏽", "日本"]
)
@pytest.mark.parametrize("made", [written.line, written.running])
def test_emoji_and_the_joiners_of_other_scripts_stay(made, seen):
    assert made(f" {seen} ") == seen
    assert made(f"a {seen} b") == f"a {seen} b"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Els\x0bVisser", "Els Visser"),
        ("Els\u2028Visser\r\n", "Els Visser"),
        ("Els\u200d Vis\u200bser", "Els Visser"),
        ("\ufeffEls\u00a0 Visser\u202e", "Els Visser"),
        ("Els \u202exela\u202c", "Els xela"),
        ("Els\u00adbeth", "Elsbeth"),
        ("علی‌رضا", "علی‌رضا"),
        ("Groep\U000e0041\U000e0042", "Groep"),
    ],
)
def test_a_name_is_one_line_of_what_people_see(text, kept):
    assert written.name(text) == kept


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("een\r\ntwee\rdrie\x0bvier\x85vijf", "een\ntwee\ndrie\nvier\nvijf"),
        ("een\ttwee", "een\ttwee"),
        ("\u2067open", "\u2067open\u2069"),
        ("\u202eomgekeerd\u202c", "omgekeerd"),
        ("dicht\u2069\u202c", "dicht"),
        ("\u202bbinnen\nbuiten", "\u202bbinnen\u202c\nbuiten"),
        ("\u2067\u202bdoor elkaar\u2069\u202c", "\u2067\u202bdoor elkaar\u202c\u2069"),
    ],
)
def test_running_text_keeps_its_lines_and_each_line_its_direction_to_itself(text, kept):
    assert written.running(text) == kept


@given(
    text=st.text(
        st.sampled_from("ab\n\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"), max_size=20
    )
)
def test_no_line_lets_its_direction_run_into_what_stands_behind_it(text):
    lines = written.running(text).split("\n")
    assert lines
    for line in lines:
        opened: list[str] = []
        for sign in line:
            if sign in "\u202a\u202b\u2066\u2067\u2068":
                opened.append("\u202c" if sign in "\u202a\u202b" else "\u2069")
            elif sign in "\u202c\u2069":
                assert opened.pop() == sign
        assert not opened
        assert not set(line) & set("\u202d\u202e")
