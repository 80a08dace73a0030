"""Everybody has news of their own."""

from __future__ import annotations

from backend.organisations.permissions import everybody, rules

rules({"news": everybody, "news_read": everybody})
