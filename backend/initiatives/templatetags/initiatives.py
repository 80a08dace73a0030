"""Time as people say it on the pages of initiatives."""

from __future__ import annotations

from datetime import datetime

from django import template
from django.contrib.humanize.templatetags.humanize import apnumber
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import ngettext

from backend.initiatives.models import CheckIn
from backend.initiatives.sentences import quiet_weeks
from backend.organisations.models import Membership

register = template.Library()


@register.filter
def quiet_for(since: datetime) -> str:
    """As "Nothing heard for two weeks"; in whole weeks, as nobody counts days."""
    weeks = quiet_weeks(timezone.localdate(since), timezone.localdate())
    text = ngettext("Nothing heard for %(n)s week", "Nothing heard for %(n)s weeks", weeks)
    return str(capfirst(text % {"n": apnumber(weeks)}))


@register.filter
def helped_by(check_in: CheckIn, membership: Membership) -> bool:
    """Whether somebody is among the `helpers` of who is stuck."""
    return any(one.membership_id == membership.pk for one in check_in.helpers)  # type: ignore[attr-defined]
