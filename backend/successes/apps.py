from django.apps import AppConfig


class SuccessesConfig(AppConfig):
    name = "backend.successes"

    def ready(self) -> None:
        """Rows of the permission table, the message, its subscribers, and the reminder."""
        from backend.events.kinds import Kind
        from backend.events.subscribers import subscribe
        from backend.successes import announcing, permissions, reminders  # noqa: F401

        announcing.register()
        reminders.register()
        subscribe(Kind.ANNOUNCEMENT_REQUESTED, announcing.requested)
        subscribe(Kind.ANNOUNCEMENT_CALLED_BACK, announcing.called_back)
        subscribe(Kind.MEMBERSHIP_ENDED, announcing.asker_left)
