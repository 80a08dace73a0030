"""The description of the API also says how it refuses."""

from __future__ import annotations

from typing import Any

from backend.web.problems import CONTENT_TYPE

_REFUSED: dict[str, Any] = {
    "type": "object",
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
    },
    "required": ["type", "title", "status"],
}
_BY_NAME = {
    "type": "object",
    "additionalProperties": {"type": "array", "items": {"type": "string"}},
}
_FILTERS = {**_REFUSED, "properties": {**_REFUSED["properties"], "errors": _BY_NAME}}


def refusals(result: dict[str, Any], **_kwargs: Any) -> dict[str, Any]:
    """Add to each operation what it answers without a token, to a wrong filter, to what is gone."""
    for path, operations in result["paths"].items():
        for operation in operations.values():
            answers = operation["responses"]
            answers["401"] = _answer("No valid token.", _REFUSED)
            answers["429"] = _answer("Too often; `Retry-After` says when again.", _REFUSED)
            if "{" in path:
                answers["404"] = _answer("Not of this organisation, or gone.", _REFUSED)
            elif operation.get("parameters"):
                answers["400"] = _answer(
                    "A filter or the cursor is not understood; by its name.", _FILTERS
                )
    return result


def _answer(description: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"description": description, "content": {CONTENT_TYPE: {"schema": schema}}}
