from __future__ import annotations

from django.urls import path

from backend.api.openapi import Description
from backend.api.v1.board import BoardDetail
from backend.api.v1.initiatives import InitiativeDetail, InitiativeList
from backend.api.v1.steps import StepList
from backend.api.v1.successes import SuccessList

app_name = "api"
urlpatterns = [
    path("v1/openapi.json", Description.as_view(), name="openapi"),
    path("v1/initiatives/", InitiativeList.as_view(), name="initiative_list"),
    path("v1/initiatives/<uuid:uid>/", InitiativeDetail.as_view(), name="initiative_detail"),
    path("v1/steps/", StepList.as_view(), name="step_list"),
    path("v1/successes/", SuccessList.as_view(), name="success_list"),
    path("v1/board/", BoardDetail.as_view(), name="board_detail"),
]
