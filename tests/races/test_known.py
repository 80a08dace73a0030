"""Which services meet others in a try: all of them, but for those with a reason not to."""

from __future__ import annotations

import ast
import importlib
import inspect
from pathlib import Path
from textwrap import dedent

from tests.races import pairs, things

ROOMS = [
    *("accounts.services", "api.services", "initiatives.services", "listening.services"),
    *(
        "outbox.attending",
        "messaging.services",
        "inbox.services",
        "organisations.services",
    ),
    *("photos.services", "successes.services"),
]
HERE = Path(__file__).parent
# What a factory of the tests does, and so the trial that it is called in.
FACTORIES = {
    "log": "step_log",
    "start": "initiative_start",
    "announced": "announcement_request",
    "changed": "membership_change",
    "_changed": "membership_change",
}
ALONE = {
    "address_ask": "writes a row of its own, and reads nothing that another may change",
    "delivery_ask": "as address_ask",
    "delivery_request": "writes a row of its own; twice is once by a unique key",
    "deliveries_request": "a part of a round of reminders, which holds its organisation's round",
    "digest": "reads nothing",
    "in_force": "reads nothing",
    "may_readdress": "reads only",
    "draft_values": "reads only",
    "draft_parts": "reads only",
    "hold_told": "a lock of words_withdraw and words_consent_change",
    "first_organisation_start": "of the first run: tests/organisations holds two who begin at once",
    "organisation_start": "begins where nobody is yet",
    "initiative_celebrate": "a part of success_tell, which holds the initiative",
    "initiative_celebrate_undo": "a part of success_untell, which holds the initiative",
    "words_back": "a part of step_restore and words_restore, which hold the words",
    "person_readdress": "a part of address_change",
    "photo_check": "reads a file, no row",
    "photo_hold": "the lock itself",
    "photo_store": "writes a row that nobody else knows yet",
    "photo_keep": "as photo_store",
    "photo_take_back": "of a photo that nobody else knows yet",
    "photo_discard": "a part of photos_discard_unused, which holds the photo",
    "snooze": "a part of success_put_off",
    "snooze_end": "a part of success_put_off_undo",
}


def _services() -> set[str]:
    """The functions that a room offers to change something."""
    return {
        name
        for room in ROOMS
        for name, what in vars(importlib.import_module(f"backend.{room}")).items()
        if inspect.isfunction(what)
        and not name.startswith("_")
        and what.__module__.startswith(f"backend.{room}")
    }


def _called(tree: ast.AST) -> set[str]:
    names = {one.attr for one in ast.walk(tree) if isinstance(one, ast.Attribute)}
    bare = {one.id for one in ast.walk(tree) if isinstance(one, ast.Name)}
    return names | {FACTORIES[one] for one in bare if one in FACTORIES}


def _tried() -> set[str]:
    """What stands in a pair, or in a deed of a thing that is tried; not what only sets the stage."""
    found: set[str] = set()
    for room in pairs.ROOMS:
        found |= _called(ast.parse(inspect.getsource(room)))
    for thing in things.THINGS:
        for name in thing.deeds():
            found |= _called(ast.parse(dedent(inspect.getsource(getattr(thing, name)))))
    return found


def test_every_service_meets_the_others_or_says_why_not() -> None:
    services = _services()
    assert len(services) > 60
    assert not sorted(services - _tried() - ALONE.keys())


def test_no_reason_is_given_for_a_service_that_is_gone_or_is_tried() -> None:
    assert not sorted(ALONE.keys() - _services())
    assert not sorted(ALONE.keys() & _tried())


def test_every_thing_that_is_described_is_tried() -> None:
    modules = [importlib.import_module(f"{things.__name__}.{one.stem}")
               for one in (HERE / "things").glob("[a-z]*.py")]  # fmt: skip
    described = {
        what
        for module in modules
        for name, what in vars(module).items()
        if inspect.isclass(what) and issubclass(what, things.Thing) and what is not things.Thing
        and not name.startswith("_")
    }  # fmt: skip
    assert described == set(things.THINGS)
