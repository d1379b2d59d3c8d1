from django.apps import AppConfig


class TrailConfig(AppConfig):
    name = "trail"
    verbose_name = "Look back: trail"

    def ready(self) -> None:
        from django.contrib.admin.models import LogEntry, LogEntryManager
        from django.db.models.signals import post_save

        from trail.desk import note_form, note_many

        # Not another manager: that would be a migration of Django's own table.
        setattr(LogEntryManager, "bulk_create", note_many)  # noqa: B010 -- the type checker knows another signature
        post_save.connect(note_form, sender=LogEntry, dispatch_uid="trail.forms")
