from django.apps import AppConfig


class InitiativesConfig(AppConfig):
    name = "backend.initiatives"

    def ready(self) -> None:
        """Add this room's rows to the permission table, its reminder, and what is told at once."""
        from django.utils.translation import gettext_lazy as _

        from backend.events.subscribers import subscribe
        from backend.initiatives import asking, keeping, mail_actions, news, permissions, reminders  # noqa: F401
        from backend.initiatives.events import CheckInAnswered, HelpOffered
        from backend.web import ways_back

        reminders.register()
        ways_back.returns_to(
            "initiatives:initiative_detail",
            "initiatives:initiative_list",
            "initiatives:initiative_history",
        )
        asking.register()
        keeping.register()
        mail_actions.register()
        news.register()
        subscribe(
            CheckInAnswered, asking.answered, work=_("Telling the A-team that somebody is stuck")
        )
        subscribe(HelpOffered, asking.offered, work=_("Telling who is stuck that somebody helps"))
