from django.db import models


class Tally(models.Model):
    """The honest numbers of an appeal, kept as a row so that no page counts rows.

    `confirmed` is who pressed the button behind a link in a mail, `on_paper` who signed a sheet that staff keyed in,
    `accepted` is what the target's mail server took, `posted` what went out on paper, `self_sent`
    what people told us they sent themselves. None of them is a part of another.
    """

    appeal = models.OneToOneField("appeals.Appeal", on_delete=models.CASCADE, related_name="tally")
    confirmed = models.PositiveIntegerField(default=0)
    on_paper = models.PositiveIntegerField(default=0)
    accepted = models.PositiveIntegerField(default=0)
    posted = models.PositiveIntegerField(default=0)
    self_sent = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "tally"
        verbose_name_plural = "tallies"

    def __str__(self) -> str:
        return f"{self.confirmed} confirmed, {self.accepted} accepted, {self.posted} posted, {self.self_sent} self-sent"

    @property
    def signatures(self) -> int:
        """Who signed, in either way."""
        return self.confirmed + self.on_paper
