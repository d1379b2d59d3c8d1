from django.db import models
from django.utils.translation import gettext_lazy as _


class Bookmark(models.Model):
    """How far something long has been read: a log by bytes, the attempts by number.

    `mark` tells whether it is still the same: a digest of a log's first line, which another file has different.
    """

    name = models.CharField(_("of"), max_length=200, unique=True)
    place = models.BigIntegerField(_("read up to"), default=0)
    mark = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField(_("read"))

    class Meta:
        default_permissions = ()  # the workers' own
        verbose_name = _("bookmark")
        verbose_name_plural = _("bookmarks")

    def __str__(self) -> str:
        return self.name
