"""The entries of the pages in the menus, and the places that others lead to."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from backend.pages import guides
from backend.web import navigation, ways_back
from backend.web.navigation import Entry

ways_back.places(
    home="pages:my_steps",
    log_step="pages:step_new",
    words="pages:listening",
    hints="pages:hints",
    help="pages:help_for",
    invitation="root:invitation",
    begin="root:home",
)
ways_back.returns_to("pages:my_steps", "pages:listening")
navigation.register(
    "main",
    Entry("steps", _("My steps"), "pages:my_steps", 10),
    Entry("listening", _("Listening"), "pages:listening", 20),
)
navigation.register(
    "person",
    Entry(
        "help", _("How it works"), "pages:help_for", 30,
        rest=lambda membership: (str(guides.role_of(membership.roles)),),
    ),
)  # fmt: skip
navigation.register(
    "settings",
    Entry("programme", _("Programme"), "programme:programme_change", 40, "programme_change"),
)
