"""Pages by cursor: stable while steps are being added, and as fast at the end as at the start."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import Cursor as Place
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request
from rest_framework.utils.urls import replace_query_param

from backend.web.cursors import WrongCursor, opened, sealed


class Cursor(CursorPagination):
    """Newest first; `page_size` up to 200. A cursor is of one list of one organisation."""

    ordering = "-id"
    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = 200

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> Any:
        """One page. Raises `ValidationError` at `cursor` for one that begins no page here."""
        token: Any = request.auth
        self._of = f"api:{token.organisation_id}:{type(view).__name__}"
        return super().paginate_queryset(queryset, request, view)

    def decode_cursor(self, request: Request) -> Place | None:
        """The place that the address names; None at the beginning."""
        given = request.query_params.get(self.cursor_query_param)
        if given is None:
            return None
        try:
            return Place(*opened(self._of, given))
        except WrongCursor as wrong:
            text = _("This cursor does not begin any page of this list. Start from the beginning.")
            raise ValidationError({self.cursor_query_param: [text]}) from wrong

    def encode_cursor(self, cursor: Place) -> str:
        """The address of a page."""
        place = sealed(self._of, [cursor.offset, cursor.reverse, cursor.position])
        return str(replace_query_param(self.base_url or "", self.cursor_query_param, place))
