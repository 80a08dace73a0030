"""A slow or broken line between a page and us: what is shown is the newest, and waits for its turn."""

from __future__ import annotations

from tests.faults.promises.base import Safeguard

NEWEST = "tests/browser/test_newest_answer.py"
TEMPLATES = "frontend/templates"

SAFEGUARDS = [
    Safeguard(
        "what is asked while somebody types takes back what was asked before",
        f"{NEWEST}::test_what_was_typed_last_is_what_is_shown[people]",
        f"{TEMPLATES}/organisations/people.html",
        ' hx-sync="this:replace"',
        "",
    ),
    Safeguard(
        "a story that is being fetched is fetched anew when it changes",
        f"{NEWEST}::test_what_changes_while_a_change_is_being_shown_is_shown_as_well"
        "[#story-while the answer is under way]",
        f"{TEMPLATES}/initiatives/initiative_detail.html",
        ' hx-sync="this:replace"',
        "",
    ),
    Safeguard(
        "a part of a page hears at once when it is put in",
        f"{NEWEST}::test_what_changes_while_a_change_is_being_shown_is_shown_as_well"
        "[#latest-while it is put in]",
        f"{TEMPLATES}/components/head.html",
        ', "defaultSettleDelay": 0',
        "",
    ),
]
