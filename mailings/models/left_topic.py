from django.db import models


class LeftTopic(models.Model):
    """A case of which a supporter wants no more updates, while they want those of others."""

    supporter = models.ForeignKey(
        "supporters.Supporter", on_delete=models.CASCADE, related_name="left_topics"
    )
    case = models.ForeignKey("campaigns.Case", on_delete=models.CASCADE, related_name="+")
    left_at = models.DateTimeField()

    class Meta:
        verbose_name = "left topic"
        constraints = [
            models.UniqueConstraint(fields=["supporter", "case"], name="lefttopic_once_per_case"),
        ]

    def __str__(self) -> str:
        return f"Left topic {self.pk}"
