"""What a spreadsheet opens as it is: a comma means something else in every country."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from io import StringIO

from django.utils.formats import get_format

CSV = "text/csv; charset=utf-8"
# Office programs take a file without it for the code page of the machine.
_MARK = "\ufeff"
# With these a spreadsheet takes text for something to reckon out.
_RECKONED = ("=", "+", "-", "@", "\t", "\r")

Cell = str | int | float | Decimal | date | None


def csv_text(rows: Iterable[Sequence[Cell]]) -> str:
    """The rows as the office programs of the reader's language read them.

    Where the decimal sign is a comma, as in Dutch, the cells are parted by semicolons. Days are
    written as 2026-03-02, which every language reads; text is never reckoned out.
    """
    comma = str(get_format("DECIMAL_SEPARATOR")) == ","
    held = StringIO()
    writer = csv.writer(held, delimiter=";" if comma else ",")
    for row in rows:
        writer.writerow([_cell(value, comma=comma) for value in row])
    return _MARK + held.getvalue()


def _cell(value: Cell, *, comma: bool) -> str:
    if value is None:
        return ""
    if isinstance(value, float | Decimal):
        return str(value).replace(".", ",") if comma else str(value)
    if isinstance(value, str) and value.startswith(_RECKONED):
        return f"'{value}"
    return str(value)
