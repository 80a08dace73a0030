import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backend.config.settings")

from backend.config import start

start.refuse_wrong_settings()
application = get_wsgi_application()
start.begin("web")
