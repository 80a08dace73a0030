from __future__ import annotations

from django.urls import path

from backend.api import views

app_name = "tokens"
urlpatterns = [
    path("", views.token_list, name="token_list"),
    path("issue/", views.token_issue, name="token_issue"),
    path("<uuid:uid>/revoke/", views.token_revoke, name="token_revoke"),
]
