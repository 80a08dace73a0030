from __future__ import annotations

from django.urls import path

from backend.pages import mail_actions

app_name = "mail"
urlpatterns = [path("<str:token>/", mail_actions.mail_action, name="mail_action")]
