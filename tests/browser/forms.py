"""Every form in which somebody types, as the templates have them, and how to come to each.

A form that this file does not know makes `test_no_text_lost.py` fail: say here who fills it in, where,
and with what.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from backend.listening import services as listening
from backend.messaging import tokens
from backend.organisations import services as organisations
from backend.organisations.models import Membership, Person
from backend.successes import services as successes
from tests.acting import by
from tests.initiatives.factories import log, start
from tests.successes.factories import finished, told

TEMPLATES = Path(settings.BASE_DIR) / "frontend" / "templates"
_FORM = re.compile(r"<form\b([^>]*(?:{[{%].*?[%}]}[^>]*)*)>(.*?)</form>", re.DOTALL)
_TYPED = re.compile(
    r"components/(?:field|choices|kind_choices|photo_field)\.html|<textarea(?![^>]* hidden>)|<select"
    r'|<input(?![^>]*type="(?:hidden|submit)")'
)
# The way in: addresses, codes and passwords are kept nowhere, on purpose (decision 0010).
WAY_IN = re.compile(r"^(account/|components/account_form)")

Cast = dict[str, Membership]


@dataclass(frozen=True)
class Case:
    """One form: who fills it in, on which page, which field is watched, with what beside it."""

    who: str
    path: Callable[[Cast], str]
    name: str
    value: str
    also: dict[str, str] = field(default_factory=dict)
    # What the form refuses in that field; empty where nothing can be wrong with it.
    refused: str = ""
    opens: str = ""


def found() -> Iterator[str]:
    """Each form that posts and is typed in: its template and which one of it."""
    for path in sorted(TEMPLATES.rglob("*.html")):
        forms = [m for m in _FORM.finditer(path.read_text()) if 'method="post"' in m[1]]
        typed = [m for m in forms if _TYPED.search(m[2])]
        for number, _match in enumerate(typed, 1):
            yield f"{path.relative_to(TEMPLATES)}#{number}"


def _initiative(cast: Cast) -> str:
    return f"/o/deplas/initiatives/{start(cast['samira']).uid}/"


def _nameless(cast: Cast) -> str:
    Person.objects.filter(pk=cast["omar"].person_id).update(name="", sort_key="")
    return "/o/deplas/"


def _ready(cast: Cast) -> str:
    initiative = start(cast["samira"])
    log(cast["samira"], initiative)
    return f"/o/deplas/initiatives/{initiative.uid}/"


def _planned(cast: Cast, days: int) -> str:
    day = cast["samira"].organisation.today() + timedelta(days=days)
    return str(log(by(cast["samira"], silent=True), start(cast["samira"]), planned_on=day).uid)


def _words(cast: Cast) -> str:
    noted = listening.words_note(
        act=by(cast["samira"]), text="Fijn.", unit=cast["samira"].unit, consent="a_team"
    )
    return str(noted.uid)


def _quiet(cast: Cast) -> str:
    start(by(cast["samira"], silent=True, at=timezone.now() - timedelta(days=15)))
    return "/o/deplas/"


def _clapped(cast: Cast) -> str:
    success = told(cast["samira"])
    successes.applaud(act=by(cast["omar"]), success=success)
    return f"/o/deplas/successes/{success.uid}/"


def _mail(cast: Cast) -> str:
    initiative = start(cast["samira"])
    url = tokens.url(
        membership_id=cast["samira"].pk, action="check-in-stuck", subject_id=initiative.pk
    )
    return "/" + url.split("/", 3)[3]


TEXT = "Wat een klant mij vandaag vertelde"
LONG = ("lang " * 1400).strip()
OTHER = "Wie een verhuizing meldt"
CASES = {
    "api/token_list.html#1": Case("anton", lambda c: "/o/deplas/tokens/", "name", TEXT, refused=LONG),
    "initiatives/check_in.html#1": Case(
        "samira", _quiet, "sentence", TEXT, refused=LONG, opens="#waiting .answers__stuck summary"
    ),
    "initiatives/initiative_change.html#1": Case(
        "samira", _initiative, "expectation", TEXT, refused=LONG, opens="#said-expectation a"
    ),
    "initiatives/initiative_finish.html#1": Case(
        "samira", lambda c: f"{_ready(c)}finish/", "surprise", TEXT, refused=LONG
    ),
    "initiatives/initiative_start.html#1": Case(
        "samira", lambda c: "/o/deplas/initiatives/new/", "title", TEXT, refused=LONG
    ),
    "initiatives/initiative_stop.html#1": Case(
        "samira", lambda c: f"{_initiative(c)}stop/", "lesson", TEXT, refused=LONG
    ),
    "initiatives/initiative_words_add.html#1": Case(
        "samira",
        lambda c: [_initiative(c), f"/o/deplas/words/{_words(c)}/initiative/"][1],
        "initiative", ":1",
    ),
    "initiatives/planned_answers.html#1": Case(
        "samira", lambda c: [_planned(c, -1), "/o/deplas/"][1], "done_on", "+0",
        refused="+900", opens="#waiting .answers__stuck:has([name=done_on]) summary",
    ),
    "initiatives/planned_answers.html#2": Case(
        "samira", lambda c: [_planned(c, -1), "/o/deplas/"][1], "planned_on", "+20",
        refused="+900", opens="#waiting .answers__stuck:has([name=planned_on]) summary",
    ),
    "initiatives/step_create.html#1": Case(
        "samira", lambda c: "/o/deplas/", "text", TEXT, {"kind": "tried"}, refused=LONG
    ),
    "initiatives/step_done.html#1": Case(
        "samira", lambda c: [_planned(c, -1), "/o/deplas/"][1], "done_on", "+0",
        refused="+900", opens="#waiting .answers__stuck:has([name=done_on]) summary",
    ),
    "initiatives/step_edit.html#1": Case(
        "samira", lambda c: f"/o/deplas/steps/{_planned(c, 3)}/", "text", TEXT, refused=LONG
    ),
    "initiatives/step_plan.html#1": Case(
        "samira", lambda c: f"/o/deplas/steps/{_planned(c, 3)}/plan/", "planned_on", "+20",
        refused="+900",
    ),
    "listening/words_consent_change.html#1": Case(
        "samira", lambda c: f"/o/deplas/listening/{_words(c)}/consent/", "consent", "organisation"
    ),
    "listening/words_note.html#1": Case(
        "samira", lambda c: "/o/deplas/listening/new/", "text", TEXT, refused=LONG
    ),
    "messaging/preferences.html#1": Case(
        "samira", lambda c: "/o/deplas/me/mail/", "success_mail", "none"
    ),
    "organisations/customers.html#1": Case(
        "mieke", lambda c: "/o/deplas/customers/", "process_form-name", TEXT, refused=LONG
    ),
    "organisations/customers.html#2": Case(
        "mieke", lambda c: "/o/deplas/customers/", "group_form-name", TEXT, refused=LONG
    ),
    "organisations/membership_change.html#1": Case(
        "mieke", lambda c: f"/o/deplas/people/{c['samira'].uid}/", "unit", ":1"
    ),
    "pages/name_ask.html#1": Case("omar", _nameless, "name", "Omar Tahiri", refused=LONG),
    "organisations/membership_correct.html#1": Case(
        "anton", lambda c: f"/o/deplas/people/{c['samira'].uid}/correct/", "name",
        "Samira Haddou-Bos", refused=LONG,
    ),
    "organisations/membership_invite.html#1": Case(
        "mieke", lambda c: "/o/deplas/people/invite/", "name", TEXT,
        {"email": "nieuw@deplas.example", "unit": ":1"}, refused=LONG,
    ),
    "organisations/memberships_invite.html#1": Case(
        "mieke", lambda c: "/o/deplas/people/invite/several/", "people",
        "Noor Smit <noor@deplas.example>\nPim Bos <pim@deplas.example>", {"unit": ":1"},
        refused="Noor Smit <noor\nPim Bos",
    ),
    "organisations/profile.html#1": Case(
        "samira", lambda c: "/o/deplas/me/", "name", "Samira Haddou-Bos", refused=LONG
    ),
    "organisations/rename.html#1": Case(
        "mieke",
        lambda c: (
            "/o/deplas/customers/processes/"
            f"{organisations.process_add(act=by(c['mieke']), name='Verhuizen').uid}/"
        ),
        "name", OTHER, refused=LONG,
    ),
    "organisations/settings.html#1": Case(
        "anton", lambda c: "/o/deplas/settings/", "name", "Waterbedrijf Het Meer", refused=LONG
    ),
    "pages/first_run.html#1": Case(
        "", lambda c: "/first-run/", "name", "Waterbedrijf Het Meer",
        {
            "departments": "Facturatie", "administrator_name": "Anton Griffioen",
            "administrator_email": "anton@hetmeer.example",
            "administrator_password": "een korte zin werkt goed",
        },
        refused=LONG,
    ),
    "messaging/mail_action.html#1": Case("", _mail, "sentence", TEXT, refused=LONG),
    "pages/programme_change.html#1": Case(
        "mieke", lambda c: "/o/deplas/programme/", "vision", TEXT,
        {"name": "Samen", "starts_on": "2026-01-01", "ends_on": "2027-01-01"}, refused=LONG,
    ),
    "successes/announcement_request.html#1": Case(
        "samira", lambda c: f"/o/deplas/successes/{told(c['samira']).uid}/announce/", "audience",
        "organisation",
    ),
    "successes/success_detail.html#1": Case("omar", _clapped, "sentence", TEXT, refused=LONG),
    "successes/success_tell.html#1": Case(
        "samira", lambda c: f"/o/deplas/initiatives/{finished(c['samira']).uid}/tell/", "then",
        TEXT, refused=LONG,
    ),
}  # fmt: skip
