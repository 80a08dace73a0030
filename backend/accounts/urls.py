from __future__ import annotations

from django.urls import path

from backend.accounts.views import invitations

app_name = "accounts"
urlpatterns = [
    path(
        "people/<uuid:uid>/invitation-again/",
        invitations.invitation_again,
        name="invitation_again",
    ),
]
