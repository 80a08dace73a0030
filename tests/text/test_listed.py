"""Words in a row, as each language writes them."""

from __future__ import annotations

import pytest

from backend.text.lists import listed


@pytest.mark.parametrize(
    ("count", "dutch", "english"),
    [
        (0, "", ""),
        (1, "Lab", "Lab"),
        (2, "Lab en Natuur", "Lab and Natuur"),
        (3, "Lab, Natuur en Bronnen", "Lab, Natuur and Bronnen"),
        (4, "Lab, Natuur, Bronnen en {0}", "Lab, Natuur, Bronnen and {0}"),
    ],
)
def test_words_stand_in_a_row(count, dutch, english):
    words = ["Lab", "Natuur", "Bronnen", "{0}"][:count]
    assert (listed(words, "nl"), listed(words, "en")) == (dutch, english)
