from django.db import models
from django.utils.translation import gettext_lazy as _


class Shell(models.Model):
    """A page of letters compiled once (letters/engine): letters are kept as the lines that stand in its slots.

    It names nobody. It is never changed and outlives the code that made it, so that a letter is the same PDF each time.
    Without `content` letters of this page cannot be stamped, for `reason`, and each is a render of its own.
    """

    key = models.CharField(max_length=64, unique=True)
    text_key = models.CharField(max_length=64, db_index=True)  # of the words and layout alone
    content = models.BinaryField(blank=True, default=bytes)
    reason = models.CharField(_("why letters of it are not stamped"), max_length=300, blank=True)
    language = models.CharField(_("language"), max_length=8)
    engine = models.CharField(_("made with"), max_length=40)
    made_at = models.DateTimeField(_("made"), auto_now_add=True)

    class Meta:
        verbose_name = _("shell")
        verbose_name_plural = _("shells")
        constraints = [
            models.CheckConstraint(
                name="shell_is_one_or_says_why",
                condition=models.Q(content=b"") ^ models.Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return self.key[:12]
