"""For each address with a parameter: a row of the cast's organisation to open it with."""

from __future__ import annotations

from typing import Any

from backend.organisations.models import Membership

Cast = dict[str, Membership]


def row_for(address: str, parameter: str, cast: Cast) -> Any:
    """The value of `parameter` for `address`. Raises `LookupError` for one that nobody taught."""
    try:
        maker = MAKERS[(address, parameter)]
    except KeyError:
        raise LookupError(f"tests/architecture/rows.py does not know {address} <{parameter}>") from None
    return maker(cast)


MAKERS = {
    ("organisations:membership_change", "uid"): lambda cast: cast["omar"].uid,
    ("organisations:membership_end", "uid"): lambda cast: cast["omar"].uid,
    ("organisations:membership_return", "uid"): lambda cast: cast["omar"].uid,
    ("organisations:membership_remind", "uid"): lambda cast: cast["omar"].uid,
    ("organisations:unit_change", "uid"): lambda cast: cast["omar"].unit.uid,
}
