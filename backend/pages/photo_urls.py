from __future__ import annotations

from django.urls import path

from backend.pages import photo

# The photos room lies below organisations and permissions; its one page stands here.
app_name = "photos"
urlpatterns = [path("<uuid:uid>/", photo.photo, name="photo")]
