"""What was typed comes back into the form of a page that was drawn without it."""

from __future__ import annotations

from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from backend.web.filling import fill

PAGE = """<html><body><form method="get" action="/x/"><input name="q"></form>
<details><summary>a</summary><form method="post" action="/x/answer/"><input type="hidden" name="answer" value="fine"><button>ok</button></form>
<form method="post" action="/x/answer/"><input type="hidden" name="answer" value="stuck"><textarea name="sentence">
</textarea><button>ok</button></form></details>
<form method="post" class="form"><input type="hidden" name="csrfmiddlewaretoken" value="now"><input type="hidden" name="version" value="9">
<input name="title" value="Was &quot;zo&quot;"><input type="password" name="password"><textarea name="text" rows="2">Oud &amp; zo</textarea>
<label><input type="radio" name="kind" value="a" checked>a</label><label><input type="radio" name="kind" value="b">b</label>
<input type="checkbox" name="roles" value="one" checked><input type="checkbox" name="roles" value="two">
<details class="more"><select name="unit"><option value="1">één</option><option value="2">twee</option></select><input name="day" type="date" value="2026-01-01"></details>
<button>Save</button></form></body></html>"""
LINE = "<p>kept</p>"


class Reader(HTMLParser):
    """What a browser would show in each control of the last form that posts."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.values: dict[str, list[str]] = {}
        self.text: str | None = None
        self.select = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        name = found.get("name", "")
        if tag == "textarea":
            self.text, self.name = "", name
        elif tag == "select":
            self.select = name
        elif tag == "option" and "selected" in found:
            self.values.setdefault(self.select, []).append(found["value"])
        elif tag == "input" and (
            found.get("type") not in {"radio", "checkbox"} or "checked" in found
        ):
            self.values.setdefault(name, []).append(found.get("value", ""))

    def handle_data(self, data: str) -> None:
        if self.text is not None:
            self.text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.values.setdefault(self.name, []).append((self.text or "").removeprefix("\n"))
            self.text = None


def put(*fields: tuple[str, str], path: str = "/x/") -> str | None:
    return fill(html=PAGE, path=path, page="/x/", values=fields, line=LINE)


def test_every_kind_of_field_comes_back():
    html = put(
        ("version", "3"), ("title", "<b>"), ("text", "Nieuw"), ("kind", "b"), ("roles", "two"),
        ("unit", "2"), ("day", "2026-02-03"),
    )  # fmt: skip
    found = Reader(html).values
    assert found["title"] == ["<b>"]
    assert found["text"] == ["Nieuw"]
    assert found["kind"] == ["b"]
    assert found["roles"] == ["two"]
    assert found["unit"] == ["2"]
    assert found["day"] == ["2026-02-03"]
    assert found["version"] == ["3"]
    assert html.count(LINE) == 1
    assert '<details class="more" open>' in html


def test_what_the_page_brings_itself_stays():
    found = Reader(
        put(("csrfmiddlewaretoken", "old"), ("password", "geheim"), ("text", "N"))
    ).values
    assert found["csrfmiddlewaretoken"] == ["now"]
    assert found["password"] == [""]


def test_of_two_forms_with_one_address_it_is_the_one_that_was_typed_in():
    html = put(("answer", "stuck"), ("sentence", "Juridisch zegt nee"), path="/x/answer/")
    assert "Juridisch zegt nee</textarea>" in html
    assert "<details open><summary>a" in html
    assert html.index(LINE) > html.index('value="fine"')


def test_a_button_alone_brings_no_line():
    assert put(("answer", "fine"), path="/x/answer/") is None


def test_what_stands_there_already_brings_no_line():
    same = [("title", 'Was "zo"'), ("text", "Oud & zo"), ("unit", "1"), ("roles", "one")]
    assert put(*same) is None


def test_a_choice_that_is_gone_leaves_the_pages_own():
    html = put(("unit", "77"), ("text", "Nieuw"))
    assert html is not None
    assert "selected" not in html


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\x00"), max_size=80))
def test_any_text_comes_back_letter_for_letter(text):
    html = put(("text", text), ("title", text))
    if html is not None:
        found = Reader(html).values
        assert found["text"] == [text]
        assert found["title"] == [text]
