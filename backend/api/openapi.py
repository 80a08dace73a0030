"""The description of the API, made once for each process and language."""

from __future__ import annotations

from functools import lru_cache
from threading import Lock
from typing import Any

from django.utils.translation import get_language
from django_scopes import scopes_disabled
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiJsonRenderer
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

# The generator keeps what it works on in the views' classes: two at once get in each other's way.
_ONE_AT_A_TIME = Lock()


class Description(APIView):
    """`GET /api/v1/openapi.json`: for everybody, and for programs that write programs."""

    renderer_classes = (OpenApiJsonRenderer,)
    authentication_classes = ()
    permission_classes = ()

    @extend_schema(exclude=True)  # type: ignore[untyped-decorator]
    def get(self, request: Request) -> Response:
        """All endpoints, in OpenAPI 3."""
        with _ONE_AT_A_TIME:
            found = _described(get_language() or "")
        return Response(found, headers={"Content-Disposition": 'inline; filename="openapi.json"'})


@lru_cache(maxsize=8)
def _described(language: str) -> Any:
    """In the active language, which is `language`."""
    generator = SchemaGenerator(urlconf="backend.api.schema_urls")  # type: ignore[no-untyped-call]
    with scopes_disabled():  # it asks which rows there are, and reads none
        return generator.get_schema(request=None, public=True)
