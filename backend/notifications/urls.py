from __future__ import annotations

from django.urls import path

from backend.notifications import views

app_name = "notifications"
urlpatterns = [
    path("me/mail/", views.preferences, name="preferences"),
    path("settings/mail-test/", views.smtp_test, name="smtp_test"),
]
