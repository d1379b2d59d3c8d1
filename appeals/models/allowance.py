from django.db import models


class MailAllowance(models.Model):
    """One confirmation mail for a mailbox, an appeal and a day: the unique row is the permission to send it."""

    mailbox_index = models.CharField(max_length=64)
    appeal = models.ForeignKey("appeals.Appeal", on_delete=models.CASCADE, related_name="+")
    day = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mailbox_index", "day", "appeal"], name="allowance_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.day}, appeal {self.appeal_id}"
