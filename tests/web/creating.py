"""Every address that takes a form: what it creates when the form is sent, or that it creates nothing.

An address that this file does not know makes `test_once.py` fail: say here who sends what to it, and
which row comes of it; or that it only changes what is there, so that twice is once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import Model
from django.urls import reverse
from django.utils import timezone

from backend.api.models import Token
from backend.events.models import Event
from backend.initiatives import services as initiatives
from backend.initiatives.models import CheckIn, Help, Initiative, InitiativeWords, Programme, Step
from backend.initiatives.models import TeamMember as Member
from backend.listening import services as listening
from backend.listening.models import Words
from backend.messaging import tokens
from backend.messaging.models import Snooze
from backend.organisations import invitations
from backend.organisations import services as organisations
from backend.organisations.models import (
    CustomerGroup,
    Membership,
    Organisation,
    Process,
    Unit,
)
from backend.outbox.models import Delivery
from backend.successes.models import Announcement, Applause, Success
from tests.acting import by
from tests.initiatives.factories import start
from tests.successes.factories import finished, told

Cast = dict[str, Membership]
Typed = dict[str, Any]


@dataclass(frozen=True)
class Case:
    """Who sends what where, and the row that comes of it. `also` says what else comes of it."""

    who: str
    path: Callable[[Cast], str]
    typed: Callable[[Cast], Typed]
    row: type[Model]
    new: int = 1
    headers: dict[str, str] = field(default_factory=dict)


def _at(name: str, *args: Any) -> str:
    return reverse(name, args=["deplas", *args])


def _today(cast: Cast) -> str:
    return cast["samira"].organisation.today().isoformat()


def _stuck(cast: Cast) -> Any:
    initiative = start(cast["samira"], members=[cast["samira"], cast["joost"]])
    return initiatives.check_in(
        act=by(cast["samira"]), initiative=initiative, answer="stuck", sentence="Vast"
    ).uid


def _words(cast: Cast) -> Words:
    return listening.words_note(
        act=by(cast["samira"]), text="Fijn.", unit=cast["samira"].unit, consent="organisation"
    )


def _story(_cast: Cast) -> Typed:
    return {"title": "Meterstand via foto", "story": "Het lukte.", "thanks": "", "words": ""}


def _step(cast: Cast) -> Typed:
    return {
        "text": "Samen met een klant de brief gelezen", "kind": "listened", "initiative": "",
        "day": _today(cast), "words_text": "Ik snapte de brief niet", "consent": "a_team",
    }  # fmt: skip


def _mail(cast: Cast) -> str:
    quiet = start(by(cast["samira"], silent=True, at=timezone.now() - timedelta(days=21)))
    url = tokens.url(
        membership_id=cast["samira"].pk, action="check-in-going_well", subject_id=quiet.pk
    )
    return "/" + url.split("/", 3)[3]


def _invitation(cast: Cast) -> str:
    invited = organisations.membership_invite(
        act=by(cast["anton"]), email="nina@deplas.example", name="Nina Nieuw", unit=None
    )
    return reverse("root:invitation", args=[invitations.token(invited)])


def _first_run(_cast: Cast) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("TRUNCATE organisations_organisation, organisations_person CASCADE")
    return reverse("root:first_run")


HTMX = {"HX-Request": "true"}

CREATES: dict[str, Case] = {
    "initiatives:step_create": Case("samira", lambda c: _at("initiatives:step_create"), _step, Step),
    "initiatives:initiative_start": Case(
        "samira",
        lambda c: _at("initiatives:initiative_start"),
        lambda c: {"title": "Meterstand via foto", "unit": c["samira"].unit.uid},
        Initiative,
    ),
    "initiatives:check_in": Case(
        "samira",
        lambda c: _at("initiatives:check_in", start(c["samira"]).uid),
        lambda c: {"answer": "stuck", "sentence": "Ik krijg het systeem niet open"},
        CheckIn,
        headers=HTMX,
    ),
    "initiatives:help_offer": Case(
        "joost", lambda c: _at("initiatives:help_offer", _stuck(c)), lambda c: {}, Help
    ),
    "initiatives:team_add": Case(
        "samira",
        lambda c: _at("initiatives:team_add", start(c["samira"]).uid),
        lambda c: {"membership": c["omar"].uid},
        Member,
    ),
    "initiatives:team_join": Case(
        "omar",
        lambda c: _at("initiatives:team_join", start(c["samira"]).uid),
        lambda c: {},
        Member,
    ),
    "initiatives:initiative_words_add": Case(
        "samira",
        lambda c: _at("initiatives:initiative_words_add", _words(c).uid),
        lambda c: {"initiative": start(c["samira"]).uid},
        InitiativeWords,
    ),
    "listening:words_note": Case(
        "samira",
        lambda c: _at("listening:words_note"),
        lambda c: {"text": "Vaak gebeld", "heard_on": _today(c), "consent": "a_team"},
        Words,
    ),
    "successes:success_tell": Case(
        "samira", lambda c: _at("successes:success_tell", finished(c["samira"]).uid), _story, Success
    ),
    "successes:success_change": Case(
        "samira",
        lambda c: _at("successes:success_change", finished(c["samira"]).uid),
        _story,
        Success,
    ),
    "successes:success_later": Case(
        "samira",
        lambda c: _at("successes:success_later", finished(c["samira"]).uid),
        lambda c: {},
        Snooze,
        headers=HTMX,
    ),
    "successes:announcement_request": Case(
        "samira",
        lambda c: _at("successes:announcement_request", told(c["samira"]).uid),
        lambda c: {"audience": "organisation"},
        Announcement,
    ),
    "successes:applaud": Case(
        "omar",
        lambda c: _at("successes:applaud", told(c["samira"]).uid),
        lambda c: {"sentence": "Wat een mooie stap"},
        Applause,
        headers=HTMX,
    ),
    "organisations:membership_invite": Case(
        "mieke",
        lambda c: _at("organisations:membership_invite"),
        lambda c: {"name": "Nina Nieuw", "email": "nina@deplas.example"},
        Membership,
    ),
    "organisations:memberships_invite": Case(
        "mieke",
        lambda c: _at("organisations:memberships_invite"),
        lambda c: {"people": "Nina Nieuw <nina@deplas.example>\nKees <kees@deplas.example>"},
        Membership,
        new=2,
    ),
    "organisations:unit_add": Case(
        "mieke", lambda c: _at("organisations:unit_add"), lambda c: {"name": "Riolering"}, Unit
    ),
    "organisations:process_add": Case(
        "mieke",
        lambda c: _at("organisations:process_add"),
        lambda c: {"process_form-name": "Verhuizen"},
        Process,
    ),
    "organisations:customer_group_add": Case(
        "mieke",
        lambda c: _at("organisations:customer_group_add"),
        lambda c: {"group_form-name": "Bewoners"},
        CustomerGroup,
    ),
    "programme:programme_change": Case(
        "mieke",
        lambda c: _at("programme:programme_change"),
        lambda c: {
            "name": "Dichtbij", "vision": "Elke klant voelt zich geholpen",
            "ambitions": "Eén keer vertellen", "starts_on": "2026-01-01", "ends_on": "2027-01-01",
        },
        Programme,
    ),
    "tokens:token_issue": Case(
        "anton", lambda c: _at("tokens:token_issue"), lambda c: {"name": "Dashboard"}, Token
    ),
    "messaging:smtp_test": Case(
        "anton", lambda c: _at("messaging:smtp_test"), lambda c: {}, Delivery
    ),
    "mail:mail_action": Case("", _mail, lambda c: {}, CheckIn),
    "root:invitation": Case("", _invitation, lambda c: {}, Event),
    "root:first_run": Case(
        "",
        _first_run,
        lambda c: {
            "name": "Gemeente Elders", "language": "nl", "departments": "Burgerzaken",
            "administrator_name": "Els", "administrator_email": "els@elders.example",
            "administrator_password": "een zin om te onthouden",
        },
        Organisation,
    ),
}  # fmt: skip

# Here a form changes what is there, takes it back or puts it back: the row is the same one twice.
CHANGES = {
    "root:invitation_accept", "root:invitation_later",
    "initiatives:check_in_undo", "initiatives:help_withdraw", "initiatives:initiative_change",
    "initiatives:initiative_change_undo", "initiatives:initiative_finish",
    "initiatives:initiative_resume", "initiatives:initiative_resume_undo",
    "initiatives:initiative_stop", "initiatives:initiative_words_remove",
    "initiatives:step_change_undo", "initiatives:step_do", "initiatives:step_edit",
    "initiatives:step_plan", "initiatives:step_remove", "initiatives:step_restore",
    "initiatives:team_leave", "listening:words_consent_change", "listening:words_restore",
    "listening:words_withdraw", "messaging:preferences",
    "messaging:mail_hold", "messaging:mail_resume", "messaging:mail_probe",
    "messaging:mail_try_again", "messaging:mail_cancel", "messaging:mail_cancel_undo",
    "messaging:work_try_again", "accounts:invitation_again",
    "organisations:customer_group_change", "organisations:customer_group_end",
    "organisations:customer_group_return", "organisations:membership_change",
    "organisations:membership_correct",
    "organisations:membership_end", "organisations:membership_remind",
    "organisations:membership_return", "organisations:process_change",
    "organisations:process_end", "organisations:process_return", "organisations:profile",
    "organisations:settings", "organisations:unit_change", "organisations:unit_end",
    "organisations:unit_return", "successes:announcement_call_back",
    "successes:applause_withdraw", "inbox:news_read", "successes:success_change_undo",
    "successes:success_later_undo", "successes:success_untell",
    "successes:success_untell_undo", "tokens:token_revoke",
    "set_language",
    # Nothing is saved: what is typed is shown, or counted.
    "successes:success_preview", "successes:announcement_reach", "pages:hints",
}  # fmt: skip


def counted() -> dict[str, int]:
    """How many rows there are of everything, but for what browsers and this mechanism need."""
    apart = {"web.Sent", "sessions.Session", "jobs.Heartbeat"}
    return {
        model._meta.label: model._base_manager.count()
        for model in apps.get_models()
        if model._meta.managed and model._meta.label not in apart
    }
