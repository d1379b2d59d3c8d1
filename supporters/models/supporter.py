from django.db import models

from kit.sealed_fields import SealedTextField


class Supporter(models.Model):
    """A person who acts, known by one mail address.

    `email_index` finds exactly this spelling; `mailbox_index` finds every spelling of the same
    mailbox (supporters/identity.py) and carries the mail budget.
    """

    email = SealedTextField()
    email_index = models.CharField(max_length=64, unique=True, editable=False)
    mailbox_index = models.CharField(max_length=64, db_index=True, editable=False)
    language = models.CharField(max_length=8)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = "supporter"

    def __str__(self) -> str:
        # The address stays out of titles, logs and error pages.
        return f"Supporter {self.pk}"
