"""What every endpoint shares: the token's organisation is the scope of the whole request."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

from django.http.response import HttpResponseBase
from django.utils import timezone
from django_scopes import scope
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request

from backend.board.showing.team_names import team_names
from backend.organisations.models import Organisation


class Resource(GenericAPIView[Any]):
    """Runs the request in the scope of its token's organisation."""

    lookup_field = "uid"

    @property
    def organisation(self) -> Organisation:
        """The organisation that the token reads."""
        return self.request.auth.organisation  # type: ignore[union-attr, no-any-return]

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        # Also after a fault of ours: what stayed open would be the scope of the thread's next request.
        with ExitStack() as self._until_answered:
            return super().dispatch(request, *args, **kwargs)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        self._until_answered.enter_context(scope(organisation=self.organisation))
        self._until_answered.enter_context(timezone.override(self.organisation.zone))


class NamesTeams(Resource):
    """An endpoint whose rows name a team: as the board shows them, never one of fewer than five.

    `unit_of` a row is the id of its unit.
    """

    unit_of: Callable[[Any], int]

    def get_serializer(self, *args: Any, **kwargs: Any) -> Any:
        """With the names of the teams of these rows, under `teams`: read for all of them at once."""
        rows = args[0] if args and kwargs.get("many") else args[:1]
        units = {self.unit_of(row) for row in rows}
        teams = team_names(organisation=self.organisation, units=units) if units else {}
        context = {**self.get_serializer_context(), "teams": teams}
        return self.get_serializer_class()(*args, **{**kwargs, "context": context})
