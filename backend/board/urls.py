from __future__ import annotations

from django.urls import path

from backend.board import views

app_name = "board"
urlpatterns = [
    path("", views.board, name="board"),
    path("teams/", views.find, name="find"),
    path("teams/<uuid:unit>/", views.unit_board, name="unit_board"),
    path("teams/<uuid:unit>/own/", views.own_board, name="own_board"),
    path("steps/", views.steps, name="steps"),
    path("services/", views.service_list, name="service_list"),
    path("weeks/", views.weeks, name="weeks"),
    path("crossing.svg", views.crossing_svg, name="crossing_svg"),
    path("weeks.csv", views.weeks_csv, name="weeks_csv"),
]
