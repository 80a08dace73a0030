from django.apps import AppConfig


class InboxConfig(AppConfig):
    name = "backend.inbox"

    def ready(self) -> None:
        from backend.inbox import menus, permissions  # noqa: F401
