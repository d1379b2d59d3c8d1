"""The ASGI application that Granian serves."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup(set_prefix=False)

from config.serving import Application  # noqa: E402 -- Django had to be set up first
from config.starting import refuse_wrong_key_ring  # noqa: E402 -- the same

application = Application()
refuse_wrong_key_ring()
