from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "backend.notifications"

    def ready(self) -> None:
        from backend.events.kinds import Kind
        from backend.events.subscribers import subscribe
        from backend.notifications import account_messages, permissions, reminders  # noqa: F401

        account_messages.register()
        subscribe(Kind.MEMBERSHIP_INVITED, account_messages.invited)
        subscribe(Kind.MEMBERSHIP_CHANGED, account_messages.invited_after_all)
