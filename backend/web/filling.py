"""Putting what was typed back into the form of a page that was drawn without it.

It works on the page as it is sent, so that every form has it, whatever view drew it. Only the one
form is rewritten; all else stays byte for byte.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser
from urllib.parse import urlsplit

Fields = Sequence[tuple[str, str]]
Attributes = dict[str, str | None]

# Hidden fields that belong to what was typed: which version was before one, and that it is the same
# press. All others are the page's own.
CARRIED = {"version", "seen", "key", "photo_seen", "photo_alt_seen"}
_BUTTONS = {"submit", "button", "reset", "image", "file", "password"}


@dataclass
class _Tag:
    name: str
    attributes: Attributes
    start: int
    end: int
    # Of a textarea, where its text ends; of a select, its options.
    close: int = 0
    options: list[_Tag] = field(default_factory=list)
    inside: list[_Tag] = field(default_factory=list)

    @property
    def called(self) -> str:
        return self.attributes.get("name") or ""

    @property
    def kind(self) -> str:
        return (self.attributes.get("type") or "text") if self.name == "input" else self.name


@dataclass
class _Form(_Tag):
    controls: list[_Tag] = field(default_factory=list)


def fill(*, html: str, path: str, page: str, values: Fields, line: str) -> str | None:
    """The page with `values` in its form and `line` above it.

    `path` is where the form was sent to, `page` the path of the page it stood on. None where the
    page has no such form, or shows just this already.
    """
    pages = _Pages(html)
    known = {name: [v for n, v in values if n == name] for name, _value in values}
    best = max(pages.forms, key=lambda form: _likeness(form, path, page, known), default=None)
    if best is None or not _likeness(best, path, page, known):
        return None
    edits = [edit for control in best.controls for edit in _filled(html, control, known)]
    if not any(is_seen for _start, _end, _text, is_seen in edits):
        return None
    changed = {start for start, _end, _text, is_seen in edits if is_seen}
    opened = {id(one): one for one in best.inside}
    for control in best.controls:
        if control.start in changed or control.end in changed or _touches(control, changed):
            opened |= {id(one): one for one in control.inside}
    for one in opened.values():
        edits.append((one.start, one.end, _tag(one, {"open": None}), False))
    edits.append((best.start, best.start, line, False))
    for start, end, text, _is_seen in sorted(edits, key=lambda edit: (edit[0], edit[1]))[::-1]:
        html = html[:start] + text + html[end:]
    return html


def _touches(control: _Tag, changed: set[int]) -> bool:
    return any(option.start in changed for option in control.options)


def _likeness(form: _Form, path: str, page: str, known: dict[str, list[str]]) -> int:
    """How sure it is that this is the form; 0 where none of its fields was sent."""
    seen = [c for c in form.controls if c.kind not in {"hidden", *_BUTTONS} and c.called in known]
    if not seen or (form.attributes.get("method") or "").lower() != "post":
        return 0
    hidden = [c for c in form.controls if c.kind == "hidden" and c.called in known]
    same = sum(c.attributes.get("value") in known[c.called] for c in hidden)
    goes = urlsplit(form.attributes.get("action") or page).path == path
    return len({control.called for control in seen}) + same + (50 if goes else 0)


Edit = tuple[int, int, str, bool]


def _filled(html: str, control: _Tag, known: dict[str, list[str]]) -> list[Edit]:
    """The changes in the page's text that put the value in; and whether somebody sees each."""
    kind, values = control.kind, known.get(control.called)
    if kind in {"checkbox", "radio"}:
        return _ticked(control, values or [], known)
    if not values or kind in _BUTTONS or (kind == "hidden" and control.called not in CARRIED):
        return []
    value = values[0]
    if kind == "textarea":
        before = html[control.end : control.close]
        after = "\n" + escape(value)
        return [(control.end, control.close, after, _plain(before) != _plain(after))]
    if kind == "select":
        return _chosen(control, values)
    if (control.attributes.get("value") or "") == value:
        return []
    return [(control.start, control.end, _tag(control, {"value": value}), kind != "hidden")]


def _plain(text: str) -> str:
    return text.replace("\r", "").removeprefix("\n")


def _ticked(control: _Tag, values: list[str], known: dict[str, list[str]]) -> list[Edit]:
    wanted = (control.attributes.get("value") or "on") in values
    if wanted == ("checked" in control.attributes) or (control.kind == "radio" and not values):
        return []
    changes: Attributes = {"checked": None} if wanted else {}
    tag = _tag(control, changes, without="" if wanted else "checked")
    return [(control.start, control.end, tag, True)]


def _chosen(control: _Tag, values: list[str]) -> list[Edit]:
    if not any(option.attributes.get("value") in values for option in control.options):
        return []
    found: list[Edit] = []
    for option in control.options:
        wanted = option.attributes.get("value") in values
        if wanted != ("selected" in option.attributes):
            tag = _tag(option, {"selected": None} if wanted else {}, without="selected")
            found.append((option.start, option.end, tag, True))
    # Without one that stands chosen, the first is.
    first = control.options[0].attributes.get("value")
    none = not any("selected" in option.attributes for option in control.options)
    return [] if none and values == [first] else found


def _tag(tag: _Tag, changes: Attributes, without: str = "") -> str:
    kept = {name: value for name, value in tag.attributes.items() if name != without}
    written = "".join(
        f" {name}" if value is None else f' {name}="{escape(value)}"'
        for name, value in {**kept, **changes}.items()
    )
    return f"<{tag.name}{written}>"


class _Pages(HTMLParser):
    """The forms of a page, with where in its text everything stands."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[_Form] = []
        self._form: _Form | None = None
        self._open: list[_Tag] = []
        self._text: _Tag | None = None
        self._select: _Tag | None = None
        self._template = 0
        self._lines = [0]
        for line in html.split("\n"):
            self._lines.append(self._lines[-1] + len(line) + 1)
        self.feed(html)
        self.close()

    def _here(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        start = self._here()
        end = start + len(self.get_starttag_text() or "")
        one = _Tag(tag, dict(attrs), start, end, inside=list(self._open))
        if tag == "template":
            self._template += 1
        elif tag == "details":
            self._open.append(one)
        elif tag == "form":
            self._form = _Form(tag, dict(attrs), start, end, inside=list(self._open))
            if not self._template:
                self.forms.append(self._form)
        elif tag == "option" and self._select is not None:
            self._select.options.append(one)
        elif tag in {"input", "textarea", "select"} and self._form is not None:
            self._form.controls.append(one)
            self._text = one if tag == "textarea" else self._text
            self._select = one if tag == "select" else self._select

    def handle_endtag(self, tag: str) -> None:
        if tag == "template":
            self._template -= 1
        elif tag == "details" and self._open:
            self._open.pop()
        elif tag == "form":
            self._form = None
        elif tag == "textarea" and self._text is not None:
            self._text.close = self._here()
            self._text = None
        elif tag == "select":
            self._select = None
