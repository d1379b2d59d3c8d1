from django.conf import settings
from django.db import models


class Translation(models.Model):
    """What a claim recorded in English says in another language: typed once at the desk, used by every later draft."""

    language = models.CharField(max_length=8)
    english = models.CharField(max_length=700)
    words = models.CharField(max_length=1000)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, editable=False, related_name="+"
    )
    at = models.DateTimeField(editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["language", "english"], name="translation_once"),
            models.CheckConstraint(
                condition=~models.Q(english="") & ~models.Q(words=""), name="translation_is_not_empty"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.language}: {self.words}"
