"""For each address with a parameter: a row of the cast's organisation to open it with."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from backend.api import services as tokens
from backend.events.models import Event
from backend.initiatives import services as initiatives
from backend.initiatives.models import Initiative, Step
from backend.listening import services as listening
from backend.messaging import services as messaging
from backend.organisations import services as organisations
from backend.organisations.models import Membership, Unit
from backend.photos import services as photos
from backend.successes import services as successes
from backend.successes.models import Success
from tests.acting import by
from tests.conftest import member
from tests.initiatives.factories import log, start
from tests.photos.factories import picture
from tests.successes.factories import announced, finished, told

Cast = dict[str, Membership]


def row_for(address: str, parameter: str, cast: Cast) -> Any:
    """The value of `parameter` for `address`. Raises `LookupError` for one that nobody taught."""
    try:
        maker = MAKERS[(address, parameter)]
    except KeyError:
        raise LookupError(
            f"tests/architecture/rows.py does not know {address} <{parameter}>"
        ) from None
    return maker(cast)


def _initiative(cast: Cast) -> Any:
    return start(cast["samira"])


def _event_of_a_change(cast: Cast) -> Any:
    initiative = _initiative(cast)
    initiatives.initiative_change(
        act=by(cast["samira"]), initiative=initiative, version=1, title="Anders"
    )
    return Event.objects.filter(kind="initiative_changed").latest("id")


def _event_of_a_step(cast: Cast) -> Any:
    step = log(cast["samira"])
    initiatives.step_change(act=by(cast["samira"]), step=step, version=1, text="Anders")
    return Event.objects.filter(kind="step_changed").latest("id")


def _event_of_a_story(cast: Cast) -> Any:
    story = told(cast["samira"])
    successes.success_change(
        act=by(cast["samira"]), success=story, version=story.version, title="Anders"
    )
    return Event.objects.filter(kind="success_changed").latest("id")


def _step(cast: Cast) -> Any:
    return log(cast["samira"], planned_on=cast["samira"].organisation.today())


def _check_in(cast: Cast) -> Any:
    return initiatives.check_in(
        act=by(cast["samira"]), initiative=_initiative(cast), answer="going_well"
    )


def _department_with_a_board_of_its_own(cast: Cast) -> Any:
    """Five people work in it, and in none of its teams."""
    organisation = cast["samira"].organisation
    unit, is_new = Unit.objects.get_or_create(organisation=organisation, name="Kring van rayons")
    if not is_new:
        return unit.uid
    Unit.objects.create(organisation=organisation, parent=unit, name="Secretariaat")
    for name in ("Aa", "Bee", "Cee", "Dee", "Ee"):
        member(organisation, unit, f"{name} van de Kring")
    return unit.uid


def _words(cast: Cast) -> Any:
    return listening.words_note(
        act=by(cast["samira"]), text="Fijn.", unit=cast["samira"].unit, consent="organisation"
    )


def _photo(cast: Cast) -> Any:
    photo = photos.photo_store(act=by(cast["samira"]), file=picture(), alt="Een meterkast")
    log(cast["samira"], photo=photo)
    return photo.uid


def _token(cast: Cast) -> Any:
    token, _plain = tokens.token_issue(act=by(cast["anton"]), name="Een")
    return token.uid


def _test_mail(cast: Cast) -> Any:
    return messaging.delivery_request(message="smtp_test", membership=cast["anton"]).uid


MAKERS = {
    ("board:unit_board", "unit"): lambda cast: cast["samira"].unit.uid,
    ("board:own_board", "unit"): _department_with_a_board_of_its_own,
    ("messaging:mail_cancel_undo", "press"): lambda cast: uuid4(),
    ("messaging:smtp_test_detail", "uid"): _test_mail,
    ("accounts:invitation_again", "uid"): lambda cast: cast["omar"].uid,
    ("pages:help_for", "role"): lambda cast: "ambassador",
    ("root:invitation_accept", "uid"): lambda cast: cast["omar"].uid,
    ("tokens:token_revoke", "uid"): _token,
    ("organisations:membership_change", "uid"): lambda cast: cast["omar"].uid,
    ("organisations:membership_correct", "uid"): lambda cast: cast["omar"].uid,
    ("organisations:membership_end", "uid"): lambda cast: cast["omar"].uid,
    ("organisations:membership_return", "uid"): lambda cast: cast["omar"].uid,
    ("organisations:membership_remind", "uid"): lambda cast: cast["omar"].uid,
    **{
        (f"organisations:unit_{verb}", "uid"): lambda cast: cast["omar"].unit.uid
        for verb in ["change", "end", "return"]
    },
    **{
        (f"organisations:process_{verb}", "uid"): lambda cast: (
            organisations.process_add(
                act=by(cast["mieke"]), name=f"Verhuizen {uuid4().hex[:6]}"
            ).uid
        )
        for verb in ["change", "end", "return"]
    },
    **{
        (f"organisations:customer_group_{verb}", "uid"): lambda cast: (
            organisations.customer_group_add(
                act=by(cast["mieke"]), name=f"Bewoners {uuid4().hex[:6]}"
            ).uid
        )
        for verb in ["change", "end", "return"]
    },
    ("successes:success_detail", "uid"): lambda cast: told(cast["samira"]).uid,
    ("successes:applaud", "uid"): lambda cast: told(cast["samira"]).uid,
    ("successes:applause_withdraw", "uid"): lambda cast: told(cast["samira"]).uid,
    ("successes:success_untell", "uid"): lambda cast: told(cast["samira"]).uid,
    ("successes:success_untell_undo", "uid"): lambda cast: told(cast["samira"]).uid,
    ("successes:success_tell", "uid"): lambda cast: finished(cast["samira"]).uid,
    ("successes:success_later", "uid"): lambda cast: finished(cast["samira"]).uid,
    ("successes:success_later_undo", "uid"): lambda cast: finished(cast["samira"]).uid,
    ("successes:success_change_undo", "uid"): lambda cast: (
        Success.objects.get(pk=_event_of_a_story(cast).subject_id).initiative.uid
    ),
    ("successes:success_change_undo", "event"): lambda cast: (
        Event.objects.filter(kind="success_changed").latest("id").uid
    ),
    ("successes:success_change", "uid"): lambda cast: finished(cast["samira"]).uid,
    ("successes:success_preview", "uid"): lambda cast: finished(cast["samira"]).uid,
    ("successes:announcement_request", "uid"): lambda cast: told(cast["samira"]).uid,
    ("successes:announcement_reach", "uid"): lambda cast: told(cast["samira"]).uid,
    ("successes:announcement_preview", "uid"): lambda cast: told(cast["samira"]).uid,
    ("successes:announcement_detail", "uid"): lambda cast: announced(cast["samira"]).uid,
    ("successes:announcement_call_back", "uid"): lambda cast: announced(cast["samira"]).uid,
    **{
        (f"initiatives:{name}", "uid"): lambda cast: _initiative(cast).uid
        for name in [
            "initiative_detail",
            "initiative_change",
            "initiative_history",
            "initiative_finish",
            "initiative_stop",
            "initiative_resume",
            "initiative_resume_undo",
            "check_in",
            "team_add",
            "team_join",
            "team_leave",
        ]
    },
    ("initiatives:initiative_change", "field"): lambda cast: "title",
    ("initiatives:step_change_undo", "uid"): lambda cast: (
        Step.objects.get(pk=_event_of_a_step(cast).subject_id).uid
    ),
    ("initiatives:step_change_undo", "event"): lambda cast: (
        Event.objects.filter(kind="step_changed").latest("id").uid
    ),
    ("initiatives:initiative_change_undo", "uid"): lambda cast: (
        Initiative.objects.get(pk=_event_of_a_change(cast).subject_id).uid
    ),
    ("initiatives:initiative_change_undo", "event"): lambda cast: (
        Event.objects.filter(kind="initiative_changed").latest("id").uid
    ),
    ("initiatives:initiative_words_add", "uid"): lambda cast: _words(cast).uid,
    ("initiatives:initiative_words_remove", "uid"): lambda cast: _initiative(cast).uid,
    ("initiatives:initiative_words_remove", "words"): lambda cast: _words(cast).uid,
    ("initiatives:check_in_undo", "uid"): lambda cast: _check_in(cast).uid,
    **{
        (f"initiatives:{name}", "uid"): lambda cast: _check_in(cast).uid
        for name in ["help_offer", "help_withdraw"]
    },
    **{
        (f"initiatives:{name}", "uid"): lambda cast: _step(cast).uid
        for name in ["step_edit", "step_do", "step_plan", "step_remove", "step_restore"]
    },
    **{
        (f"listening:{name}", "uid"): lambda cast: _words(cast).uid
        for name in ["words_consent_change", "words_withdraw", "words_restore"]
    },
    ("photos:photo", "uid"): _photo,
}
