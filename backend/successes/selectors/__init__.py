"""Reading successes, their audiences, and what is new for somebody."""

from backend.successes.selectors.audiences import (
    announcement_audience,
    announcement_hearers,
    announcements_standing,
    audience,
    hearers,
    recipients,
    units_of_department,
    units_with_below,
)
from backend.successes.selectors.news import (
    NewsItem,
    applause_for,
    has_applauded,
    news,
    news_count,
)
from backend.successes.selectors.progress import Progress, Way, progress
from backend.successes.selectors.stories import (
    givers_count,
    lessons,
    names_to_thank,
    steps_told,
    success_latest,
    successes_told,
    values_at,
    waiting_to_be_told,
    words_kept_count,
    words_shown,
    words_to_choose,
)

__all__ = [
    "NewsItem",
    "Progress",
    "Way",
    "announcement_audience",
    "announcement_hearers",
    "announcements_standing",
    "applause_for",
    "audience",
    "givers_count",
    "has_applauded",
    "hearers",
    "lessons",
    "names_to_thank",
    "news",
    "news_count",
    "progress",
    "recipients",
    "steps_told",
    "success_latest",
    "successes_told",
    "units_of_department",
    "units_with_below",
    "values_at",
    "waiting_to_be_told",
    "words_kept_count",
    "words_shown",
    "words_to_choose",
]
