from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "backend.pages"

    def ready(self) -> None:
        """Add the pages' rows to the permission table."""
        from backend.pages import permissions  # noqa: F401
