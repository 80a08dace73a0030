from django.apps import AppConfig


class TenancyConfig(AppConfig):
    name = "backend.tenancy"

    def ready(self) -> None:
        from backend.tenancy import versions  # noqa: F401
