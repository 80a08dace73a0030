from __future__ import annotations

from django.urls import path

from backend.inbox import views

app_name = "inbox"
urlpatterns = [
    path("news/", views.news, name="news"),
    path("news/read/", views.news_read, name="news_read"),
]
