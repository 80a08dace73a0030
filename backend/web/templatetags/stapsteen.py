"""Tags for every template: built assets, icons, dressed form fields, a person's initials."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from django import template
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.forms import BaseForm, BoundField, CheckboxInput, FileInput, Select, Textarea
from django.forms.widgets import Input
from django.templatetags.static import static
from django.utils.safestring import SafeString, mark_safe

from backend.text.personal import Finding
from backend.writing import hints

register = template.Library()
ICONS = Path(settings.BASE_DIR) / "frontend" / "assets" / "icons"
STATIC = Path(settings.BASE_DIR) / "frontend" / "static"
_PARTICLES = {"van", "de", "den", "der", "het", "ten", "ter", "te", "von", "in", "'t", "el", "al"}


@lru_cache(maxsize=4)
def _manifest(_changed: float) -> dict[str, str]:
    names: dict[str, str] = json.loads((STATIC / "manifest.json").read_text(encoding="utf-8"))
    return names


@register.simple_tag
def asset(name: str) -> str:
    """The address of a built file by its plain name, as `main.css`.

    Raises ImproperlyConfigured when the front end was not built or has no such file.
    """
    path = STATIC / "manifest.json"
    try:
        # The time is the key: a rebuild shows at once, at the price of one stat a tag.
        hashed = _manifest(path.stat().st_mtime)[name]
    except FileNotFoundError as missing:
        raise ImproperlyConfigured("The front end is not built: run `npm run build`.") from missing
    except KeyError as unknown:
        raise ImproperlyConfigured(f"The front end has no {name}.") from unknown
    return static(hashed)


@lru_cache(maxsize=128)
def _drawing(name: str) -> tuple[str, str]:
    """The viewBox and the shapes of an icon's file."""
    source = (ICONS / f"{name}.svg").read_text(encoding="utf-8")
    found = re.search(r'<svg[^>]*viewBox="([^"]+)"[^>]*>(.*)</svg>', source, re.DOTALL)
    if not found:
        raise ImproperlyConfigured(f"icons/{name}.svg has no viewBox")
    return found[1], re.sub(r"\s*\n\s*", "", found[2])


@register.simple_tag
def icon(name: str, classes: str = "") -> SafeString:
    """An icon drawn in place; its meaning stands in the words beside it."""
    box, shapes = _drawing(name)
    _x, _y, width, height = box.split()
    return mark_safe(  # noqa: S308 - only our own files and names written in templates
        f'<svg class="icon icon--{name} {classes}" viewBox="{box}" width="{width}" '
        f'height="{height}" aria-hidden="true" focusable="false">{shapes}</svg>'
    )


@register.filter
def initials(name: str) -> str:
    """One or two letters for a person: first name and family name, without particles.

    A question mark for who has no name yet: what stands in its place stands in brackets.
    """
    if str(name).startswith("("):
        return "?"
    words = [word for word in str(name).split() if word.lower() not in _PARTICLES]
    letters = [word[0] for word in (words[:1] + words[1:][-1:]) if word]
    return "".join(letters).upper() or "?"


@register.filter
def masked(address: str) -> str:
    """An address that its owner recognises, and nobody else learns: “n…@deplas.example”."""
    local, _at, domain = str(address).rpartition("@")
    return f"{local[:1]}…@{domain}"


@register.filter
def in_quotes(text: str) -> str:
    """A title within a sentence, in single quotation marks."""
    return f"‘{text}’"


@register.filter
def undo_address(tags: str | None) -> str:
    """The address behind a message's `undo:` tag, or nothing."""
    found = [tag[5:] for tag in (tags or "").split() if tag.startswith("undo:")]
    ours = [address for address in found if re.match(r"/(?!/)", address)]
    return ours[0] if ours else ""


_CLASSES: list[tuple[type, str]] = [
    (Textarea, "utrecht-textarea"),
    (Select, "utrecht-select"),
    (FileInput, "file"),
    (CheckboxInput, ""),
    (Input, "utrecht-textbox"),
]


@register.filter
def is_checkbox(field: BoundField) -> bool:
    """Whether the field is one box to tick, whose label stands beside it."""
    return isinstance(field.field.widget, CheckboxInput)


@register.filter
def limit(field: BoundField) -> str:
    """How many characters fit, or nothing."""
    return str(
        field.field.widget.attrs.get("maxlength") or getattr(field.field, "max_length", "") or ""
    )


@register.filter
def dressed(field: BoundField, look: str = "") -> SafeString:
    """The field's control with its classes, and wired to its help and its error.

    `look` may be "code-input" for a code from an e-mail, or "plain" for no placeholder.
    """
    widget = field.field.widget
    classes = next((names for kind, names in _CLASSES if isinstance(widget, kind)), "")
    own = widget.attrs.get("class", "")
    # No maxlength: the browser would cut off what somebody pastes without a word. The counter
    # warns, the form refuses, and nothing typed is lost.
    attrs: dict[str, Any] = {"maxlength": False, "data-counted": "true"}
    attrs["class"] = " ".join(filter(None, [classes, own, "code-input" * (look == "code-input")]))
    told = []
    if field.help_text:
        told.append(f"{field.auto_id}-help")
    if field.errors:
        told.append(f"{field.auto_id}-error")
        attrs["aria-invalid"] = "true"
        attrs["class"] += f" {classes.split(' ')[0]}--invalid" if classes else ""
    if hints.is_hinted(field.field):
        told.append(f"{field.auto_id}-hint")
        attrs["data-hinted"] = str(field.initial or "")
    if told:
        attrs["aria-describedby"] = " ".join(told)
    if look:
        attrs["placeholder"] = False
    return field.as_widget(attrs=attrs)


@register.filter
def is_hinted(field: BoundField | str) -> bool:
    """Whether what looks like personal data in this field is pointed out."""
    return bool(field) and hints.is_hinted(field.field)  # type: ignore[union-attr]


@register.filter
def pointed_out(field: BoundField | str) -> list[Finding]:
    """What was pointed out in a form that came back: it is asked about once."""
    if not field or not field.form.is_bound:  # type: ignore[union-attr]
        return []
    told: Any = field
    asked = any(error.code == hints.PERSONAL for error in told.errors.as_data())
    sent = told.form.data.getlist(hints.HEEDED) if hasattr(told.form.data, "getlist") else []
    found = hints.fresh(str(told.value() or ""))
    return [one for one in found if asked or hints.token(one) in sent]


@register.filter
def heeded(found: Finding) -> str:
    """What stands for a place that was pointed out."""
    return hints.token(found)


@register.filter
def faults(form: BaseForm) -> int:
    """How many things have to be looked at: each line of a list is one."""
    return sum(len(errors) for errors in form.errors.values())


@register.filter
def faulty_fields(form: BaseForm) -> list[BoundField]:
    """The visible fields that were refused, in the order of the form."""
    return [field for field in form.visible_fields() if field.errors]
