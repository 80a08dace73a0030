from __future__ import annotations

from django.urls import path

from backend.pages import helping, hints, listening, my_steps

app_name = "pages"
urlpatterns = [
    path("", my_steps.my_steps, name="my_steps"),
    path("steps/new/", my_steps.step_new, name="step_new"),
    path("hints/", hints.hints, name="hints"),
    path("help/<slug:role>/", helping.help_for, name="help_for"),
    path("listening/", listening.listening, name="listening"),
]
