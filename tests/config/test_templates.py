"""Templates: an edit shows at the next request, and what asks again takes back what it asked before."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

DRAW = """
import sys, pathlib, django
from django.conf import settings
folder = pathlib.Path(sys.argv[1])
settings.TEMPLATES[0]["DIRS"].insert(0, folder)
django.setup()
from django.template.loader import render_to_string
for text in ("een", "twee"):
    for name in ("page.html", "extended.html"):
        (folder / name).write_text("{% partialdef rows inline %}" + text + "{% endpartialdef %}")
    (folder / "below.html").write_text("{% extends 'extended.html' %}")
    print(*[render_to_string(n) for n in ("page.html", "page.html#rows", "below.html")])
"""


@pytest.mark.parametrize(("debug", "second"), [("1", "twee twee twee"), ("0", "een een een")])
def test_an_edited_template_shows_while_debug_is_on_and_is_kept_otherwise(tmp_path, debug, second):
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", DRAW, str(tmp_path)], cwd=Path(settings.BASE_DIR),
        env={**os.environ, "DEBUG": debug}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.splitlines() == ["een een een", second]


def test_what_asks_while_somebody_types_or_changes_takes_back_what_it_asked_before():
    """Else the answer to an older question stays, for htmx lets the newest one fall."""
    folder = Path(settings.BASE_DIR) / "frontend" / "templates"
    asking = [
        (path.name, tag)
        for path in folder.rglob("*.html")
        for tag in re.findall(r"<\w+ [^<>]*hx-trigger=[^<>]*>", path.read_text())
        if re.search(r'hx-trigger="[^"]*(?:input|from:)', tag)
    ]
    assert len(asking) == 10
    assert not [name for name, tag in asking if 'hx-sync="this:replace"' not in tag]


def test_no_template_writes_a_day_past_the_filter_that_says_its_year():
    folder = Path(settings.BASE_DIR) / "frontend" / "templates"
    assert not [
        path.name
        for path in folder.rglob("*.html")
        if re.search(r'date:"j [FMN]"', path.read_text())
    ]
