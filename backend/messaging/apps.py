from django.apps import AppConfig


class MessagingConfig(AppConfig):
    name = "backend.messaging"

    def ready(self) -> None:
        from backend.messaging import menus, permissions, reminder_mail, stopping, trying  # noqa: F401
