"""What looks like personal data in a text that is being written."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from backend.organisations.http import HttpRequest
from backend.organisations.permissions import allow, everybody, rules
from backend.text import written
from backend.web.holders import form_on
from backend.web.middleware import not_taken
from backend.writing import hints as writing

rules({"hints": everybody})
LONGEST = 20_000


@allow("hints")
@form_on("pages:my_steps")
def hints(request: HttpRequest) -> HttpResponse:
    """The question about `text` (what stood there before: `before`), or nothing. Nothing is kept."""
    text = written.running(request.POST.get("text", "")[:LONGEST])
    found = writing.fresh(text, request.POST.get("before", "")[:LONGEST])
    context = {"found": found, "question": writing.hint(found) if found else ""}
    return not_taken(render(request, "components/hint.html#found", context))
