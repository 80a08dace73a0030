"""Where the news is, for whoever shows how much of it there is."""

from __future__ import annotations

from backend.web import ways_back

ways_back.places(news="inbox:news")
