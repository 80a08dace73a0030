"""`manage.py example_load`: the example organisation in one of its languages."""

from __future__ import annotations

import os
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from backend.example import load
from backend.example.texts import LANGUAGES
from backend.organisations.models import Organisation


class Command(BaseCommand):
    help = "Load the example organisation: a water company with 34 weeks of small steps."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--language",
            choices=LANGUAGES,
            default=os.environ.get("EXAMPLE_LANGUAGE", "nl"),
            help="the language it is written in (default: EXAMPLE_LANGUAGE, else nl)",
        )
        parser.add_argument(
            "--if-empty",
            action="store_true",
            help="do nothing when there is an organisation already",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        language = options["language"]
        if language not in LANGUAGES:
            raise CommandError(f"EXAMPLE_LANGUAGE is {language!r}; it can be nl or en.")
        if options["if_empty"] and Organisation.objects.exists():
            self.stdout.write("There is an organisation already; the example is left out.")
            return
        if load.loaded():
            raise CommandError("The example organisation is here already; `make reset` empties it.")
        begun = time.monotonic()
        self.stdout.write(f"Loading the example organisation ({language}) …")
        organisation = load.example_load(language=language, say=self.stdout.write)
        seconds = time.monotonic() - begun
        self.stdout.write(f"{organisation.name} is ready, in {seconds:.1f} s.")
