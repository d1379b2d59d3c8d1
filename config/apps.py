from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ConfigConfig(AppConfig):
    name = "config"

    def ready(self) -> None:
        from config import checks  # noqa: F401 -- importing registers them
        from config.granting import grant

        # For each app by itself: this app has no models, so that the signal never comes for it.
        post_migrate.connect(grant, dispatch_uid="outcry.roles")
