"""Tags for every template: built assets, icons, and a person's initials."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path

from django import template
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.templatetags.static import static
from django.utils.safestring import SafeString, mark_safe

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
    return mark_safe(  # only our own files and names written in templates
        f'<svg class="icon icon--{name} {classes}" viewBox="{box}" width="{width}" '
        f'height="{height}" aria-hidden="true" focusable="false">{shapes}</svg>'
    )


@register.filter
def initials(name: str) -> str:
    """One or two letters for a person: first name and family name, without particles."""
    words = [word for word in str(name).split() if word.lower() not in _PARTICLES]
    letters = [word[0] for word in (words[:1] + words[1:][-1:]) if word]
    return "".join(letters).upper() or "?"


@register.filter
def in_quotes(text: str) -> str:
    """A title within a sentence, in single quotation marks."""
    return f"‘{text}’"
