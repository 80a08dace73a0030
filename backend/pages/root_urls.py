from __future__ import annotations

from django.urls import path

from backend.pages import health, joining, root

app_name = "root"
urlpatterns = [
    path("", root.home, name="home"),
    path("livez", health.livez, name="livez"),
    path("readyz", health.readyz, name="readyz"),
    path("healthz", health.healthz, name="healthz"),
    path("metrics", health.metrics, name="metrics"),
    path("first-run/", root.first_run, name="first_run"),
    path("invitation/<str:token>/", joining.invitation, name="invitation"),
    path("invitations/", joining.invitation_list, name="invitation_list"),
    path("invitations/later/", joining.invitation_later, name="invitation_later"),
    path("invitations/<uuid:uid>/accept/", joining.invitation_accept, name="invitation_accept"),
]
