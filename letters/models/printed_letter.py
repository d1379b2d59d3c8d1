from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from letters.models.print_states import LEFT_THE_HOUSE, PaperState

_POSTED = Q(posted_at__isnull=False, posted_mark__isnull=False)
_NOT_POSTED = Q(posted_at=None, posted_mark=None)
_PRINTED = Q(printed_at__isnull=False)
_NOTHING_LATER = Q(returned_at=None, answered_at=None, later_mark=None)
_RETURNED = Q(returned_at__isnull=False, answered_at=None, later_mark__isnull=False)
_ANSWERED = Q(returned_at=None, answered_at__isnull=False, later_mark__isnull=False)
_TIMES_FIT = (
    Q(state__in=["waiting", "left_out"], printed_at=None) & _NOT_POSTED & _NOTHING_LATER
    | Q(state="printed") & _PRINTED & _NOT_POSTED & _NOTHING_LATER
    | Q(state="posted") & _PRINTED & _POSTED & _NOTHING_LATER
    | Q(state="returned") & _PRINTED & _POSTED & _RETURNED
    | Q(state="answered") & _PRINTED & _POSTED & _ANSWERED
)


class PrintedLetterQuerySet(models.QuerySet["PrintedLetter"]):
    def on_paper(self) -> "PrintedLetterQuerySet":
        """Those whose sheets somebody may hold."""
        return self.filter(state__in=[PaperState.PRINTED, *LEFT_THE_HOUSE])

    def in_file(self) -> "PrintedLetterQuerySet":
        """Those that the file holds, in its order; a reason says why one of them is left out of it."""
        return self.filter(position__isnull=False, reason="").order_by("position")


class PrintedLetter(models.Model):
    """A letter in a print batch: where it lies in the pile, what its postage is, and what became of its paper.

    `position` counts from 1 and is fixed once, when the batch is sorted. `step` is the postage class: the most sheets
    that `price` carries; 0 where the postage table knows no price. `reprint`: its paper was made before, in another batch.
    `reason` says why it is left out of the file. `posted_mark` and `later_mark` are the acts that moved it (PaperMark).
    """

    State = PaperState

    batch = models.ForeignKey("letters.PrintBatch", on_delete=models.CASCADE, related_name="rows")
    letter = models.ForeignKey("letters.Letter", on_delete=models.PROTECT, related_name="prints")
    country = models.CharField(_("destination"), max_length=2)
    reprint = models.BooleanField(_("reprint"), default=False)
    pages = models.PositiveSmallIntegerField(_("pages"), null=True, blank=True)
    position = models.PositiveIntegerField(_("position"), null=True, blank=True)
    step = models.PositiveSmallIntegerField(_("postage class"), default=0)
    price = models.DecimalField(_("postage"), max_digits=7, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    reason = models.CharField(_("left out because"), max_length=300, blank=True)

    state = models.CharField(_("state"), max_length=16, choices=PaperState, default=PaperState.WAITING)
    printed_at = models.DateTimeField(_("printed"), null=True, blank=True)
    posted_at = models.DateTimeField(_("posted"), null=True, blank=True)
    returned_at = models.DateTimeField(_("returned"), null=True, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    posted_mark = models.ForeignKey(
        "letters.PaperMark", on_delete=models.PROTECT, null=True, blank=True, related_name="posted"
    )
    later_mark = models.ForeignKey(
        "letters.PaperMark", on_delete=models.PROTECT, null=True, blank=True, related_name="later"
    )

    objects = PrintedLetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("printed letter")
        verbose_name_plural = _("printed letters")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["batch", "letter"], name="printedletter_once_in_a_batch"),
            models.UniqueConstraint(fields=["batch", "position"], name="printedletter_position_once"),
            # A second paper of a letter says that it is one.
            models.UniqueConstraint(
                fields=["letter"],
                condition=Q(reprint=False) & ~Q(state=PaperState.LEFT_OUT),
                name="printedletter_first_print_once",
            ),
            models.CheckConstraint(
                name="printedletter_left_out_knows_why", condition=~Q(state="left_out") | ~Q(reason="")
            ),
            models.CheckConstraint(name="printedletter_times_fit_state", condition=_TIMES_FIT),
            models.CheckConstraint(
                name="printedletter_on_paper_is_measured",
                condition=Q(state__in=["waiting", "left_out"])
                | Q(pages__isnull=False, position__isnull=False),
            ),
        ]
        indexes = [
            models.Index(name="printedletter_progress", fields=["batch", "country", "state"]),
        ]

    def __str__(self) -> str:
        return f"{self.batch}, {self.position}"
