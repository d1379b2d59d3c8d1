from django.db import models
from django.db.models import F, Q

from campaigns.countries import country_choices
from campaigns.states import CaseState
from kit.staff import by_staff


class Case(models.Model):
    """A documented situation of one or more beneficiaries."""

    key = models.CharField(max_length=80, unique=True)
    slug = models.SlugField(max_length=80, unique=True)
    campaign = models.ForeignKey("campaigns.Campaign", on_delete=models.PROTECT, related_name="cases")
    title = models.CharField(max_length=200)
    summary = models.TextField(blank=True)
    country = models.CharField(max_length=2, choices=country_choices)
    do_no_harm = models.TextField(
        "not to be written",
        blank=True,
        help_text="Words and names that could harm somebody if a letter had them, one a line: a lawyer, a village, "
        "a relative. A signer's own words with one of them wait for a person. Nobody outside sees this list.",
    )
    beneficiaries = models.ManyToManyField(
        "campaigns.Beneficiary", through="campaigns.CaseBeneficiary", blank=True, related_name="cases"
    )
    # Nobody of cases that came from the data files.
    changed_by = by_staff("recorded or last changed by")
    # What a second person last agreed to (campaigns/second_look.py), where a published case was changed since.
    as_read = models.JSONField(null=True, blank=True, editable=False)
    agreed_by = by_staff("change agreed to by")
    agreed_at = models.DateTimeField("agreed", null=True, blank=True, editable=False)
    state = models.CharField(max_length=9, choices=CaseState, default=CaseState.DRAFT, editable=False)
    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    published_by = by_staff()
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)
    closed_by = by_staff()

    class Meta:
        ordering = ["title"]
        permissions = [
            ("view_unpublished", "Can see drafts, ledgers and what is held back"),
            ("review_claims", "Can mark claims as reviewed"),
            ("publish_case", "Can publish and close cases"),
            ("release_held_back", "Can release what is held back"),
            ("export_held_back", "Can make confidential dossiers"),
        ]
        constraints = [
            models.CheckConstraint(
                name="campaigns_case_state_fits",
                condition=Q(
                    state="draft",
                    published_at__isnull=True,
                    published_by__isnull=True,
                    closed_at__isnull=True,
                    closed_by__isnull=True,
                )
                | Q(
                    state="published",
                    published_at__isnull=False,
                    published_by__isnull=False,
                    closed_at__isnull=True,
                    closed_by__isnull=True,
                )
                | Q(
                    state="closed",
                    published_at__isnull=False,
                    published_by__isnull=False,
                    closed_at__isnull=False,
                    closed_by__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="campaigns_case_change_four_eyes",
                condition=Q(agreed_by=None, agreed_at=None)
                | Q(agreed_at__isnull=False, as_read__isnull=True) & ~Q(agreed_by=F("changed_by")),
            ),
            models.CheckConstraint(
                name="campaigns_case_draft_has_no_change",
                condition=~Q(state="draft") | Q(as_read__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class CaseBeneficiary(models.Model):
    """Who a case is about. Remembered: named in memory, so that their death holds no letter."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="links")
    beneficiary = models.ForeignKey("campaigns.Beneficiary", on_delete=models.PROTECT, related_name="links")
    remembered = models.BooleanField(default=False)

    class Meta:
        verbose_name_plural = "case beneficiaries"
        constraints = [
            models.UniqueConstraint(fields=["case", "beneficiary"], name="campaigns_casebeneficiary_once")
        ]

    def __str__(self) -> str:
        return str(self.beneficiary)
