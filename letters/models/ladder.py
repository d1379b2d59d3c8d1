from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class LadderStep(models.Model):
    """What follows a letter that was accepted, how many days later, as long as the office has not answered.

    Steps are data: an appeal has as many as somebody enters, and one without any has no ladder.
    """

    class Channel(models.TextChoices):
        EMAIL = "email", _("the same letter by email once more")
        PAPER = "paper", _("the same letter on paper")
        PERSON = "person", _("a person does it")

    class Condition(models.TextChoices):
        NO_ANSWER = "no_answer", _("the office has not answered")
        ALWAYS = "always", _("whether it has answered or not")

    appeal = models.ForeignKey("appeals.Appeal", on_delete=models.CASCADE, related_name="ladder")
    number = models.PositiveSmallIntegerField(_("number"), help_text=_("From 1; the letter itself is 0."))
    after_days = models.PositiveSmallIntegerField(
        _("days"), help_text=_("After the office's mail server accepted the letter.")
    )
    channel = models.CharField(_("what"), max_length=8, choices=Channel.choices, default=Channel.PAPER)
    condition = models.CharField(
        _("only if"), max_length=10, choices=Condition.choices, default=Condition.NO_ANSWER
    )
    note = models.CharField(
        _("note"), max_length=200, blank=True, help_text=_("What a person has to do, like whom to call.")
    )

    class Meta:
        verbose_name = _("ladder step")
        verbose_name_plural = _("ladder steps")
        ordering = ("appeal", "number")
        constraints = [
            models.UniqueConstraint(fields=["appeal", "number"], name="ladder_step_once"),
            models.CheckConstraint(
                name="ladder_step_follows", condition=Q(number__gt=0) & Q(after_days__gt=0)
            ),
            models.CheckConstraint(
                name="ladder_channel_known", condition=Q(channel__in=["email", "paper", "person"])
            ),
            # Whoever has answered is not sent the same again.
            models.CheckConstraint(
                name="ladder_email_without_answer",
                condition=~Q(channel="email") | Q(condition="no_answer"),
                violation_error_message=_(
                    "The same email once more is for offices that have not answered; choose that condition."
                ),
            ),
            models.CheckConstraint(
                name="ladder_condition_known", condition=Q(condition__in=["no_answer", "always"])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.appeal}, {self.number}: {self.get_channel_display()} after {self.after_days} days"


class FollowUp(models.Model):
    """One step of the ladder for one signer's letter: made when its day has come, once (letters/climbing.py).

    `number` is the step's, so that a step that is entered anew follows nobody up twice. `message` brings one by email.
    """

    class State(models.TextChoices):
        OPEN = "open", _("to be done")
        DONE = "done", _("done")
        DROPPED = "dropped", _("not needed any more")

    signature = models.ForeignKey("appeals.Signature", on_delete=models.PROTECT, related_name="follow_ups")
    target = models.ForeignKey("campaigns.Target", on_delete=models.PROTECT, related_name="follow_ups")
    number = models.PositiveSmallIntegerField(_("step"))
    letter = models.ForeignKey("letters.Letter", on_delete=models.PROTECT, related_name="follow_ups")
    channel = models.CharField(_("what"), max_length=8, choices=LadderStep.Channel.choices)
    message = models.OneToOneField(
        "outbox.Message", on_delete=models.PROTECT, null=True, blank=True, related_name="follow_up"
    )
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.OPEN)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("since"))
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    class Meta:
        verbose_name = _("follow-up")
        verbose_name_plural = _("follow-ups")
        constraints = [
            models.UniqueConstraint(fields=["signature", "target", "number"], name="follow_up_once"),
            models.CheckConstraint(
                name="follow_up_state_known", condition=Q(state__in=["open", "done", "dropped"])
            ),
            models.CheckConstraint(
                name="follow_up_message_is_email", condition=Q(message=None) | Q(channel="email")
            ),
            models.CheckConstraint(
                name="follow_up_ended_knows_when",
                condition=Q(state="open", ended_at=None) | (~Q(state="open") & Q(ended_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="follow_up_dropped_says_why", condition=~Q(state="dropped") | ~Q(reason="")
            ),
        ]
        indexes = [models.Index(name="follow_up_open", fields=["letter"], condition=Q(state="open"))]

    def __str__(self) -> str:
        return f"{self.letter}, step {self.number}"
