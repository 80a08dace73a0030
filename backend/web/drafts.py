"""What somebody typed, kept from the press on the button until the server has it.

Where script runs, the browser keeps it (`frontend/assets/js/drafts.ts`). Where none does, the text
would be gone with the request that brought it, so it goes along here: encrypted, in the session, for
a day at most, through signing in, and back into the field of the page that holds the form. Never
shown to anybody but the person whose form it was. See docs/decisions/0010.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import BadRequest
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpRequest, QueryDict, UnreadablePostError
from django.utils import timezone

# In forms: whose form it is. In the session: what was typed.
OWNER = "typed_by"
_SESSION = "typed"
# A page that stood open longer than this says no longer whose form it is.
_OWNER_SECONDS = 30 * 24 * 3600
# How long text waits on the server, how much of it, and of how many forms.
KEEP_SECONDS = 24 * 3600
KEEP_CHARACTERS = 60_000
KEEP_FORMS = 3
# The body of a form by somebody who is signed out is read up to this size, without its files.
READ_BYTES = 20 * 1024 * 1024

_OURS = {"csrfmiddlewaretoken", OWNER}
# Never kept anywhere: what opens a door.
SECRET = re.compile(r"pass|secret|token|code", re.IGNORECASE)
_signer = TimestampSigner(salt="backend.web.drafts")


@dataclass(frozen=True)
class Draft:
    """What stood in one form when it was sent and not taken."""

    person: str
    page: str
    path: str
    at: float
    fields: tuple[tuple[str, str], ...]


class _NoFiles(FileUploadHandler):
    """Reads past files: of somebody who is signed out nothing is stored."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None


def owner_token(request: HttpRequest) -> str:
    """For every form: whose it is, signed; empty for nobody. The same on the whole page."""
    if not hasattr(request, "_typed_by"):
        uid = _uid(request)
        request._typed_by = _signer.sign(uid) if uid else ""  # type: ignore[attr-defined]
    return str(request._typed_by)  # type: ignore[attr-defined]


def is_anothers(request: HttpRequest) -> bool:
    """Whether this form was drawn for somebody else than who is signed in now."""
    person = _drawn_for(sent(request))
    return bool(person and _uid(request)) and person != _uid(request)


def sent(request: HttpRequest) -> QueryDict:
    """What a form brought; nothing where it can't be read. Of somebody who is signed out files are
    read past, and far too much is not read at all."""
    try:
        if not request.user.is_authenticated:
            if int(request.META.get("CONTENT_LENGTH") or 0) > READ_BYTES:
                return QueryDict()
            request.upload_handlers = [_NoFiles(request)]
        return request.POST
    # An attribute that can't be set: it was read already, files and all.
    except (BadRequest, UnreadablePostError, ValueError, AttributeError):
        return QueryDict()


def _drawn_for(form: QueryDict) -> str:
    """Whose form it is; empty where nobody signed for it."""
    try:
        return _signer.unsign(form.get(OWNER, ""), max_age=_OWNER_SECONDS)
    except BadSignature:
        return ""


def keep(request: HttpRequest, page: str) -> Draft | None:
    """Keep what this request brought, for the person whose form it was. None: there is nothing.

    Only a form that we drew for somebody who was signed in is kept; the signature says so, and no
    other site knows it.
    """
    draft = _brought(request, page)
    if draft is None:
        return None
    others = [one for one in _all(request) if one.path != draft.path]
    _store(request, [*others, draft][-KEEP_FORMS:])
    return draft


def kept_for(request: HttpRequest) -> Sequence[Draft]:
    """What waits for this person on this page. What is another's, or too old, goes at once."""
    if _SESSION not in request.session or not _uid(request):
        return ()
    oldest = timezone.now().timestamp() - KEEP_SECONDS
    found = _all(request)
    own = [one for one in found if one.person == _uid(request) and one.at > oldest]
    if own != found:
        _store(request, own)
    return [one for one in own if request.get_full_path() == one.page]


def forget(request: HttpRequest, path: str = "") -> None:
    """The server has it, or it is not wanted any more: what was sent to `path` is dropped."""
    if _SESSION in request.session:
        _store(request, [one for one in _all(request) if path not in {one.path, ""}])


def _brought(request: HttpRequest, page: str) -> Draft | None:
    form = sent(request)
    person = _drawn_for(form)
    if not person or (request.user.is_authenticated and person != _uid(request)):
        return None
    fields = tuple(
        (name, value)
        for name, values in form.lists()
        if name not in _OURS and not SECRET.search(name)
        for value in values
    )
    size = sum(len(name) + len(value) for name, value in fields)
    if not any(value.strip() for _name, value in fields) or size > KEEP_CHARACTERS:
        return None
    return Draft(person, page, request.path, timezone.now().timestamp(), fields)


def _uid(request: HttpRequest) -> str:
    user: Any = getattr(request, "user", None)
    return str(user.uid) if user is not None and user.is_authenticated else ""


def _keys() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.ENCRYPTION_KEYS])


def _all(request: HttpRequest) -> list[Draft]:
    try:
        rows = json.loads(_keys().decrypt(request.session[_SESSION].encode()))
        return [Draft(**{**row, "fields": tuple(map(tuple, row["fields"]))}) for row in rows]
    except (KeyError, InvalidToken, ValueError, TypeError):
        return []


def _store(request: HttpRequest, drafts: Sequence[Draft]) -> None:
    if drafts:
        text = json.dumps([asdict(draft) for draft in drafts])
        request.session[_SESSION] = _keys().encrypt(text.encode()).decode()
    else:
        request.session.pop(_SESSION, None)
