from django.db import models


class Brick(models.Model):
    """An optional paragraph of a text, approved with it: the signer may tick it and nobody can change its words."""

    text = models.ForeignKey("appeals.AppealText", on_delete=models.CASCADE, related_name="bricks")
    number = models.PositiveSmallIntegerField()
    label = models.CharField(
        max_length=120, help_text="What the signer ticks, for example: I am a trade unionist."
    )
    paragraph = models.CharField(
        max_length=700, help_text="What then stands in the letter, after its ending."
    )

    class Meta:
        ordering = ["number"]  # signers see them in one order
        constraints = [
            models.UniqueConstraint(fields=["text", "number"], name="brick_number_once"),
            models.CheckConstraint(
                condition=~models.Q(label="") & ~models.Q(paragraph=""), name="brick_is_not_empty"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.label}"
