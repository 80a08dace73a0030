from django.apps import AppConfig


class SuccessesConfig(AppConfig):
    name = "backend.successes"

    def ready(self) -> None:
        """Rows of the permission table, the message, its subscribers, and the reminder."""
        from django.utils.translation import gettext_lazy as _

        from backend.events.subscribers import subscribe
        from backend.initiatives import histories as told
        from backend.organisations.events import MembershipEnded
        from backend.successes import (  # noqa: F401
            announcing,
            histories,
            mail_actions,
            menus,
            news,
            permissions,
            reminders,
            telling,
        )
        from backend.successes.events import AnnouncementCalledBack, AnnouncementRequested

        announcing.register()
        mail_actions.register()
        news.register()
        telling.register()
        reminders.register()
        subscribe(AnnouncementRequested, announcing.requested, work=_("Announcing a success"))
        subscribe(
            AnnouncementCalledBack, announcing.called_back, work=_("Calling back an announcement")
        )
        subscribe(MembershipEnded, announcing.asker_left)
        told.register(histories.SENTENCES)
