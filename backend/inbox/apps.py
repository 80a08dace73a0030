from django.apps import AppConfig


class InboxConfig(AppConfig):
    name = "backend.inbox"

    def ready(self) -> None:
        from backend.inbox import permissions  # noqa: F401
