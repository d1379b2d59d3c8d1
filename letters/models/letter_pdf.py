from django.db import models
from django.utils.translation import gettext_lazy as _

from kit.sealed_fields import SealedBytesField


class LetterPdf(models.Model):
    """The PDF of a letter, sealed: it names the signer. `sha256` is that of the PDF in clear."""

    letter = models.OneToOneField("letters.Letter", on_delete=models.CASCADE, related_name="pdf")
    content = SealedBytesField()
    sha256 = models.CharField(_("SHA-256 of the PDF"), max_length=64)
    pages = models.PositiveSmallIntegerField(_("pages"))
    rendered_at = models.DateTimeField(_("rendered"))

    class Meta:
        verbose_name = _("PDF of a letter")
        verbose_name_plural = _("PDFs of letters")
        constraints = [
            models.CheckConstraint(
                name="letterpdf_is_whole", condition=models.Q(pages__gte=1) & ~models.Q(sha256="")
            ),
        ]

    def __str__(self) -> str:
        return f"PDF {self.letter_id}"
