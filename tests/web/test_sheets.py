"""A file for a spreadsheet opens as it is, in the language of who takes it along."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.utils.translation import override

from backend.web.sheets import csv_text

ROW = ["Zuid; Noord", 1200, 2.5, Decimal("0.25"), date(2026, 3, 2), None]


def test_in_dutch_cells_are_parted_by_semicolons_and_numbers_have_a_comma():
    with override("nl"):
        assert csv_text([ROW]) == '\ufeff"Zuid; Noord";1200;2,5;0,25;2026-03-02;\r\n'


def test_in_english_by_commas_and_numbers_have_a_point():
    with override("en"):
        assert csv_text([ROW]) == "\ufeffZuid; Noord,1200,2.5,0.25,2026-03-02,\r\n"


@pytest.mark.parametrize("text", ["=1+1", "+31 6", "-x", "@a", "\tb"])
def test_text_is_never_reckoned_out(text):
    assert csv_text([[text]]).removeprefix("\ufeff").strip('"').startswith("'")


def test_a_number_below_zero_stays_a_number():
    with override("nl"):
        assert csv_text([[-3, -0.5]]) == "\ufeff-3;-0,5\r\n"
