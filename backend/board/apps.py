from django.apps import AppConfig


class BoardConfig(AppConfig):
    name = "backend.board"

    def ready(self) -> None:
        """Rows of the permission table."""
        from backend.board import menus, permissions  # noqa: F401
