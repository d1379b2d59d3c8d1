from django.db import models

from kit.sealed_fields import SealedTextField


class Reason(models.Model):
    """Why somebody did it, in their words. The entry holds only a keyed hash of them, so that they can be taken away
    when they turn out to name somebody who has to be forgotten, and the chain stays whole."""

    entry = models.OneToOneField("trail.Entry", on_delete=models.PROTECT, primary_key=True)
    words = SealedTextField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"reason of {self.entry_id}"
