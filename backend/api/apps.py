from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "backend.api"

    def ready(self) -> None:
        from backend.api import menus, permissions  # noqa: F401
