from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "backend.pages"

    def ready(self) -> None:
        """Add the pages' rows to the permission table, and say where people go."""
        from backend.pages import menus, permissions  # noqa: F401
