from __future__ import annotations

from django.urls import path

from backend.initiatives.views import check_ins, endings, helping, initiatives, steps, teams, words

app_name = "initiatives"
urlpatterns = [
    path("initiatives/", initiatives.initiative_list, name="initiative_list"),
    path("initiatives/new/", initiatives.initiative_start, name="initiative_start"),
    path("initiatives/<uuid:uid>/", initiatives.initiative_detail, name="initiative_detail"),
    path(
        "initiatives/<uuid:uid>/change/<slug:field>/",
        initiatives.initiative_change,
        name="initiative_change",
    ),
    path(
        "initiatives/<uuid:uid>/changes/<uuid:event>/undo/",
        initiatives.initiative_change_undo,
        name="initiative_change_undo",
    ),
    path(
        "initiatives/<uuid:uid>/history/", initiatives.initiative_history, name="initiative_history"
    ),
    path("initiatives/<uuid:uid>/finish/", endings.initiative_finish, name="initiative_finish"),
    path("initiatives/<uuid:uid>/stop/", endings.initiative_stop, name="initiative_stop"),
    path("initiatives/<uuid:uid>/resume/", endings.initiative_resume, name="initiative_resume"),
    path(
        "initiatives/<uuid:uid>/resume/undo/",
        endings.initiative_resume_undo,
        name="initiative_resume_undo",
    ),
    path("words/<uuid:uid>/initiative/", words.initiative_words_add, name="initiative_words_add"),
    path(
        "initiatives/<uuid:uid>/words/<uuid:words>/remove/",
        words.initiative_words_remove,
        name="initiative_words_remove",
    ),
    path("initiatives/<uuid:uid>/check-in/", check_ins.check_in, name="check_in"),
    path("initiatives/<uuid:uid>/team/add/", teams.team_add, name="team_add"),
    path("initiatives/<uuid:uid>/team/join/", teams.team_join, name="team_join"),
    path("initiatives/<uuid:uid>/team/leave/", teams.team_leave, name="team_leave"),
    path("check-ins/<uuid:uid>/undo/", check_ins.check_in_undo, name="check_in_undo"),
    path("check-ins/<uuid:uid>/help/", helping.help_offer, name="help_offer"),
    path("check-ins/<uuid:uid>/help/withdraw/", helping.help_withdraw, name="help_withdraw"),
    path("steps/", steps.step_create, name="step_create"),
    path("steps/<uuid:uid>/", steps.step_edit, name="step_edit"),
    path(
        "steps/<uuid:uid>/changes/<uuid:event>/undo/",
        steps.step_change_undo,
        name="step_change_undo",
    ),
    path("steps/<uuid:uid>/do/", steps.step_do, name="step_do"),
    path("steps/<uuid:uid>/plan/", steps.step_plan, name="step_plan"),
    path("steps/<uuid:uid>/remove/", steps.step_remove, name="step_remove"),
    path("steps/<uuid:uid>/restore/", steps.step_restore, name="step_restore"),
]
