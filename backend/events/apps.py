from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class EventsConfig(AppConfig):
    name = "backend.events"

    def ready(self) -> None:
        """Learn from each room's `events` what can happen in it."""
        autodiscover_modules("events")
