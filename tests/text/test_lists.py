"""Pasted lists of units and of people."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.text import outline, people, written
from backend.text.problems import Problem, Refused

CASES = json.loads((Path(__file__).parents[1] / "data" / "invitations.json").read_text())
BULLETS = ["", "• ", "•\t", "- ", "-", "* ", "– ", "— ", "· ", "o\t", "1. ", "12) ", "(3) ", "a) ", "b. ", "1.2 ",
           "▪ ", "\uf0b7\t", "➢ ", "☐ ", "- [ ] ", "‣ "]  # fmt: skip


@pytest.mark.parametrize("case", CASES["lines"], ids=lambda case: case["line"][:30])
def test_a_line_is_read_as_people_have_it(case):
    found = people.read(case["line"])
    if case.get("person"):
        (one,) = found.found
        read = {
            "name": one.name.shown,
            "greeting": one.name.greeting,
            "sort": one.name.sort,
            "email": one.email,
        }
        assert read | ({"team": one.team} if one.team else {}) == case["person"]
    elif case.get("why") == "heading":
        assert [one.why for one in found.skipped] == ["heading"]
    elif case.get("error") in {"address", "no address"}:
        assert [one.problem.value for one in found.wrong] == [case["error"]]


def test_a_single_line_may_hold_many():
    found = people.read(CASES["one_line"]["line"]).found
    assert [{"name": one.name.shown, "email": one.email} for one in found] == CASES["one_line"][
        "people"
    ]


@pytest.mark.parametrize(
    ("pasted", "read"),
    [
        ("Voornaam;Tussenvoegsel;Achternaam;E-mail;Afdeling\nKees;de;Wit;kees@x.nl;Storing Zuid", [("Kees de Wit", "kees", "Storing Zuid")]),
        ("Naam,E-mail,Team\n\"Wit, Kees de\",kees@x.nl,Storing", [("Kees de Wit", "kees", "Storing")]),
        ("Kees\tde Wit\tkees@x.nl", [("Kees de Wit", "kees", "")]),
        ("de Wit, Kees, kees@x.nl", [("Kees de Wit", "kees", "")]),
        ("Kees de Wit (Storing Zuid) <kees@x.nl>", [("Kees de Wit", "kees", "Storing Zuid")]),
        ("Wit, K. de (Kees) <kees@x.nl>", [("Kees de Wit", "kees", "")]),
        ("Aan: Anne <anne@x.nl>, \"Kok, Piet\" <piet@x.nl>", [("Anne", "anne", ""), ("Piet Kok", "piet", "")]),
        ("Wit, Kees de <kees@x.nl>, Bos, Anne <anne@x.nl>", [("Kees de Wit", "kees", ""), ("Anne Bos", "anne", "")]),
        ("a@x.nl b@x.nl,c@x.nl;d@x.nl", [("", "a", ""), ("", "b", ""), ("", "c", ""), ("", "d", "")]),
        ("Anne Bos; anne@x.nl; Piet Kok; piet@x.nl", [("Anne Bos", "anne", ""), ("Piet Kok", "piet", "")]),
        ("1. Kees <kees@x.nl>\n• anne@x.nl", [("Kees", "kees", ""), ("", "anne", "")]),
        ("“Kees” <kees@x.nl>", [("Kees", "kees", "")]),
        ("Kees\u00a0de\u00a0Wit\u00a0<kees@x.nl>\u200b;", [("Kees de Wit", "kees", "")]),
        ("[kees@x.nl](mailto:kees@x.nl)", [("", "kees", "")]),
        ("kees@x.nl (Kees de Wit)", [("Kees de Wit", "kees", "")]),
        ("kees@x.nl\nKees <KEES@x.nl>", [("Kees", "kees", "")]),
    ],
)  # fmt: skip
def test_other_ways_to_write_the_same_are_read_alike(pasted, read):
    found = people.read(pasted)
    assert [(one.name.shown, one.email.split("@")[0], one.team) for one in found.found] == read
    assert not found.wrong


@given(st.text(max_size=200))
def test_whatever_is_pasted_every_line_is_read_skipped_or_named(text):
    found = people.read(text)
    lines = {one.line for one in [*found.found, *found.skipped, *found.wrong]}
    telling = {
        number
        for number, line in enumerate(written.lines(text), start=1)
        if any(map(str.isalnum, line))
    }
    assert telling <= lines
    assert len({one.email for one in found.found}) == len(found.found)


@given(
    bullets=st.lists(st.sampled_from(BULLETS), min_size=3, max_size=3),
    tab=st.sampled_from(["\t", "  ", "    ", "\u2003"]),
)
def test_bullets_are_dropped_and_indentation_is_the_tree(bullets, tab):
    first, second, third = bullets
    found = outline.tree(
        f"{first}Publieksdienst\n{tab}{second}2e lijn\n{tab}{tab}{third}112\n{first}Jeugd;"
    )
    assert [(one.name, one.depth) for one in found] == [
        ("Publieksdienst", 0),
        ("2e lijn", 1),
        ("112", 2),
        ("Jeugd", 0),
    ]


@pytest.mark.parametrize(
    "name", ["2e lijn", "112", "24 uurs zorg", "3.0 Digitaal", "IT", "O&O", "1e hulp", "-3"]
)
def test_numbers_in_names_are_kept(name):
    assert outline.names(name)[0].endswith(name.lstrip("-"))


SIGNS = ["◆", "◇", "⬤", "⚫", "∗", "∘", "⁎", "＊", "・", "»", "›", "❯", "§", "~", "=", "=>", ">", "①", "✅", "👉", "✔️",
         "• •", "1. •", "- 1.", "•\u200b", "\ufeff•", "\u200b1.", "\u200e-"]  # fmt: skip


@pytest.mark.parametrize("sign", SIGNS)
def test_any_sign_that_people_put_before_a_line_is_no_part_of_a_name(sign):
    found = outline.tree(f"Zorg\n  {sign} Balie\n\u200b  {sign} 2e lijn\n{sign} Werk")
    assert [(one.name, one.depth) for one in found] == [
        ("Zorg", 0), ("Balie", 1), ("2e lijn", 1), ("Werk", 0),
    ]  # fmt: skip


@pytest.mark.parametrize("counted", ["I. A\nII. B\nIII. C", "A. A\nB. B\nC. C", "(A) A\n(B) B\n(C) C", "a. A\nb. B\nc. C"])  # fmt: skip
def test_letters_that_count_the_lines_are_dropped(counted):
    assert outline.names(counted) == ["A", "B", "C"]


@pytest.mark.parametrize("name", ["C. van der Lek", "O Team", "O&O", "II. Kwartier", "A-team", "24/7 team", "V.O.F. Duin"])  # fmt: skip
def test_letters_that_somebody_or_something_is_called_by_are_kept(name):
    assert outline.names(name) == [name]


@pytest.mark.parametrize(
    "pasted",
    [
        "A\n├── B\n│   ├── C\n│   └── D\n└── E", "A\n|-- B\n|   |-- C\n|   `-- D\n`-- E", "A\n+---B\n|   +---C\n|   \\---D\n\\---E",
        "# A\n## B\n### C\n### D\n## E", "* A\n** B\n*** C\n*** D\n** E", "- A\n-- B\n--- C\n--- D\n-- E",
        "1. A\n1.1 B\n1.1.1 C\n1.1.2 D\n1.2 E", "1. A\n  1.1 B\n    1.1.1 C\n    1.1.2 D\n  1.2. E",
        "# A\n## B\n- C\n- D\n## E", "# A\n- B\n  - C\n  - D\n- E", "\ufeffA\n\u200b\tB\n\t\u200b\tC\n\t\tD\n\tE",
        "**A**\n  * B\n    * C\n    * D\n  * E",
    ],
)  # fmt: skip
def test_a_tree_is_seen_in_whatever_it_is_drawn_with(pasted):
    assert [(one.name, one.depth) for one in outline.tree(pasted)] == [
        ("A", 0), ("B", 1), ("C", 2), ("D", 2), ("E", 1),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "pasted", ["1.1 A\n1.2 B", "1. A\n2. B", "** A\n** B", "## A\n## B", "3.0 A\n3.1 B"]
)
def test_lines_with_the_same_mark_stand_beside_each_other(pasted):
    assert [one.depth for one in outline.tree(pasted)] == [0, 0]


def test_columns_of_a_sheet_are_levels_and_what_they_repeat_is_one():
    found = outline.tree("Afdeling\tTeam\nWerk\tBalie\nWerk\tPost\nZorg\tBalie")
    assert [(one.name, one.depth) for one in found] == [
        ("Werk", 0), ("Balie", 1), ("Post", 1), ("Zorg", 0), ("Balie", 1),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("pasted", "problem", "line"),
    [
        ("Balie\n\nbalie", Problem.TWICE, 3),
        ("\n".join("  " * n + f"N{n}" for n in range(13)), Problem.TOO_DEEP, 13),
    ],
)
def test_a_list_that_cannot_be_a_tree_is_refused_by_name_at_its_line(pasted, problem, line):
    with pytest.raises(Refused) as refused:
        outline.tree(pasted)
    assert (refused.value.problem, refused.value.line) == (problem, line)


def test_twelve_levels_are_as_deep_as_it_goes():
    assert len(outline.tree("\n".join("  " * n + f"N{n}" for n in range(12)))) == 12
