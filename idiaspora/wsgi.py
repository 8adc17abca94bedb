"""The WSGI entry point: `gunicorn idiaspora.wsgi`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "idiaspora.settings")
application = get_wsgi_application()
