from django.db import models
from django.utils.translation import gettext_lazy as _


class Footing(models.Model):
    """By what the database was known when letters last got turns in it (letters/footing.py). One row.

    A database that was restored remembers the one that it was dumped from, and is seen to be another.
    """

    known_by = models.CharField(_("known by"), max_length=120)
    at = models.DateTimeField(_("since"))

    class Meta:
        verbose_name = _("footing")
        verbose_name_plural = _("footings")
        constraints = [models.CheckConstraint(name="footing_is_one", condition=models.Q(pk=1))]

    def __str__(self) -> str:
        return self.known_by
