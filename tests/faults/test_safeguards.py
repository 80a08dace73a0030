"""The list of safeguards keeps up with the code; `make safeguards` takes them away in earnest."""

from __future__ import annotations

import re

import pytest

from tests.faults import safeguards
from tests.faults.promises import DELIVERY, HEALTH, SAFEGUARDS, Safeguard
from tests.faults.safeguards import ROOT


@pytest.mark.parametrize("safeguard", SAFEGUARDS, ids=lambda safeguard: safeguard.name)
def test_each_safeguard_stands_in_the_code_once_and_its_test_exists(safeguard: Safeguard) -> None:
    assert (ROOT / safeguard.path).read_text().count(safeguard.old) == 1
    file, _, test = safeguard.test.partition("::")
    assert f"def {test.split('[')[0]}(" in (ROOT / file).read_text()


def test_one_that_is_not_in_the_code_is_told_and_not_taken_for_green() -> None:
    gone = Safeguard("nowhere", "tests/faults/x.py::test_x", "README.md", "no such words here", "")
    with pytest.raises(LookupError, match=r"README\.md does not hold"):
        safeguards.taken_away(gone, ROOT)


def test_each_test_of_delivery_and_health_has_a_safeguard_that_it_was_seen_to_miss() -> None:
    named = {safeguard.test.split("::")[1].split("[")[0] for safeguard in SAFEGUARDS}
    for file in (DELIVERY, HEALTH):
        tests = set(re.findall(r"^def (test_\w+)", (ROOT / file).read_text(), re.MULTILINE))
        assert tests
        assert not tests - named
