from django.db import models

from campaigns.models.dated import Dated


class Source(Dated):
    """Evidence for a claim. Its date is that of the original; a repost has its own.

    `within` is the source that quotes or reposts this one. `lines` are those of `document`, the file it was read in.
    """

    class Kind(models.TextChoices):
        ARTICLE = "article"
        INTERVIEW = "interview"
        LETTER = "letter", "open letter or letter to the editor"
        OBITUARY = "obituary"
        POST = "post", "post on a social network"
        REPORT = "report"
        STATEMENT = "statement"
        LINK = "link", "link only"
        OTHER = "other"

    key = models.CharField(max_length=80, unique=True)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.ARTICLE)
    title = models.CharField(max_length=300)
    author = models.CharField(max_length=200, blank=True)
    translator = models.CharField(max_length=200, blank=True)
    publisher = models.CharField(max_length=300, blank=True)
    url = models.URLField(max_length=500, blank=True)
    language = models.CharField(max_length=10, default="en")
    document = models.CharField(max_length=80, blank=True)
    lines = models.CharField(max_length=80, blank=True)
    within = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="inner")
    reposted_by = models.CharField(max_length=200, blank=True)
    reposted_on = models.DateField(null=True, blank=True)
    permission_note = models.CharField(max_length=300, blank=True)
    translation_note = models.CharField(max_length=300, blank=True)
    truncation_note = models.CharField(max_length=300, blank=True)
    correction_note = models.CharField(max_length=300, blank=True)
    archive_note = models.CharField(max_length=300, blank=True)
    text_available = models.BooleanField(default=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["key"]
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                name="campaigns_source_not_within_itself",
                condition=~models.Q(within=models.F("id")) | models.Q(within__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.title}"
