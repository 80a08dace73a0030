"""Whose fault it is that mail waits or did not arrive, in sentences for who looks after it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from backend.events import subscribers
from backend.outbox.models import FailedWork, Fault
from backend.outbox.ways_out import WayOut

_WHY: dict[str, Any] = {
    Fault.RECIPIENT: _("The address does not exist, or does not accept mail."),
    Fault.SERVICE: _("The mail server is not accepting mail for this address at the moment."),
    Fault.MESSAGE: _("The mail server refused the mail itself."),
    Fault.LATER: _("The mail server asks us to try again later, and we do."),
    Fault.MAKING: _("The mail could not be made: something is wrong on our side."),
}
_BROKE = _("The mail server went silent, or said something that we do not understand.")
_SAME_FOR_ALL = _("The mail server refused the mail itself, so we tried it on nobody else.")
_LATE: dict[str, Any] = {
    Fault.SERVICE: _(
        "The mail server accepted no mail for so long that it was too late to send it."
    ),
    Fault.LATER: _(
        "The mail server kept asking us to try later, until it was too late to send it."
    ),
    "": _("It waited until it was too late to send it."),
}
_PHASES: dict[str, Any] = {
    "CONNECT": _("It cannot be reached."),
    "STARTTLS": _("A secure connection cannot be made."),
    "HELO": _("It refuses to talk to our server."),
    "AUTH": _("It does not accept our user name and password."),
    "MAIL": _("It does not accept our sender’s address."),
}
_WORKS: dict[str, Any] = {
    FailedWork.What.EVENT: _("Telling others what happened"),
    FailedWork.What.FOLD: _("Bringing the board up to date"),
    FailedWork.What.FANOUT: _("Preparing the mails of an announcement"),
    FailedWork.What.REMINDERS: _("Preparing today’s reminders"),
}


def why(fault: str, *, expired: bool = False, to_all: bool = False, broke: bool = False) -> Any:
    """One sentence; empty where nobody knows.

    `to_all`: of a mail that is the same for everybody; `broke`: the line did, and nothing was said.
    """
    if expired:
        return _LATE.get(fault, _LATE[""])
    if broke and fault == Fault.SERVICE:
        return _BROKE
    if to_all and fault == Fault.MESSAGE:
        return _SAME_FOR_ALL
    return _WHY.get(fault, "")


def trouble(way: WayOut) -> Any:
    """What the mail server has against us, by where in the talk it said so."""
    if not way.phase and not way.code:
        return _("It went silent, or said something that we do not understand.")
    return _PHASES.get(way.phase, _("It refuses our mail for now."))


def work(failed: FailedWork) -> Any:
    """What it was that failed."""
    return subscribers.work_of(failed.kind) or _WORKS[failed.what]
