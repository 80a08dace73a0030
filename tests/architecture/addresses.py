"""Every address of the product, as tests of the architecture walk them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True)
class Address:
    """One named pattern: how to reverse it, and the view behind it."""

    name: str
    parameters: tuple[str, ...]
    view: Any

    @property
    def of_an_organisation(self) -> bool:
        return "organisation" in self.parameters

    @property
    def action(self) -> str:
        """The row of the permission table; empty where the view names none."""
        return getattr(self.view, "action", "")

    @property
    def form_on(self) -> str:
        """The page that holds the form of an address that only takes what is sent to it."""
        return str(getattr(self.view, "form_on", ("",))[0])

    @property
    def public(self) -> bool:
        return bool(getattr(self.view, "public", False))


def addresses() -> list[Address]:
    """All of them, in the order of the URL configuration."""
    return list(_walk(get_resolver(), [], ()))


def _walk(
    resolver: URLResolver, namespaces: list[str], parameters: tuple[str, ...]
) -> Iterator[Address]:
    for entry in resolver.url_patterns:
        # Django shares the converters of equal routes: only those that stand in this one are its own.
        written = str(entry.pattern)
        own = parameters + tuple(n for n in entry.pattern.converters if f"{n}>" in written)
        if isinstance(entry, URLResolver):
            inner = [*namespaces, entry.namespace] if entry.namespace else namespaces
            yield from _walk(entry, inner, own)
        elif isinstance(entry, URLPattern):
            name = ":".join([*namespaces, entry.name or ""])
            yield Address(name, own, entry.callback)
