"""What a room knows of higher ones where no import tells: addresses, templates, relations, kinds.

The layers are those of the import checker (`pyproject.toml`); here is looked at names in texts.
"""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.urls import URLResolver, get_resolver

from backend.messaging import messages, rules

ROOT = Path(settings.BASE_DIR)
TEMPLATES = ROOT / "frontend" / "templates"
# Folders of templates that bear no room's name. The frame around every page, and the pages about
# errors, show what the rooms register, and stand where they can all extend them.
FOLDERS = {"components": "web", "emails": "messaging", "account": "accounts", "allauth": "accounts"}
# Namespaces are of the room whose name they bear, else of the one that holds their addresses.
LOADED = re.compile(r"{%\s*load ([^%]*)%}")
TAGS = re.compile(r"""{%\s*(url|include|extends)\s+['"]([^'"]+)['"]""")
NAMED = re.compile(r"(\w+):\w+")
TEMPLATE = re.compile(r"(?:[\w.]+/)*[\w.]+\.(?:html|txt|mjml)")
# What is known of a higher room and stays for now, each with its reason.
KNOWN = {
    # Whether an invitation or a code arrived is shown beside the colleague that it was for.
    ("organisations/people.html", "load mailed"),
    ("organisations/people.html", "load invited"),
    ("organisations/people.html", "accounts:invitation_again"),
    ("organisations/membership_change.html", "load mailed"),
}


@cache
def _levels() -> dict[str, int]:
    """Room → how high it lies."""
    told = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    (layers,) = [one for one in told if one["name"] == "Rooms are layered"]
    found = {
        room.strip(): height
        for height, layer in enumerate(reversed(layers["layers"]))
        for room in layer.split("|")
    }
    return {**dict.fromkeys(layers["exhaustive_ignores"], -1), **found}


def _is_above(other: str, room: str) -> bool:
    return other != room and _levels().get(other, -1) > _levels()[room]


@cache
def _namespaces() -> dict[str, str]:
    """Namespace of addresses → its room."""

    def walk(resolver: URLResolver) -> Iterator[tuple[str, str]]:
        for one in resolver.url_patterns:
            if isinstance(one, URLResolver):
                where = getattr(one.urlconf_name, "__name__", "")
                if one.namespace and where.startswith("backend."):
                    room = one.namespace if one.namespace in _levels() else where.split(".")[1]
                    yield one.namespace, room
                yield from walk(one)

    return dict(walk(get_resolver()))


def _room_of(template: str) -> str:
    folder, _slash, rest = template.partition("/")
    return FOLDERS.get(folder, folder) if rest else "web"


@cache
def _libraries() -> dict[str, str]:
    """Library of template tags → its room."""
    return {
        found.stem: found.relative_to(ROOT).parts[1]
        for found in (ROOT / "backend").glob("*/templatetags/*.py")
    }


def _texts(room: str) -> Iterator[tuple[Path, str]]:
    """Every text in the code of a room that is no docstring."""
    for path in (ROOT / "backend" / room).rglob("*.py"):
        if "migrations" in path.parts:
            continue
        tree = ast.parse(path.read_text())
        said = {
            id(node.body[0].value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
            and node.body
            and isinstance(node.body[0], ast.Expr)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                if id(node) not in said:
                    yield path, node.value
            elif isinstance(node, ast.keyword) and node.arg and "__" in node.arg:
                yield path, node.arg


ROOMS = sorted(room for room in _levels() if (ROOT / "backend" / room).is_dir())


def test_the_layers_and_the_folders_are_the_same_rooms() -> None:
    assert len(ROOMS) == len(_levels()) > 15
    assert {"pages", "messaging", "accounts", "inbox", "board"} <= set(_namespaces().values())


@pytest.mark.parametrize("room", ROOMS)
def test_no_room_names_an_address_of_a_higher_one(room: str) -> None:
    found = {
        (path.name, text)
        for path, text in _texts(room)
        if (named := NAMED.fullmatch(text)) and _is_above(_namespaces().get(named[1], room), room)
    }
    assert not found


@pytest.mark.parametrize("room", ROOMS)
def test_no_room_names_a_template_of_a_higher_one(room: str) -> None:
    found = {
        (path.name, text)
        for path, text in _texts(room)
        if TEMPLATE.fullmatch(text)
        and (TEMPLATES / text).exists()
        and _is_above(_room_of(text), room)
    }
    assert not found


def _template_names(template: str, text: str) -> Iterator[tuple[str, str]]:
    """(room, what is named) of all that a template names."""
    for tag, name in TAGS.findall(text):
        if tag == "url" and ":" in name:
            yield _namespaces().get(name.split(":")[0], _room_of(template)), name
        elif tag != "url":
            yield _room_of(name.split("#")[0]), name
    for names in LOADED.findall(text):
        for library in names.split():
            if library in _libraries():
                yield _libraries()[library], f"load {library}"


def test_no_template_names_an_address_a_template_or_a_tag_of_a_higher_room() -> None:
    paths = [path for path in TEMPLATES.rglob("*") if path.is_file()]
    assert len(paths) > 80
    found = {
        (template, name)
        for path in paths
        for template in [str(path.relative_to(TEMPLATES))]
        for room, name in _template_names(template, path.read_text())
        if _is_above(room, _room_of(template))
    }
    assert found == KNOWN


def _reverse_names() -> dict[str, tuple[str, str]]:
    """The other end of each relation from a higher room to a lower one: name → (higher, lower)."""
    return {
        name: (higher, lower)
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.is_relation and field.auto_created and not field.concrete
        for higher, lower in [(field.related_model._meta.app_label, model._meta.app_label)]
        if higher in _levels() and lower in _levels() and _is_above(higher, lower)
        for name in [field.name]
        if not field.hidden
    }


@pytest.mark.parametrize("room", ROOMS)
def test_no_room_asks_by_a_relation_of_a_higher_one(room: str) -> None:
    own = {
        field.name
        for model in apps.get_models()
        if (of := model._meta.app_label) in _levels() and not _is_above(of, room)
        for field in model._meta.get_fields()
        if not (field.auto_created and field.is_relation)
        or not _is_above(field.related_model._meta.app_label, room)
    }
    foreign = {
        name
        for name, (higher, lower) in _reverse_names().items()
        if _is_above(higher, room) and name not in own
    }
    found = {
        (path.name, text)
        for path, text in _texts(room)
        if re.fullmatch(r"\w+", text) and "__" in text and foreign & set(text.split("__"))
    }
    assert not found


@pytest.mark.parametrize("room", ROOMS)
def test_no_room_names_a_message_or_a_reminder_that_a_higher_one_registers(room: str) -> None:
    kinds = {one.kind: one.build.__module__ for one in messages.kinds()}
    kinds |= {one.name: one.due.__module__ for one in rules.all_rules()}
    registered = {
        name: module.split(".")[1]
        for name, module in kinds.items()
        if module.startswith("backend.") and "_" in name
    }
    assert len(registered) > 7
    found = {
        (path.name, text)
        for path, text in _texts(room)
        if text in registered and _is_above(registered[text], room)
    }
    assert not found
