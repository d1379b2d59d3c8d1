from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kit.languages import choices
from kit.sealed_fields import SealedTextField
from kit.staff import by_staff
from letters.states import HandoverState as State


class Handover(models.Model):
    """The signatures of one appeal, delivered together to one office: cover letter, demands, totals, signatory list.

    Who is in it is fixed by `cut_off`; `totals` are the numbers of that moment (letters/handover_numbers.py), `frozen` the words.
    What was made of it last is told by the columns from `listed` on: those who took their signature back since are `gone`.
    """

    State = State

    appeal = models.ForeignKey("appeals.Appeal", on_delete=models.PROTECT, related_name="handovers")
    target = models.ForeignKey("campaigns.Target", on_delete=models.PROTECT, related_name="handovers")
    language = models.CharField(_("language"), max_length=8, choices=choices())
    place = models.CharField(_("place"), max_length=100, help_text=_("Where it is handed over."))
    day = models.DateField(_("day"), help_text=_("On which it is handed over."))
    # Sealed: it may name a person of ours who stands before an embassy.
    by_whom = SealedTextField(_("who hands it over"))
    words = SealedTextField(_("words of the cover letter"))

    cut_off = models.DateTimeField(_("cut-off"))
    made_by = by_staff(_("decided by"))
    totals = models.JSONField(_("totals at the cut-off"), default=dict)
    # What the appeal and the directory said then: subject, salutation, demands, closing, recipient, layout.
    frozen = models.JSONField(_("frozen text"), default=dict, editable=False)

    state = models.CharField(_("state"), max_length=8, choices=State, default=State.WAITING)
    reason = models.CharField(_("why not"), max_length=300, blank=True)
    claimed_until = models.DateTimeField(null=True, blank=True, editable=False)
    tries = models.PositiveSmallIntegerField(default=0, editable=False)
    # Signatures looked at so far, of `signatures`.
    progress = models.PositiveIntegerField(default=0, editable=False)

    listed = models.PositiveIntegerField(_("listed"), default=0)
    only_counted = models.PositiveIntegerField(_("only counted"), default=0)
    unread = models.PositiveIntegerField(_("left out by moderation"), default=0)
    gone = models.PositiveIntegerField(_("taken back since the cut-off"), default=0)
    pages = models.PositiveIntegerField(_("pages"), default=0)
    names_pressed = models.PositiveIntegerField(_("lines that could not be stamped"), default=0)
    made_at = models.DateTimeField(_("made"), null=True, blank=True)
    # Names of sealed files in the storage for prints (letters/handover_files.py).
    pdf = models.CharField(max_length=100, blank=True, editable=False)
    csv = models.CharField(max_length=100, blank=True, editable=False)
    pdf_sha256 = models.CharField(_("SHA-256 of the PDF"), max_length=64, blank=True)
    csv_sha256 = models.CharField(_("SHA-256 of the CSV"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("handover")
        verbose_name_plural = _("handovers")
        default_permissions = ()  # one right opens all of it
        permissions = [("make_handover", "Can make handovers and hand them out")]
        constraints = [
            models.CheckConstraint(name="handover_state_known", condition=Q(state__in=State.values)),
            models.CheckConstraint(
                name="handover_made_is_whole",
                condition=~Q(state=State.MADE)
                | Q(made_at__isnull=False, pdf__gt="", csv__gt="", pdf_sha256__gt="", csv_sha256__gt=""),
            ),
            models.CheckConstraint(
                name="handover_failed_says_why", condition=~Q(state=State.FAILED) | ~Q(reason="")
            ),
            models.CheckConstraint(
                name="handover_claimed_while_made",
                condition=Q(state=State.MAKING, claimed_until__isnull=False)
                | (~Q(state=State.MAKING) & Q(claimed_until=None)),
            ),
        ]
        indexes = [
            models.Index(
                name="handover_to_make", fields=["id"], condition=Q(state__in=[State.WAITING, State.MAKING])
            )
        ]

    def __str__(self) -> str:
        return f"{self.appeal} → {self.target}, {self.day.isoformat()}"

    @property
    def signatures(self) -> int:
        """All that it hands over, as counted at the cut-off."""
        return self.totals["confirmed"] + self.totals["on_paper"]

    @property
    def is_made(self) -> bool:
        return self.state == State.MADE

    @property
    def is_under_way(self) -> bool:
        return self.state in {State.WAITING, State.MAKING}
