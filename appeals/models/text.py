from django.conf import settings
from django.db import models

from kit import languages
from kit.staff import by_staff


class AppealText(models.Model):
    """The wording of an appeal in one language: what the page says and what the letter says.

    Paragraphs are separated by an empty line. The letter is subject, salutation (of the target),
    body, the numbered demands, ending, closing. It is used only while `digest` is that of the words
    as they stand now (appeals/approving.py): any edit takes the approval away.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        IN_REVIEW = "in_review", "In review"
        APPROVED = "approved", "Approved"

    appeal = models.ForeignKey("appeals.Appeal", on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(max_length=8, choices=languages.choices())
    state = models.CharField(max_length=16, choices=State, default=State.DRAFT, editable=False)
    title = models.CharField(max_length=120)
    lead = models.CharField(max_length=300, help_text="One sentence under the title of the page.")
    story = models.TextField(help_text="What happened, in plain words, for the page.")
    subject = models.CharField("subject of the letter", max_length=150)
    body = models.TextField("letter before the demands")
    ending = models.TextField("letter after the demands", blank=True)
    closing = models.CharField(max_length=80, help_text="For example: Yours faithfully,")
    slogan = models.CharField(max_length=300, blank=True, help_text="For the page, not for the letter.")
    # {target id: how a letter to it begins}, as they were approved. Other offices are greeted by the usual phrase.
    salutations = models.JSONField(default=dict, blank=True, editable=False)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, editable=False, related_name="+"
    )
    written_at = models.DateTimeField(editable=False)
    approved_by = by_staff()
    approved_at = models.DateTimeField(null=True, blank=True, editable=False)
    digest = models.CharField("approved digest", max_length=64, blank=True, editable=False)
    sent_back_because = models.CharField(max_length=300, blank=True, editable=False)
    # What appeals/drafting.py wrote, field by field, and the digest of the facts it wrote it from. Empty: typed by hand.
    drafted = models.JSONField(default=dict, blank=True, editable=False)
    facts_digest = models.CharField(max_length=64, blank=True, editable=False)
    needs_speaker = models.BooleanField("needs a speaker's review", default=False, editable=False)
    speaker = by_staff("read as a speaker by")
    speaker_at = models.DateTimeField("read as a speaker", null=True, blank=True, editable=False)

    class Meta:
        permissions = [("approve_appealtext", "Can approve texts of others and send them back")]
        constraints = [
            models.UniqueConstraint(fields=["appeal", "language"], name="appealtext_one_per_language"),
            models.CheckConstraint(
                condition=models.Q(approved_by__isnull=True) | ~models.Q(approved_by=models.F("written_by")),
                name="appealtext_four_eyes",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    state="approved", approved_by__isnull=False, approved_at__isnull=False, digest__gt=""
                )
                | models.Q(
                    ~models.Q(state="approved"), approved_by__isnull=True, approved_at__isnull=True, digest=""
                ),
                name="appealtext_approval_is_whole",
            ),
            models.CheckConstraint(
                condition=models.Q(speaker__isnull=True, speaker_at__isnull=True)
                | models.Q(speaker__isnull=False, speaker_at__isnull=False),
                name="appealtext_speaker_is_whole",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="approved")
                | models.Q(needs_speaker=False)
                | models.Q(speaker__isnull=False),
                name="appealtext_approved_was_read_by_a_speaker",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.language})"

    @property
    def waits_for_speaker(self) -> bool:
        return self.needs_speaker and self.speaker_id is None
