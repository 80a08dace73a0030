from django.apps import AppConfig


class ListeningConfig(AppConfig):
    name = "backend.listening"

    def ready(self) -> None:
        """Add this room's rows to the permission table."""
        from backend.listening import permissions  # noqa: F401
