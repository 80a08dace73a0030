"""The libraries' own sentences, in our voice: translated still when a library rewords them."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import pytest
from allauth.account import forms as allauth_forms
from django import forms
from django.apps import apps
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import translation
from django.utils.html import strip_tags

from backend.organisations.models import Membership, Person
from backend.pages import wording
from deploy.messages import read

LIBRARIES = ("django", "allauth")
_IN_TEMPLATE = re.compile(r"{% blocktrans %}(.+?){% endblocktrans %}")
# What people meet of the library's forms; the others have no page here.
LIBRARY_FORMS = (
    allauth_forms.LoginForm,
    allauth_forms.RequestLoginCodeForm,
    allauth_forms.ConfirmLoginCodeForm,
    allauth_forms.ResetPasswordForm,
    allauth_forms.ResetPasswordKeyForm,
    allauth_forms.ChangePasswordForm,
    allauth_forms.SetPasswordForm,
)


def _texts(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    constants = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return {value for value in constants if isinstance(value, str)}


@cache
def _texts_of_libraries() -> frozenset[str]:
    folders = [find_spec(name).submodule_search_locations[0] for name in LIBRARIES]
    paths = [path for folder in folders for path in Path(folder).rglob("*.py")]
    messages = [path for folder in folders for path in Path(folder).rglob("messages/*.txt")]
    assert len(paths) > 500
    assert messages
    in_templates = _IN_TEMPLATE.findall("".join(path.read_text("utf-8") for path in messages))
    return frozenset([*in_templates, *(text for path in paths for text in _texts(path))])


@cache
def _dutch() -> dict[str, str]:
    """Message id → Dutch in our own catalogue."""
    found = {}
    for message in read("nl"):
        plural = isinstance(message.id, tuple)
        pairs = (
            zip(message.id, message.string, strict=False)
            if plural
            else [(message.id, message.string)]
        )
        found.update(pairs)
    return found


def test_every_sentence_that_we_reword_still_stands_in_a_library() -> None:
    [listed] = [
        node.value
        for node in ast.parse(Path(wording.__file__).read_text(encoding="utf-8")).body
        if isinstance(node, ast.Assign)
    ]
    names = {"min_length", "limit_value"}  # the numbers of a plural
    words = {
        node.value
        for node in ast.walk(listed)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    } - names
    assert len(words) > 20
    assert words - _texts_of_libraries() == set()


def _own_forms() -> list[type[forms.Form]]:
    found, todo = [], [forms.Form]
    for config in apps.get_app_configs():
        if config.name.startswith("backend."):
            for name in ("forms", "views"):
                if find_spec(f"{config.name}.{name}"):
                    __import__(f"{config.name}.{name}")
    while todo:
        for one in todo.pop().__subclasses__():
            todo.append(one)
            if one.__module__.startswith("backend."):
                found.append(one)
    return found


def test_every_refusal_of_a_form_is_said_in_our_own_dutch() -> None:
    """Django's Dutch says "u" to colleagues, and some of its sentences only a programmer reads."""
    unsaid = set()
    chosen = [*_own_forms(), *LIBRARY_FORMS]
    assert len(chosen) > 25
    with translation.override("en"):
        for form in chosen:
            for name, field in form.base_fields.items():
                # Between its widget and its limits no browser, nor another sender, reaches others.
                for code, message in field.error_messages.items():
                    if str(message) not in _dutch():
                        unsaid.add(
                            (code, str(message), f"{form.__module__}.{form.__name__}.{name}")
                        )
    assert not unsaid


@pytest.mark.parametrize(
    "password", ["kort", "1234567890123", "password1234", "samira.haddou", "wachtwoord"]
)
def test_a_weak_password_is_refused_in_our_own_dutch(password: str) -> None:
    person = Person(email="samira.haddou@duinzicht.example", name="Samira Haddou")
    with translation.override("nl"), pytest.raises(ValidationError) as dutch:
        validate_password(password, person)
    with translation.override("en"), pytest.raises(ValidationError) as english:
        validate_password(password, person)
    for one, other in zip(dutch.value.messages, english.value.messages, strict=True):
        assert one != other
        assert "wachtwoord" in one or "letters" in one
        assert " u " not in f" {one.lower()} " and " uw " not in f" {one.lower()} "


def test_a_question_that_is_not_answered_is_no_sentence_with_two_colons(
    browse: Callable[[Membership], Client], samira: Membership
) -> None:
    page = browse(samira).post("/o/deplas/steps/", {"text": "Een brief gelezen"})
    assert page.status_code == 422
    text = " ".join(strip_tags(page.content.decode()).split())
    assert "Wat voor stap? Kies: geluisterd" in text
    assert "?:" not in text
