from django.db import models
from django.utils.translation import gettext_lazy as _


class Footing(models.Model):
    """By what the database was known when letters last got turns in it (letters/footing.py). One row, and its mark.

    A database that was restored remembers the one that it was dumped from, and is seen to be another. The mark is a row
    that is written once: which transaction has written it is no part of a dump.
    """

    MARK = 2

    known_by = models.CharField(_("known by"), max_length=120)
    at = models.DateTimeField(_("since"))

    class Meta:
        verbose_name = _("footing")
        verbose_name_plural = _("footings")
        constraints = [models.CheckConstraint(name="footing_is_one", condition=models.Q(pk__in=[1, 2]))]

    def __str__(self) -> str:
        return self.known_by
