"""The WSGI door. Clicks and opens are answered before Django."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hub.config.settings")
_django = get_wsgi_application()

from sellers.tracking.door import Door  # noqa: E402 (needs the settings)

application = Door(_django)
