#!/usr/bin/env python
import os
import sys

from django.core.management import execute_from_command_line

# What is done to the code, for which no setting needs to be right.
OF_THE_CODE = {"help", "version", "makemigrations", "makemessages", "compilemessages"}

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backend.config.settings")
    if not OF_THE_CODE & set(sys.argv[1:2]):
        from backend.config import start

        start.refuse_wrong_settings()
    execute_from_command_line(sys.argv)
