"""The addresses that the description of the API covers: all of the API, nothing else."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [path("api/", include("backend.api.urls"))]
