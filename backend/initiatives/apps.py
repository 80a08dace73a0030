from django.apps import AppConfig


class InitiativesConfig(AppConfig):
    name = "backend.initiatives"

    def ready(self) -> None:
        """Add this room's rows to the permission table, its reminder, and what is told at once."""
        from backend.events.kinds import Kind
        from backend.events.subscribers import subscribe
        from backend.initiatives import asking, permissions, reminders  # noqa: F401

        reminders.register()
        asking.register()
        subscribe(Kind.CHECK_IN_ANSWERED, asking.answered)
        subscribe(Kind.HELP_OFFERED, asking.offered)
