from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "backend.organisations"

    def ready(self) -> None:
        """Its entries in the menus, and its rows of the permission table."""
        from backend.organisations import menus, permissions  # noqa: F401
