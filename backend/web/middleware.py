"""Around every page: no text that was sent is lost, and a program can tell our answers apart."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib.messages import ERROR, INFO
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.shortcuts import redirect, resolve_url
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from backend.web import drafts
from backend.web.filling import fill
from backend.web.holders import page_of
from backend.web.replay import tell_once

Answer = Callable[[HttpRequest], HttpResponse]

# From the browser: the page's script sent this form and keeps its text ("kept"), or could not ("sent").
SENT_BY = "Sent-By"
# To the browser: whether the server has what was typed, where to go on, and that it is ours.
TYPED = "Typed"
GO_TO = "Go-To"
OURS = "Answered-By"
DISCARD = "discard-draft"
_REFUSED_IN_PLACE = {409, 422}


class DraftMiddleware:
    """Keeps what was typed until it is taken; puts it back into its form; says what became of it."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method == "POST" and not request.path_info.startswith("/api/"):
            response = self._sent(request)
        else:
            response = self.get_response(request)
            if request.method == "GET":
                _put_back(request, response)
        response.headers[OURS] = "stapsteen"
        return response

    def _sent(self, request: HttpRequest) -> HttpResponse:
        if DISCARD in request.GET:
            drafts.forget(request, request.path)
            return _go(request, redirect(page_of(request)), taken=True)
        if not request.user.is_authenticated and request.path_info.startswith("/o/"):
            return _sign_in_first(request)
        response = self.get_response(request)
        taken = is_taken(request, response)
        if getattr(request, "csrf_refused", False) and _keep(request):
            return _go(request, redirect(page_of(request)), taken=False)
        if taken:
            drafts.forget(request, request.path)
        elif response.status_code not in {200, *_REFUSED_IN_PLACE} and _keep(request):
            _tell(request, response)
        return _go(request, response, taken=taken)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A page that was open too long: told as ever; the middleware above saves the text.

    Or a page of whoever was signed in here before: to open it again would throw that text away.
    """
    from django.views.csrf import csrf_failure as plain

    request.csrf_refused = True  # type: ignore[attr-defined]
    if drafts.is_anothers(request):
        text = _(
            "Somebody else is signed in here now, so this was not saved."
            " Copy your text if you want to keep it."
        )
        return HttpResponseForbidden(render_to_string("403.html", {"reason": text}, request))
    return plain(request, reason)


def not_taken(response: HttpResponse) -> HttpResponse:
    """Mark an answer that looks like success, and saved nothing of what was typed."""
    response.headers[TYPED] = "kept"
    return response


def _sign_in_first(request: HttpRequest) -> HttpResponse:
    """The session ended meanwhile: to the way in, and from there to the page that holds the form."""
    page = page_of(request)
    if _keep(request) or _is_kept_there(request):
        text = _("You were signed out. What you typed is kept: sign in, and it is there again.")
        tell_once(request, INFO, text)
    query = urlencode({"next": page}, safe="/")
    return _go(request, redirect(f"{resolve_url(settings.LOGIN_URL)}?{query}"), taken=False)


def _keep(request: HttpRequest) -> drafts.Draft | None:
    """Here, unless the browser does it: htmx, and the script that sends a form, both keep it."""
    if _is_scripted(request):
        return None
    return drafts.keep(request, page_of(request))


def _is_kept_there(request: HttpRequest) -> bool:
    """Whether the browser has it: a form that was sent by script, and that something was typed in."""
    if not _is_scripted(request):
        return False
    form = drafts.sent(request)
    typed = form.keys() - {"csrfmiddlewaretoken", drafts.OWNER, "key"}
    return "key" in form and any(str(form[name]).strip() for name in typed)


def _is_scripted(request: HttpRequest) -> bool:
    by = request.headers.get(SENT_BY, "kept" if getattr(request, "htmx", None) else "")
    return by == "kept"


def is_taken(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether the server has it: it did not refuse, did not tell an error, and did not send away."""
    if response.headers.get(TYPED) == "kept" or response.status_code >= 400:
        return False
    # Told to sign in; the page after it, where a code is typed, is another one.
    if urlsplit(response.headers.get("Location", "")).path == resolve_url(settings.LOGIN_URL):
        return False
    told = getattr(getattr(request, "_messages", None), "_queued_messages", ())
    return not any(message.level >= ERROR for message in told)


def _go(request: HttpRequest, response: HttpResponse, *, taken: bool) -> HttpResponse:
    """The same answer as the one who asked can follow it: a fetch may not see a redirect."""
    target = response.headers.get("Location", "")
    name = ""
    if 300 <= response.status_code < 400 and target:
        htmx = getattr(request, "htmx", None)
        if htmx:
            name = "" if htmx.boosted else "HX-Redirect"
        elif SENT_BY in request.headers:
            name = GO_TO
    if name:
        followed = HttpResponse(status=204, headers={name: target})
        followed.cookies = response.cookies
        response = followed
    response.headers[TYPED] = "taken" if taken else "kept"
    return response


def _put_back(request: HttpRequest, response: HttpResponse) -> None:
    """What waits for this page stands in its form again, and a line says so."""
    if response.status_code != 200 or response.streaming or not _is_page(response):
        return
    if getattr(request, "htmx", None) or not hasattr(request, "session"):
        return
    for draft in drafts.kept_for(request):
        html = response.content.decode()
        context = {"discard": f"{draft.path}?{DISCARD}", "at": draft.at}
        line = render_to_string("components/draft_kept.html", context, request)
        filled = fill(html=html, path=draft.path, page=request.path, values=draft.fields, line=line)
        if filled is not None:
            response.content = filled.encode()


def _is_page(response: HttpResponse) -> bool:
    return response.headers.get("Content-Type", "").startswith("text/html")


def _tell(request: HttpRequest, response: HttpResponse) -> None:
    """On a page that refuses as a whole: the text is safe, and this is the way back to it."""
    if not _is_page(response) or response.streaming or response.status_code < 400:
        return
    context = {"page": page_of(request)}
    line = render_to_string("components/draft_waits.html", context, request)
    html = response.content.decode()
    response.content = html.replace("</main>", f"{line}</main>", 1).encode()
