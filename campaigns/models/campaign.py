from django.db import models


class Campaign(models.Model):
    """Cases pursued together. `copy_email` gets a copy of each letter, so that we see what the office sees."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=200)
    summary = models.TextField(blank=True)
    copy_email = models.EmailField(blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
