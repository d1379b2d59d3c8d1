"""The ASGI application that Granian serves."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_asgi_application()

from config.starting import refuse_wrong_key_ring  # noqa: E402 -- Django had to be set up first

refuse_wrong_key_ring()
