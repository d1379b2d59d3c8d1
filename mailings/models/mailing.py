from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kit.staff import by_staff
from mailings.states import OUT, UNRELEASED, State

_AGREED = (State.APPROVED, *OUT)
_PASSED_ON = (State.IN_REVIEW, *_AGREED)


def _moment(words: str) -> models.DateTimeField:
    return models.DateTimeField(words, null=True, blank=True, editable=False)


def _whole(*columns: str) -> Q:
    return Q(**{f"{column}__isnull": False for column in columns})


def _none(*columns: str) -> Q:
    return Q(**{f"{column}__isnull": True for column in columns})


class Mailing(models.Model):
    """An update to supporters: drafted, approved by a second person, released by a person.

    Whom it is for: `kind` says which signatures make one a reader (mailings/audience.py), of an update that a person writes
    `reach` does; countries, languages and days narrow that. Empty lists and days narrow nothing.

    Who gets it is fixed when it is released; what became of each message stands in the outbox (mailings/post.py).
    """

    State = State

    class Kind(models.TextChoices):
        STATUS_UPDATE = "status_update", _("news of somebody's situation")
        FURTHER = "further", _("further information on an appeal")
        STOP = "stop", _("stop action: write no more letters")
        UPDATE = "update", _("update that a person writes")
        THANKS = "thanks", _("thanks after the letter left")
        REMINDER = "reminder", _("reminder before the act-before date")

    class Reach(models.TextChoices):
        APPEAL = "appeal", _("who signed the appeal")
        CASE = "case", _("who signed any appeal of the case")
        CAMPAIGN = "campaign", _("who signed any appeal of its campaign")

    kind = models.CharField(_("kind"), max_length=16, choices=Kind, default=Kind.STATUS_UPDATE)
    case = models.ForeignKey(
        "campaigns.Case", on_delete=models.PROTECT, related_name="mailings", verbose_name=_("case")
    )
    # Empty when the record was deleted: the news was taken back, and nothing of it may be released.
    because = models.ForeignKey(
        "campaigns.StatusRecord",
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="mailings",
        verbose_name=_("the news"),
    )
    # A follow-up goes to those who signed this appeal; news of a situation to all who acted on the case.
    appeal = models.ForeignKey(
        "appeals.Appeal",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="mailings",
        verbose_name=_("appeal"),
    )
    reach = models.CharField(_("to"), max_length=8, choices=Reach, default=Reach.CASE)
    countries = models.JSONField(_("countries"), default=list, blank=True)
    languages = models.JSONField(_("languages"), default=list, blank=True)
    signed_since = models.DateField(_("signed since"), null=True, blank=True)
    signed_before = models.DateField(_("signed before"), null=True, blank=True)
    in_archive = models.BooleanField(
        _("in the public archive"),
        default=False,
        help_text=_("Once it has left, anyone can read it on a page of its own."),
    )
    state = models.CharField(
        _("state"), max_length=16, choices=State, default=State.DRAFT, editable=False, db_index=True
    )
    created_at = models.DateTimeField(_("drafted"), editable=False)
    # Nobody while the text is as the house drafted it.
    written_by = by_staff("last written by")
    written_at = _moment("last written")
    submitted_by = by_staff("submitted by")
    submitted_at = _moment("submitted")
    # {language: {merge field: words}}, as they were when it was submitted: what is approved is what leaves.
    merged = models.JSONField(default=dict, blank=True, editable=False)
    sent_back_because = models.CharField(_("sent back because"), max_length=300, blank=True, editable=False)
    approved_by = by_staff("approved by")
    approved_at = _moment("approved")
    digest = models.CharField(_("approved digest"), max_length=64, blank=True, editable=False)
    released_by = by_staff("released by")
    released_at = _moment("released")
    # How it leaves, as whoever released it chose: from when, by whose clock, over how many minutes by chance.
    starts_at = _moment("leaves from")
    in_morning = models.BooleanField(_("in each supporter's morning"), default=False, editable=False)
    spread_minutes = models.PositiveSmallIntegerField(_("spread over minutes"), default=0, editable=False)
    paused_by = by_staff("paused by")
    paused_at = _moment("paused")
    paused_because = models.CharField(_("paused because"), max_length=200, blank=True, editable=False)
    enqueued_at = _moment("put into the outbox")
    addressed = models.PositiveIntegerField(_("messages"), null=True, blank=True, editable=False)
    finished_at = _moment("finished")
    cancelled_by = by_staff("cancelled by")
    cancelled_at = _moment("cancelled")
    cancelled_because = models.CharField(_("cancelled because"), max_length=300, blank=True, editable=False)

    class Meta:
        verbose_name = _("mailing")
        verbose_name_plural = _("mailings")
        permissions = [
            ("approve_mailing", "Can approve a mailing or send it back"),
            ("release_mailing", "Can release a mailing, pause, resume and cancel a released one"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["because", "case"], name="mailing_once_per_news_and_case"),
            models.CheckConstraint(
                name="mailing_follow_up_has_its_appeal",
                condition=Q(kind="status_update", appeal=None)
                | Q(kind__in=("further", "stop", "thanks", "reminder"), appeal__isnull=False, because=None)
                | (Q(kind="update", because=None) & (~Q(reach="appeal") | Q(appeal__isnull=False))),
            ),
            models.UniqueConstraint(
                fields=["appeal"], condition=Q(kind="reminder"), name="mailing_one_reminder_per_appeal"
            ),
            models.CheckConstraint(
                name="mailing_pause_is_whole",
                condition=(Q(state=State.PAUSED, paused_because__gt="") & _whole("paused_by", "paused_at"))
                | (~Q(state=State.PAUSED) & Q(paused_because="") & _none("paused_by", "paused_at")),
            ),
            models.CheckConstraint(name="mailing_state_known", condition=Q(state__in=State.values)),
            models.CheckConstraint(
                name="mailing_written_is_whole",
                condition=_none("written_by", "written_at") | _whole("written_by", "written_at"),
            ),
            models.CheckConstraint(
                name="mailing_submitted_is_whole",
                condition=(Q(state__in=_PASSED_ON) & _whole("submitted_by", "submitted_at"))
                | (Q(state=State.DRAFT) & _none("submitted_by", "submitted_at"))
                | (Q(state=State.CANCELLED) & _none("submitted_by", "submitted_at"))
                | (Q(state=State.CANCELLED) & _whole("submitted_by", "submitted_at")),
            ),
            models.CheckConstraint(
                name="mailing_approval_is_whole",
                condition=(
                    Q(state__in=(*_AGREED, State.CANCELLED), digest__gt="")
                    & _whole("approved_by", "approved_at")
                )
                | (
                    Q(state__in=(State.DRAFT, State.IN_REVIEW, State.CANCELLED), digest="")
                    & _none("approved_by", "approved_at")
                ),
            ),
            models.CheckConstraint(
                name="mailing_four_eyes",
                condition=Q(approved_by=None)
                | (
                    ~Q(approved_by=F("submitted_by")) & (Q(written_by=None) | ~Q(approved_by=F("written_by")))
                ),
            ),
            models.CheckConstraint(
                name="mailing_release_is_whole",
                condition=(Q(state__in=(*OUT, State.CANCELLED)) & _whole("released_by", "released_at"))
                | (Q(state__in=(*UNRELEASED, State.CANCELLED)) & _none("released_by", "released_at")),
            ),
            models.CheckConstraint(
                name="mailing_enqueued_after_release",
                condition=_none("enqueued_at", "addressed")
                | _whole("released_at", "enqueued_at", "addressed"),
            ),
            models.CheckConstraint(
                name="mailing_finished_is_whole",
                condition=(Q(state=State.FINISHED) & _whole("finished_at", "enqueued_at"))
                | (~Q(state=State.FINISHED) & _none("finished_at")),
            ),
            models.CheckConstraint(
                name="mailing_cancelled_is_whole",
                condition=(
                    Q(state=State.CANCELLED, cancelled_because__gt="")
                    & _whole("cancelled_by", "cancelled_at")
                )
                | (
                    ~Q(state=State.CANCELLED)
                    & Q(cancelled_because="")
                    & _none("cancelled_by", "cancelled_at")
                ),
            ),
        ]

    def __str__(self) -> str:
        about = self.because if self.is_news else self.get_kind_display()
        return f"{self.case}: {about or 'news that was taken back'}"

    @property
    def is_news(self) -> bool:
        return self.kind == self.Kind.STATUS_UPDATE

    @property
    def reaches(self) -> str:
        """Whose signatures make one a reader: of a reminder those on the campaign, less those on its appeal."""
        return {
            self.Kind.STATUS_UPDATE: self.Reach.CASE,
            self.Kind.UPDATE: self.reach,
            self.Kind.REMINDER: self.Reach.CAMPAIGN,
        }.get(self.Kind(self.kind), self.Reach.APPEAL)

    @property
    def is_unreleased(self) -> bool:
        return self.state in UNRELEASED
