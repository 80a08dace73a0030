from django.apps import AppConfig


class InitiativesConfig(AppConfig):
    name = "backend.initiatives"

    def ready(self) -> None:
        """Add this room's rows to the permission table, and its reminder."""
        from backend.initiatives import permissions, reminders  # noqa: F401

        reminders.register()
