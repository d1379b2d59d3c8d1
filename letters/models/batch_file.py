from django.db import models
from django.utils.translation import gettext_lazy as _


class BatchFile(models.Model):
    """A PDF of a print batch on disk, and how far it is written: `size` bytes up to letter `cursor`, to go on from `checkpoint`.

    What lies behind `size` in the file was written by a worker that did not come to say so; it is written anew.
    """

    class Kind(models.TextChoices):
        LETTERS = "letters", _("letters")
        LABELS = "labels", _("address labels")
        ENVELOPES = "envelopes", _("envelopes")

    batch = models.ForeignKey("letters.PrintBatch", on_delete=models.CASCADE, related_name="files")
    kind = models.CharField(max_length=16, choices=Kind)
    cursor = models.PositiveIntegerField(default=0)
    size = models.PositiveBigIntegerField(_("bytes"), default=0)
    pages = models.PositiveIntegerField(_("pages"), default=0)
    checkpoint = models.BinaryField(default=b"", editable=False)
    is_flawed = models.BooleanField(default=False, editable=False)
    made_at = models.DateTimeField(_("made"), null=True, blank=True)

    class Meta:
        verbose_name = _("print file")
        verbose_name_plural = _("print files")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["batch", "kind"], name="batchfile_once"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Names the batch and nobody in it."""
        return f"batch-{self.batch_id}-{self.kind}.pdf"
