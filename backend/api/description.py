"""The description of the API also says how it refuses."""

from __future__ import annotations

from typing import Any

_REFUSED = {
    "type": "object",
    "properties": {"detail": {"type": "string"}},
    "required": ["detail"],
}
_FILTERS = {
    "type": "object",
    "additionalProperties": {"type": "array", "items": {"type": "string"}},
}


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
                answers["400"] = _answer("A filter is not understood; by its name.", _FILTERS)
    return result


def _answer(description: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"description": description, "content": {"application/json": {"schema": schema}}}
