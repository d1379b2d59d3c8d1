from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kit.staff import by_staff
from letters.states import DispatchState


class DispatchQuerySet(models.QuerySet["Dispatch"]):
    def giving_turns(self, now: datetime) -> "DispatchQuerySet":
        """Those whose letters may get turns to leave by mail now."""
        return self.filter(
            state=DispatchState.RUNNING,
            starts_at__lte=now,
            channel__in=[Dispatch.Channel.EMAIL, Dispatch.Channel.BOTH],
            appeal__case__campaign__paused_at=None,
        )


class Dispatch(models.Model):
    """The run of one appeal's letters to one target: from `starts_at` until the act-before date, if there is one.

    Its letters stand in the queue of their target together with those of other appeals: the appeals take turns, and
    within one whoever signed first is first. `served_at` is the newest turn that it was given, which says whose turn is
    next. How fast they go is the target's (letters/models/pace.py); who gets copies stands in each letter, as signed.
    """

    State = DispatchState

    class Channel(models.TextChoices):
        EMAIL = "email", _("email")
        PAPER = "paper", _("paper")
        BOTH = "both", _("email and paper")
        COLLECTIVE = "collective", _("one email for all, with a list of signers")

    appeal = models.ForeignKey("appeals.Appeal", on_delete=models.CASCADE, related_name="dispatches")
    target = models.ForeignKey("campaigns.Target", on_delete=models.PROTECT, related_name="dispatches")
    channel = models.CharField(_("channel"), max_length=10, choices=Channel.choices, default=Channel.EMAIL)
    starts_at = models.DateTimeField(_("starts"))
    # In which zone its start was chosen; empty where nobody chose it. `starts_at` itself is UTC.
    zone = models.CharField(_("time zone"), max_length=64, blank=True)
    ends_at = models.DateTimeField(_("act before"), null=True, blank=True)
    state = models.CharField(
        _("state"), max_length=8, choices=DispatchState.choices, default=DispatchState.RUNNING
    )
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    decided_by = by_staff(_("decided by"))
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True, editable=False)
    served_at = models.DateTimeField(_("newest turn"), null=True, blank=True, editable=False)
    # Why its letters take another way than they began with; its signers are told (letters/place.py).
    switched_at = models.DateTimeField(_("channel changed"), null=True, blank=True, editable=False)
    switched_because = models.CharField(_("why the channel changed"), max_length=300, blank=True)

    objects = DispatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("dispatch")
        verbose_name_plural = _("dispatches")
        permissions = [("steer_dispatch", "Can stop dispatches, let them go on and change their channel")]
        constraints = [
            models.UniqueConstraint(fields=["appeal", "target"], name="dispatch_one_run"),
            models.CheckConstraint(
                name="dispatch_channel_known",
                condition=Q(channel__in=["email", "paper", "both", "collective"]),
            ),
            models.CheckConstraint(name="dispatch_state_known", condition=Q(state__in=DispatchState.values)),
            models.CheckConstraint(
                name="dispatch_stop_has_reason",
                condition=Q(state=DispatchState.RUNNING) | ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="dispatch_switch_has_reason",
                condition=Q(switched_at=None, switched_because="")
                | Q(switched_at__isnull=False) & ~Q(switched_because=""),
            ),
            models.CheckConstraint(
                name="dispatch_decided_by_has_at", condition=Q(decided_by=None) | Q(decided_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.appeal} → {self.target}"
