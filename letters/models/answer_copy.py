import hashlib

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kit.languages import choices
from kit.staff import by_staff
from letters.states import CopyState


class AnswerCopy(models.Model):
    """What of an office's answer stands on the appeal's page: written by one person, published by another.

    `text` is what was written last, `shown` what stands on the page: until a change is published the page keeps the words before.
    """

    State = CopyState

    reply = models.OneToOneField("letters.Reply", on_delete=models.CASCADE, related_name="copy")
    state = models.CharField(_("state"), max_length=9, choices=CopyState, default=CopyState.DRAFT)
    language = models.CharField(_("language"), max_length=8, choices=choices())
    text = models.TextField(_("words for the page"))
    written_by = by_staff(_("written by"))
    written_at = models.DateTimeField(_("written"))
    shown = models.TextField(_("words on the page"), blank=True)
    shown_language = models.CharField(max_length=8, choices=choices(), blank=True)
    published_by = by_staff(_("published by"))
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    withdrawn_by = by_staff(_("withdrawn by"))
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    withdrawn_because = models.CharField(_("why"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("public copy")
        verbose_name_plural = _("public copies")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(name="answercopy_state_known", condition=Q(state__in=CopyState.values)),
            models.CheckConstraint(
                name="answercopy_shown_was_published",
                condition=Q(shown="", shown_language="")
                | (
                    ~Q(shown="")
                    & ~Q(shown_language="")
                    & Q(published_by__isnull=False, published_at__isnull=False)
                ),
            ),
            models.CheckConstraint(
                name="answercopy_published_is_shown", condition=~Q(state="published") | ~Q(shown="")
            ),
            models.CheckConstraint(
                name="answercopy_withdrawn_is_whole",
                condition=~Q(state="withdrawn")
                | (
                    Q(shown="", withdrawn_by__isnull=False, withdrawn_at__isnull=False)
                    & ~Q(withdrawn_because="")
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reply}"

    @property
    def digest(self) -> str:
        """Of the words that wait: whoever publishes says by it which ones they have read."""
        return hashlib.sha256(f"{self.language}\0{self.text}".encode()).hexdigest()
