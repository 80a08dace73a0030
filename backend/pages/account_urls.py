"""The way in: of the library's addresses those that we want, and no others.

Changing one's address is not among them: with the library's own page an address that is asked for,
and not yet proved, would already count when somebody signs in. There are two pages of ours for it.
"""

from __future__ import annotations

from typing import Any

from allauth.account import views
from django.urls import path, re_path
from django.views.decorators.cache import never_cache

from backend.accounts.views.address import change_address, confirm_address
from backend.pages.sign_in import ConfirmCode
from backend.web.once import SAME_SESSION, once


def _asked(view: Any) -> Any:
    """Two taps ask for one code or link; a later press, also of the page behind Back, for a new one."""
    return once(view, within=SAME_SESSION)


urlpatterns = [
    path("login/", views.login, name="account_login"),
    path("login/code/", _asked(views.request_login_code), name="account_request_login_code"),
    path("login/code/confirm/", once(ConfirmCode.as_view()), name="account_confirm_login_code"),
    path("logout/", views.logout, name="account_logout"),
    path("address/", _asked(change_address), name="account_change_address"),
    path("address/confirm/", once(confirm_address), name="account_confirm_address"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("signup/", views.signup, name="account_signup"),
    path("reauthenticate/", views.reauthenticate, name="account_reauthenticate"),
    path("password/change/", views.password_change, name="account_change_password"),
    path("password/set/", views.password_set, name="account_set_password"),
    path(
        "password/reset/", _asked(never_cache(views.password_reset)), name="account_reset_password"
    ),
    path("password/reset/done/", views.password_reset_done, name="account_reset_password_done"),
    path(
        "password/reset/key/done/",
        views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
]
