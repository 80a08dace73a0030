"""All addresses. Rooms bring their own; everything of an organisation is below `/o/<slug>/`."""

from __future__ import annotations

from django.urls import include, path

from backend.pages import root

organisation_urls = [
    path("", include("backend.pages.urls")),
    path("board/", include("backend.board.urls")),
    path("", include("backend.successes.urls")),
    path("", include("backend.initiatives.urls")),
    path("", include("backend.listening.urls")),
    path("", include("backend.inbox.urls")),
    path("", include("backend.messaging.urls")),
    path("", include("backend.accounts.urls")),
    path("", include("backend.organisations.urls")),
    path("photos/", include("backend.pages.photo_urls")),
    path("tokens/", include("backend.api.token_urls")),
    path("programme/", include("backend.pages.programme_urls")),
]

handler400 = "backend.pages.errors.bad_request"
handler403 = "backend.pages.errors.forbidden"
handler404 = "backend.pages.errors.not_found"
handler500 = "backend.pages.errors.server_error"

urlpatterns = [
    path("accounts/", include("backend.pages.account_urls")),
    path("api/", include("backend.api.urls")),
    path("o/<slug:organisation>/", include(organisation_urls)),
    path("m/", include("backend.messaging.mail_urls")),
    path("language/", root.language, name="set_language"),
    path("", include("backend.pages.root_urls")),
]
