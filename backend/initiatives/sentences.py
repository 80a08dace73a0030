"""Numbers of steps as people say them."""

from __future__ import annotations

from datetime import date

from django.contrib.humanize.templatetags.humanize import apnumber
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from backend.web.days import spoken


def capital(text: str) -> str:
    """With a capital at its start, as Dutch writes its accented "one" too: Eén."""
    text = capfirst(text)
    return f"E{text[1:]}" if text.startswith("Éé") else text


def steps_sentence(done: int, planned: int, since: date | None = None) -> str:
    """As "Five steps taken since 31 August, two more planned"; an invitation where there is nothing
    yet."""
    if not done and not planned:
        return _("No step yet. Begin with one conversation.")
    if not done:
        text = ngettext("%(n)s step planned", "%(n)s steps planned", planned)
        return capital(text % {"n": apnumber(planned)})
    text = ngettext("%(n)s step taken", "%(n)s steps taken", done) % {"n": apnumber(done)}
    if since is not None:
        text = _("%(steps)s since %(day)s") % {"steps": text, "day": spoken(since)}
    if planned:
        more = ngettext("%(n)s more planned", "%(n)s more planned", planned)
        text = f"{text}, {more % {'n': apnumber(planned)}}"
    return capital(text)


def quiet_weeks(since: date, today: date) -> int:
    """For how many whole weeks nothing was heard, by days of the organisation; one at least."""
    return max(1, (today - since).days // 7)
