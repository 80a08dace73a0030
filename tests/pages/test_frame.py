"""The tags that every template uses."""

from __future__ import annotations

import json

import pytest
from django import forms
from django.core.exceptions import ImproperlyConfigured
from django.template import Context, Template

from backend.web.templatetags import stapsteen


def rendered(source: str, **context: object) -> str:
    return Template("{% load stapsteen %}" + source).render(Context(context))


def test_an_asset_has_a_hash_in_its_address() -> None:
    assert rendered("{% asset 'main.css' %}").startswith("/static/main.")
    assert rendered("{% asset 'main.css' %}") != "/static/main.css"


def test_an_unknown_asset_is_an_error_that_names_it() -> None:
    with pytest.raises(ImproperlyConfigured, match=r"no other\.css"):
        rendered("{% asset 'other.css' %}")


def test_a_front_end_that_was_not_built_says_how(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(stapsteen, "STATIC", tmp_path)
    with pytest.raises(ImproperlyConfigured, match="npm run build"):
        rendered("{% asset 'main.css' %}")


def test_an_icon_is_hidden_from_screen_readers() -> None:
    assert 'aria-hidden="true"' in rendered("{% icon 'tried' %}")


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Samira Haddou", "SH"),
        ("Marijke de Graaf", "MG"),
        ("Jan Pieter van der Berg", "JB"),
        ("Cher", "C"),
        ("", "?"),
        ("Łukasz Żak", "ŁŻ"),
    ],
)
def test_initials_leave_out_particles(name: str, letters: str) -> None:
    assert stapsteen.initials(name) == letters


@pytest.mark.parametrize(
    ("tags", "address"),
    [
        ("undo:/o/deplas/steps/undo/", "/o/deplas/steps/undo/"),
        ("success undo:/x/", "/x/"),
        ("undo://elsewhere.example/", ""),
        ("undo:https://elsewhere.example/", ""),
        ("success", ""),
        (None, ""),
    ],
)
def test_undo_goes_to_our_own_addresses_only(tags: str | None, address: str) -> None:
    assert stapsteen.undo_address(tags) == address


class _Form(forms.Form):
    title = forms.CharField(max_length=5, help_text="Kort.")


def test_a_refused_field_is_wired_to_its_help_and_its_error() -> None:
    field = _Form({"title": "te lang"})["title"]
    html = stapsteen.dressed(field)
    assert 'aria-describedby="id_title-help id_title-error"' in html
    assert 'aria-invalid="true"' in html


def test_the_browser_never_cuts_off_what_is_pasted() -> None:
    assert "maxlength" not in stapsteen.dressed(_Form()["title"])


def test_the_frame_leaves_room_for_the_page_in_the_budget_of_a_first_visit() -> None:
    """Home and board may weigh 120 kB compressed in all, 40 kB of it script."""
    manifest = json.loads((stapsteen.STATIC / "manifest.json").read_text())
    weight = {
        name: (stapsteen.STATIC / manifest[name]).with_name(manifest[name] + packed).stat().st_size
        for name, packed in [
            ("main.js", ".br"),
            ("main.css", ".br"),
            ("bricolage.woff2", ""),
            ("atkinson.woff2", ""),
        ]
    }
    assert weight["main.js"] <= 25_000
    assert sum(weight.values()) <= 75_000
