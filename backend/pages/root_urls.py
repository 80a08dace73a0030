from __future__ import annotations

from django.urls import path

from backend.pages import health, root

app_name = "root"
urlpatterns = [
    path("", root.home, name="home"),
    path("healthz", health.healthz, name="healthz"),
    path("first-run/", root.first_run, name="first_run"),
    path("invitation/<str:token>/", root.invitation, name="invitation"),
]
