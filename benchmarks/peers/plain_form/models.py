from django.db import models


class Signer(models.Model):
    name = models.CharField(max_length=200)
    email = models.EmailField()
    country = models.CharField(max_length=2)
    town = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "plain_form"

    def __str__(self) -> str:
        return self.name


class Recipient(models.Model):
    """Whom the task-per-mail peer writes to."""

    address = models.EmailField()
    values = models.JSONField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "plain_form"

    def __str__(self) -> str:
        return self.address
