from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "backend.outbox"

    def ready(self) -> None:
        from backend.outbox import permissions  # noqa: F401
