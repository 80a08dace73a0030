from __future__ import annotations

from django.urls import path

from backend.listening import views

app_name = "listening"
urlpatterns = [
    path("listening/new/", views.words_note, name="words_note"),
    path("listening/<uuid:uid>/consent/", views.words_consent_change, name="words_consent_change"),
    path("listening/<uuid:uid>/withdraw/", views.words_withdraw, name="words_withdraw"),
    path("listening/<uuid:uid>/restore/", views.words_restore, name="words_restore"),
]
