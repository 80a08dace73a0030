from __future__ import annotations

from django.urls import path

from backend.organisations.views import customers, people, settings, units

app_name = "organisations"
urlpatterns = [
    path("me/", settings.profile, name="profile"),
    path("people/", people.people, name="people"),
    path("people/invite/", people.membership_invite, name="membership_invite"),
    path("people/invite/several/", people.memberships_invite, name="memberships_invite"),
    path("people/<uuid:uid>/", people.membership_change, name="membership_change"),
    path("people/<uuid:uid>/correct/", people.membership_correct, name="membership_correct"),
    path("people/<uuid:uid>/end/", people.membership_end, name="membership_end"),
    path("people/<uuid:uid>/return/", people.membership_return, name="membership_return"),
    path("people/<uuid:uid>/remind/", people.membership_remind, name="membership_remind"),
    path("settings/", settings.settings, name="settings"),
    path("units/", units.unit_list, name="unit_list"),
    path("units/find/", units.unit_find, name="unit_find"),
    path("units/add/", units.unit_add, name="unit_add"),
    path("units/<uuid:uid>/", units.unit_change, name="unit_change"),
    path("units/<uuid:uid>/end/", units.unit_end, name="unit_end"),
    path("units/<uuid:uid>/return/", units.unit_return, name="unit_return"),
    path("customers/", customers.customers, name="customers"),
    path("customers/processes/add/", customers.process_add, name="process_add"),
    path("customers/processes/<uuid:uid>/", customers.process_change, name="process_change"),
    path("customers/processes/<uuid:uid>/end/", customers.process_end, name="process_end"),
    path("customers/processes/<uuid:uid>/return/", customers.process_return, name="process_return"),
    path("customers/groups/add/", customers.customer_group_add, name="customer_group_add"),
    path(
        "customers/groups/<uuid:uid>/",
        customers.customer_group_change,
        name="customer_group_change",
    ),
    path(
        "customers/groups/<uuid:uid>/end/", customers.customer_group_end, name="customer_group_end"
    ),
    path(
        "customers/groups/<uuid:uid>/return/",
        customers.customer_group_return,
        name="customer_group_return",
    ),
]
