import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backend.config.settings")

from backend.config import start

start.refuse_wrong_settings()
django.setup(set_prefix=False)
from backend.web.charsets import Utf8Handler

application = Utf8Handler()
start.begin("web")
