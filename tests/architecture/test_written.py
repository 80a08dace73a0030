"""Nobody's text comes in past `backend.text`: every form's field and every service's argument.

A form or a service that this file does not know makes it fail: say here what it keeps, or why not.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from allauth.account.fields import PasswordField as LibraryPasswordField
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils.module_loading import import_string

import backend
from backend.accounts import services as accounts
from backend.api import services as tokens
from backend.initiatives import services as initiatives
from backend.listening import services as listening
from backend.organisations import services as organisations
from backend.organisations.models import Organisation
from backend.outbox import crypto
from backend.outbox.models import Delivery
from backend.photos import services as photos
from backend.successes import services as successes
from backend.text import people, signs
from backend.writing import fields
from backend.writing.hints import HintedForm, is_hinted
from tests.acting import by
from tests.initiatives.factories import log, start
from tests.photos.factories import picture
from tests.successes.factories import drafted, finished, told

NASTY = "Bij\x0bna\u200b klaar\ufffe\x07\u202e"
UNSEEN = ["\u200b", "\u3164", "\u2800 \u00ad", "\ufe0f\U000e0041"]
OURS = (
    fields.LineField, fields.NameField, fields.TextField, fields.LinesField, fields.CodeField,
    fields.SecretField, fields.HiddenField, fields.AddressField,
)  # fmt: skip
# As it is: a password, and a number that the page made.
AS_TYPED = (fields.PasswordField, LibraryPasswordField, forms.UUIDField)
# The library's own pages for which we have no form: passwords only.
LIBRARY = [
    f"allauth.account.forms.{name}"
    for name in (
        "ChangePasswordForm",
        "SetPasswordForm",
        "ResetPasswordKeyForm",
        "ReauthenticateForm",
    )
]


def modules() -> Iterator[Any]:
    """Every module of the back end."""
    for found in pkgutil.walk_packages(backend.__path__, "backend."):
        if not {"migrations", "wsgi"} & set(found.name.split(".")):
            yield importlib.import_module(found.name)


def form_classes() -> list[type[forms.BaseForm]]:
    """Every form of ours, and those of the library that we show."""
    own = {
        one
        for module in modules()
        for _name, one in inspect.getmembers(module, inspect.isclass)
        if issubclass(one, forms.BaseForm) and one.__module__.startswith("backend.")
    }
    library = [*settings.ACCOUNT_FORMS.values(), *LIBRARY]
    return sorted(own | {import_string(path) for path in library}, key=lambda one: one.__qualname__)


FORMS = form_classes()


def test_the_walk_finds_the_forms() -> None:
    assert {"StepForm", "FirstRunForm", "InvitationsForm", "ConfirmLoginCodeForm", "LoginForm"} <= {
        one.__name__ for one in FORMS
    }


@pytest.mark.parametrize("form", FORMS, ids=lambda one: one.__qualname__)
def test_every_field_in_which_somebody_writes_makes_it_fit(form) -> None:
    written = {n: f for n, f in form.base_fields.items() if isinstance(f, forms.CharField)}
    assert not {n for n, f in written.items() if not isinstance(f, (*OURS, *AS_TYPED))}
    for name, field in written.items():
        if isinstance(field, (*AS_TYPED, fields.AddressField)):
            continue
        kept = field.to_python(NASTY)
        assert not set(kept) & set("\x0b\x07\ufffe"), name
        assert all(field.to_python(one) == "" for one in UNSEEN), name


@pytest.mark.parametrize("form", FORMS, ids=lambda one: one.__qualname__)
def test_a_form_with_a_text_that_others_read_asks_about_names_in_it(form) -> None:
    if any(is_hinted(field) for field in form.base_fields.values()):
        assert issubclass(form, HintedForm)


def test_no_module_makes_a_field_of_its_own() -> None:
    """Also those that are made while the page is drawn."""
    found = [
        module.__name__
        for module in modules()
        if module.__name__ not in {"backend.writing.fields", "backend.writing.hints"}
        and any(
            f"forms.{kind}(" in _source(module)
            for kind in ("CharField", "EmailField", "SlugField", "URLField")
        )
    ]
    assert not found


def _source(module: Any) -> str:
    return Path(module.__file__).read_text(encoding="utf-8")


# Arguments that name one of a few things, are made by the program, or are kept as they were typed.
NO_TEXT = {
    "kind", "consent", "language", "answer", "audience", "seen", "roles", "slug", "message", "dedupe_key",
    "payload", "figures", "changes", "page", "rule", "queue", "process", "plain", "success_mail",
    "administrator_password", "administrator_unit", "settings",
}  # fmt: skip


def services() -> Iterator[tuple[str, str]]:
    """(service, argument) of everything that a service takes as text."""
    for room in pkgutil.iter_modules(backend.__path__):
        name = f"backend.{room.name}.services"
        if importlib.util.find_spec(f"backend.{room.name}") and importlib.util.find_spec(name):
            module = importlib.import_module(name)
            for called, one in inspect.getmembers(module, inspect.isfunction):
                if called.startswith("_") or not one.__module__.startswith(name):
                    continue
                yield from ((called, name) for name in _texts(one) if name not in NO_TEXT)


def _texts(service: Any) -> Iterator[str]:
    for one in inspect.signature(service).parameters.values():
        if (
            "str" in str(one.annotation)
            or "People" in str(one.annotation)
            or one.kind is one.VAR_KEYWORD
        ):
            yield one.name


Keep = Callable[[Any, str], str]


def _programme(c: Any, **texts: Any) -> Any:
    today = c.organisation.today()
    given = {"name": "Dichtbij", "vision": "Elke klant thuis", "ambitions": [], **texts}
    return initiatives.programme_start(
        act=by(c.mieke), starts_on=today, ends_on=today.replace(year=today.year + 2), **given
    )  # fmt: skip


def _programme_changed(c: Any, **texts: Any) -> Any:
    found = _programme(c)
    given = {"name": "Dichtbij", "vision": "Elke klant", "ambitions": [], **texts}
    return initiatives.programme_change(
        act=by(c.mieke), programme=found, version=found.version, starts_on=found.starts_on, ends_on=found.ends_on, **given
    )  # fmt: skip


def _started(**texts: Any) -> Any:
    given = {
        "name": "Gemeente", "departments": ["Balie"], "administrator_name": "Ada",
        "administrator_email": "ada@elders.example", "language": "nl", **texts,
    }  # fmt: skip
    return organisations.organisation_start(**given)


def _changed(c: Any, name: str, text: str) -> str:
    found = initiatives.initiative_change(
        act=by(c.samira), initiative=start(c.samira), version=1, **{name: text}
    )
    return str(getattr(found, name))


def _step_changed(c: Any, name: str, text: str) -> str:
    return str(
        getattr(
            initiatives.step_change(
                act=by(c.samira), step=log(c.samira), version=1, **{name: text}
            ),
            name,
        )
    )


def _story(c: Any, name: str, text: str) -> str:
    found = drafted(c.samira)
    changed = successes.success_change(
        act=by(c.samira), success=found, version=found.version, **{name: text}
    )
    return str(getattr(changed, name))


def _of_a_step(c: Any, **texts: Any) -> Any:
    return (
        log(c.samira, words_text="Zo zei ze het", **texts)
        if "words_text" not in texts
        else log(c.samira, **texts)
    )


def _applauded(c: Any, text: str) -> str:
    found = successes.applaud(act=by(c.omar), success=told(c.samira), sentence=text)
    return str(found.applause.get().sentence)


def _saved(c: Any, text: str) -> str:
    return str(
        successes.success_save(
            act=by(c.samira), initiative=finished(c.samira), version=1, story=text
        ).story
    )


def _finished(c: Any, text: str) -> str:
    initiative = start(c.samira)
    log(c.samira, initiative)
    return str(
        initiatives.initiative_finish(
            act=by(c.samira), initiative=initiative, surprise=text
        ).surprise
    )


def _an_address(text: str) -> str:
    return f"n{text}@elders.example".replace("\u200b klaar", "")


def _readdressed(c: Any, service: Callable[..., Any], text: str) -> str:
    service(person=c.samira.person, email=_an_address(text))
    c.samira.person.refresh_from_db()
    return str(c.samira.person.email)


def _asked_for(c: Any, text: str) -> str:
    accounts.address_ask(person=c.samira.person, email=_an_address(text))
    return str(crypto.decrypt(Delivery.objects.get(message="address_code").secret)["to"])


def _corrected(c: Any, text: str) -> Any:
    invited = organisations.membership_invite(
        act=by(c.anton), email="nina@elders.example", name="Nina", unit=None
    )
    return organisations.membership_correct(
        act=by(c.anton), membership=invited, version=1, name="Nina", email=_an_address(text)
    )


KEPT: dict[tuple[str, str], Keep] = {
    ("token_issue", "name"): lambda c, t: tokens.token_issue(act=by(c.anton), name=t)[0].name,
    ("check_in", "sentence"): lambda c, t: initiatives.check_in(act=by(c.samira), initiative=start(c.samira), answer="stuck", sentence=t).sentence,
    ("initiative_change", "fields"): lambda c, t: "".join(_changed(c, n, t) for n in ("title", "expectation", "interpretation")),
    ("initiative_finish", "surprise"): _finished,
    ("initiative_finish", "keeper"): lambda c, t: _changed(c, "keeper", t),
    ("initiative_start", "title"): lambda c, t: start(c.samira, title=t).title,
    ("initiative_start", "expectation"): lambda c, t: start(c.samira, expectation=t).expectation,
    ("initiative_start", "interpretation"): lambda c, t: start(c.samira, interpretation=t).interpretation,
    ("initiative_stop", "lesson"): lambda c, t: initiatives.initiative_stop(act=by(c.samira), initiative=start(c.samira), lesson=t).lesson,
    ("programme_start", "name"): lambda c, t: _programme(c, name=t).name,
    ("programme_start", "vision"): lambda c, t: _programme(c, vision=t).vision,
    ("programme_start", "ambitions"): lambda c, t: _programme(c, ambitions=[t]).ambitions.get().text,
    ("programme_change", "name"): lambda c, t: _programme_changed(c, name=t).name,
    ("programme_change", "vision"): lambda c, t: _programme_changed(c, vision=t).vision,
    ("programme_change", "ambitions"): lambda c, t: _programme_changed(c, ambitions=[t]).ambitions.get().text,
    ("step_change", "fields"): lambda c, t: _step_changed(c, "text", t) + _step_changed(c, "label", t),
    ("step_log", "text"): lambda c, t: log(c.samira, text=t).text,
    ("step_log", "words_text"): lambda c, t: getattr(_of_a_step(c, words_text=t).words, "text", ""),
    ("step_log", "said_by"): lambda c, t: _of_a_step(c, said_by=t).words.said_by,
    ("step_log", "label"): lambda c, t: log(c.samira, label=t).label,
    ("words_note", "text"): lambda c, t: listening.words_note(act=by(c.samira), unit=c.unit, text=t).text,
    ("words_note", "said_by"): lambda c, t: listening.words_note(act=by(c.samira), unit=c.unit, text="Fijn", said_by=t).said_by,
    ("membership_invite", "why"): lambda c, t: organisations.membership_invite(act=by(c.mieke), email="nina@elders.example", name="Nina", unit=None, why=t).invited_why,
    ("memberships_invite", "why"): lambda c, t: organisations.memberships_invite(act=by(c.mieke), people=people.read("Nina <nina@elders.example>"), unit=None, why=t).members[0].invited_why,
    ("customer_group_add", "name"): lambda c, t: organisations.customer_group_add(act=by(c.mieke), name=t).name,
    ("customer_group_change", "name"): lambda c, t: organisations.customer_group_change(act=by(c.mieke), customer_group=organisations.customer_group_add(act=by(c.mieke), name="Bewoners"), name=t).name,
    ("process_add", "name"): lambda c, t: organisations.process_add(act=by(c.mieke), name=t).name,
    ("process_change", "name"): lambda c, t: organisations.process_change(act=by(c.mieke), process=organisations.process_add(act=by(c.mieke), name="Verhuizen"), name=t).name,
    ("unit_add", "name"): lambda c, t: organisations.unit_add(act=by(c.mieke), name=t).name,
    ("unit_change", "name"): lambda c, t: organisations.unit_change(act=by(c.mieke), unit=c.unit, name=t, parent=c.unit.parent).name,
    ("membership_invite", "name"): lambda c, t: organisations.membership_invite(act=by(c.anton), email="n@elders.example", name=t, unit=None).own_name,
    ("membership_invite", "email"): lambda c, t: organisations.membership_invite(act=by(c.anton), email=f"n{t}@elders.example".replace("\u200b klaar", ""), name="Nina", unit=None).person.email,
    ("memberships_invite", "people"): lambda c, t: organisations.memberships_invite(act=by(c.anton), people=people.read(f"{t} <n@elders.example>".replace("\x0b", "")), unit=None).members[0].own_name,
    ("organisation_change", "fields"): lambda c, t: organisations.organisation_change(act=by(c.anton), name=t).name,
    ("organisation_start", "name"): lambda c, t: _started(name=t).organisation.name,
    ("organisation_start", "departments"): lambda c, t: _started(departments=[t]).unit.name,
    ("organisation_start", "administrator_name"): lambda c, t: _started(administrator_name=t).person.name,
    ("organisation_start", "administrator_email"): lambda c, t: _started(administrator_email=f"ada{t}@elders.example".replace("\u200b klaar", "")).person.email,
    ("first_organisation_start", "fields"): lambda c, t: _started(name=t).organisation.name,
    ("person_change", "name"): lambda c, t: organisations.person_change(person=c.samira.person, name=t, language="nl").name,
    ("person_readdress", "email"): lambda c, t: _readdressed(c, organisations.person_readdress, t),
    ("address_change", "email"): lambda c, t: _readdressed(c, accounts.address_change, t),
    ("address_ask", "email"): _asked_for,
    ("membership_correct", "name"): lambda c, t: organisations.membership_correct(act=by(c.anton), membership=c.omar, version=1, name=t).person.name,
    ("membership_correct", "email"): lambda c, t: _corrected(c, t).person.email,
    ("photo_store", "alt"): lambda c, t: photos.photo_store(act=by(c.samira), file=picture(), alt=t).alt,
    ("photo_describe", "alt"): lambda c, t: photos.photo_describe(act=by(c.samira), photo=photos.photo_store(act=by(c.samira), file=picture(), alt="Een meter"), alt=t, seen="Een meter").alt,
    ("applaud", "sentence"): _applauded,
    ("success_change", "fields"): lambda c, t: "".join(_story(c, n, t) for n in ("title", "story", "thanks")),
    ("success_save", "fields"): _saved,
}  # fmt: skip


@pytest.fixture
def cast(samira, omar, mieke, anton, unit, organisation) -> SimpleNamespace:
    return SimpleNamespace(
        samira=samira, omar=omar, mieke=mieke, anton=anton, unit=unit, organisation=organisation
    )


def test_every_text_that_a_service_takes_is_known() -> None:
    assert set(services()) - KEPT.keys() == set()


@pytest.mark.parametrize("which", KEPT, ids=".".join)
def test_no_service_keeps_what_no_message_carries(which, cast) -> None:
    kept = KEPT[which](cast, NASTY)
    assert kept
    assert not set(kept) & set("\x0b\x07\ufffe")


@pytest.mark.parametrize("which", KEPT, ids=".".join)
@pytest.mark.parametrize("unseen", UNSEEN)
def test_for_a_service_what_nobody_sees_is_empty(which, unseen, cast) -> None:
    try:
        kept = KEPT[which](cast, unseen)
    except ValidationError:
        kept = ""
    assert not kept or not signs.is_blank(kept)


def test_the_database_keeps_it_out_whatever_way_there_will_be(samira) -> None:
    step = log(samira)
    unfit = "UPDATE initiatives_step SET text = %s WHERE id = %s"
    with pytest.raises(IntegrityError, match="step_text_fit"), transaction.atomic():
        connection.cursor().execute(unfit, ["Bij\x0bna", step.pk])
    with pytest.raises(IntegrityError, match="organisation_text_fit"), transaction.atomic():
        Organisation.objects.filter(pk=samira.organisation_id).update(name="De\ufffePlas")
