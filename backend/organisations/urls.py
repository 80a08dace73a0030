from __future__ import annotations

from django.urls import path

from backend.organisations import views

app_name = "organisations"
urlpatterns = [
    path("me/", views.profile, name="profile"),
    path("people/", views.people, name="people"),
    path("people/invite/", views.membership_invite, name="membership_invite"),
    path("people/<uuid:uid>/", views.membership_change, name="membership_change"),
    path("people/<uuid:uid>/end/", views.membership_end, name="membership_end"),
    path("people/<uuid:uid>/return/", views.membership_return, name="membership_return"),
    path("people/<uuid:uid>/remind/", views.membership_remind, name="membership_remind"),
    path("settings/", views.settings, name="settings"),
    path("units/", views.unit_list, name="unit_list"),
    path("units/add/", views.unit_add, name="unit_add"),
    path("units/<uuid:uid>/", views.unit_change, name="unit_change"),
    path("customers/", views.customers, name="customers"),
    path("customers/processes/add/", views.process_add, name="process_add"),
    path("customers/groups/add/", views.customer_group_add, name="customer_group_add"),
]
