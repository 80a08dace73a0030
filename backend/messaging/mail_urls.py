from __future__ import annotations

from django.urls import path

from backend.messaging.views import actions

app_name = "mail"
urlpatterns = [path("<str:token>/", actions.mail_action, name="mail_action")]
