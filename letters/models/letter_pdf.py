from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kit.sealed_fields import SealedBytesField, SealedJSONField


class LetterPdf(models.Model):
    """How a letter's PDF is made again, the same each time (letters/paper.py); sealed, for it names the signer.

    A stamped letter is a shell and the lines in its slots, some 400 bytes; one that WeasyPrint had to set is kept as it
    came from the press. `sha256` seals what is on its pages: of the file in clear where that is kept, else of the shell's
    key and all that was put into it, because one file is compressed in different ways on different machines.
    """

    class Tier(models.TextChoices):
        STAMP = "stamp", _("stamped")
        FLOW = "flow", _("flowed")
        PRESS = "press", _("set by WeasyPrint")

    letter = models.OneToOneField("letters.Letter", on_delete=models.CASCADE, related_name="pdf")
    tier = models.CharField(_("made"), max_length=8, choices=Tier.choices, default=Tier.PRESS)
    shell = models.ForeignKey(
        "letters.Shell",
        to_field="key",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="letters",
    )
    lines = SealedJSONField(verbose_name=_("lines in its slots"))
    content = SealedBytesField()
    sha256 = models.CharField(_("SHA-256 of the PDF"), max_length=64)
    pages = models.PositiveSmallIntegerField(_("pages"))
    rendered_at = models.DateTimeField(_("rendered"))

    class Meta:
        verbose_name = _("PDF of a letter")
        verbose_name_plural = _("PDFs of letters")
        constraints = [
            models.CheckConstraint(name="letterpdf_is_whole", condition=Q(pages__gte=1) & ~Q(sha256="")),
            models.CheckConstraint(
                name="letterpdf_is_kept_or_stamped",
                condition=Q(tier="press", shell=None) | Q(tier__in=["stamp", "flow"], shell__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"PDF {self.letter_id}"
