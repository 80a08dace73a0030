from __future__ import annotations

from django.urls import path

from backend.successes import views

app_name = "successes"
urlpatterns = [
    path("successes/", views.success_list, name="success_list"),
    path("successes/<uuid:uid>/", views.success_detail, name="success_detail"),
    path("successes/<uuid:uid>/applause/", views.applaud, name="applaud"),
    path(
        "successes/<uuid:uid>/applause/withdraw/",
        views.applause_withdraw,
        name="applause_withdraw",
    ),
    path("successes/<uuid:uid>/untell/", views.success_untell, name="success_untell"),
    path(
        "successes/<uuid:uid>/untell/undo/",
        views.success_untell_undo,
        name="success_untell_undo",
    ),
    path("successes/<uuid:uid>/announce/", views.announcement_request, name="announcement_request"),
    path(
        "successes/<uuid:uid>/announce/reach/",
        views.announcement_reach,
        name="announcement_reach",
    ),
    path(
        "successes/<uuid:uid>/announce/mail/",
        views.announcement_preview,
        name="announcement_preview",
    ),
    path("initiatives/<uuid:uid>/tell/", views.success_tell, name="success_tell"),
    path("initiatives/<uuid:uid>/tell/later/", views.success_later, name="success_later"),
    path(
        "initiatives/<uuid:uid>/tell/later/undo/",
        views.success_later_undo,
        name="success_later_undo",
    ),
    path("initiatives/<uuid:uid>/tell/save/", views.success_change, name="success_change"),
    path(
        "initiatives/<uuid:uid>/tell/changes/<uuid:event>/undo/",
        views.success_change_undo,
        name="success_change_undo",
    ),
    path("initiatives/<uuid:uid>/tell/preview/", views.success_preview, name="success_preview"),
    path("announcements/<uuid:uid>/", views.announcement_detail, name="announcement_detail"),
    path(
        "announcements/<uuid:uid>/call-back/",
        views.announcement_call_back,
        name="announcement_call_back",
    ),
]
