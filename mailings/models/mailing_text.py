from django.db import models
from django.utils.translation import gettext_lazy as _

from kit import languages
from mailings.models.mailing import Mailing


class MailingText(models.Model):
    """What a mailing says in one language. Its approval stands on the mailing: all texts are approved together."""

    mailing = models.ForeignKey(
        Mailing, on_delete=models.CASCADE, related_name="texts", verbose_name=_("mailing")
    )
    language = models.CharField(_("language"), max_length=8, choices=languages.choices())
    subject = models.CharField(_("subject"), max_length=300)
    body = models.TextField(
        _("text"),
        help_text=_(
            "Markdown: an empty line begins a new paragraph, **bold**, *italic*, ## heading, - list, [words](https://…). "
            "Merge fields: {case}, {people}, {status}, {case_link}, {appeal}, {appeal_link}, {act_before}, {signatures}."
        ),
    )

    class Meta:
        verbose_name = _("mailing text")
        verbose_name_plural = _("mailing texts")
        ordering = ["language"]
        constraints = [
            models.UniqueConstraint(fields=["mailing", "language"], name="mailingtext_one_per_language"),
            models.CheckConstraint(
                name="mailingtext_is_not_empty", condition=~models.Q(subject="") & ~models.Q(body="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} ({self.language})"
