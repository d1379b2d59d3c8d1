"""The WSGI application, for hosts that offer nothing else."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()

from config.starting import refuse_wrong_key_ring  # noqa: E402 -- Django had to be set up first

refuse_wrong_key_ring()
