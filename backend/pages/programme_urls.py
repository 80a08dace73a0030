from __future__ import annotations

from django.urls import path

from backend.pages import programme

app_name = "programme"
urlpatterns = [path("", programme.programme_change, name="programme_change")]
