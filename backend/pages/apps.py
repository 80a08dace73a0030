from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "backend.pages"

    def ready(self) -> None:
        """Add the pages' rows to the permission table, and say where people go."""
        from backend.pages import permissions  # noqa: F401
        from backend.web import ways_back

        ways_back.places(home="pages:my_steps", log_step="pages:step_new", words="pages:listening")
        ways_back.returns_to("pages:my_steps", "pages:listening")
