"""When people of an organisation may be reminded: working days, outside the quiet hours."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

import holidays

from backend.organisations.models import Organisation

_QUARTER = timedelta(minutes=15)
_LONGEST_WAIT = timedelta(days=14)


def may_remind(organisation: Organisation, local: datetime) -> bool:
    """Whether this is a working day outside the quiet hours, in the organisation's own time."""
    return working_day(organisation, local.date()) and not _quiet(
        local.time(), organisation.quiet_from, organisation.quiet_until
    )


def working_day(organisation: Organisation, day: date) -> bool:
    """Whether people work on this day: weekday, public holidays, and Good Friday as they choose."""
    if day.isoweekday() not in organisation.working_days:
        return False
    name = _holidays(organisation.country, day.year).get(day, "")
    good_friday = "goede vrijdag" in name.casefold()
    return not name or (good_friday and organisation.works_on_good_friday)


def next_moment(organisation: Organisation, now: datetime) -> datetime | None:
    """The first quarter of an hour from `now` on which people may be reminded; None means now."""
    if may_remind(organisation, now.astimezone(organisation.zone)):
        return None
    # In UTC, where every quarter is a quarter, also in the nights when the clock changes.
    now = now.astimezone(UTC)
    moment = now.replace(minute=now.minute // 15 * 15, second=0, microsecond=0)
    while moment < now + _LONGEST_WAIT:
        moment += _QUARTER
        if may_remind(organisation, moment.astimezone(organisation.zone)):
            break
    return moment


@lru_cache(maxsize=64)
def _holidays(country: str, year: int) -> dict[date, str]:
    if country not in holidays.list_supported_countries():
        return {}
    known = holidays.country_holidays(
        country, years=year, language="nl" if country == "NL" else None,
        categories=("public", "optional") if country == "NL" else None,
    )  # fmt: skip
    return dict(known)


def _quiet(moment: time, start: time, end: time) -> bool:
    if start <= end:
        return start <= moment < end
    return moment >= start or moment < end
