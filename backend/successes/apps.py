from django.apps import AppConfig


class SuccessesConfig(AppConfig):
    name = "backend.successes"

    def ready(self) -> None:
        from backend.successes import permissions  # noqa: F401
