"""What is kept about those who sign, and until when (kit/personal.py). Counts survive: the row of a signature stays."""

from datetime import datetime, timedelta

from django.db.models import Case, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from appeals.models import (
    Appeal,
    AppealText,
    Brick,
    Budget,
    Invalidation,
    MailAllowance,
    Signature,
    Translation,
)
from kit.personal import READER, SUPPORTER, Kept, Person, declare, not_needed
from supporters.models import Consent

State = Signature.State
# Longer than a link to confirm works, and than anybody is reminded.
UNCONFIRMED = timedelta(days=30)
TAKEN_BACK = timedelta(days=30)
AFTER_THE_END = timedelta(days=365)
NO_LONGER_COUNTED = timedelta(days=365)
ALLOWANCES = timedelta(days=7)

UNTIL = (
    "a year after the appeal ended, if no letter waits; 30 days after a signature was taken back, or was made and never "
    "confirmed; a year after one that was taken out"
)


def signatures_over(now: datetime) -> QuerySet:
    """Signatures whose names nobody needs any more."""
    over = (
        Q(state__in=[State.PENDING, State.REJECTED], created_at__lt=now - UNCONFIRMED)
        | Q(state=State.WITHDRAWN, withdrawn_at__lt=now - TAKEN_BACK)
        | Q(state=State.INVALIDATED, created_at__lt=now - NO_LONGER_COUNTED)
        | Q(state=State.CONFIRMED, appeal__closed_at__lt=now - AFTER_THE_END)
    )
    return not_needed(Signature.objects.filter(over))


def _let_go(now: datetime) -> QuerySet:
    """Whoever wants to be told what happens is told through the signatures they made."""
    told = Consent.objects.filter(
        purpose=Consent.Purpose.UPDATES, given_at__isnull=False, withdrawn_at=None
    ).values("supporter")
    over = signatures_over(now)
    return over.exclude(Q(state=State.CONFIRMED) & Q(supporter__in=told))


def of(person: Person) -> QuerySet:
    return Signature.objects.filter(supporter=person.pk)


declare(
    Signature,
    Kept(
        "name town postal own_words bricks agreed display_wording moderation_reasons refused_because link_seed link_hash "
        "line_index network_index display_version",
        whose=SUPPORTER,
        until=UNTIL,
        over=signatures_over,
        of=of,
        also={
            "display": Signature.Display.COUNT,
            "moderation": Signature.Moderation.NONE,
            "moderated_by": None,
            "moderated_at": None,
            "may_reply": False,
            "wants_updates": False,
            # Whatever letter there was stays the only one: none is made of an empty name (LETTER_DIFFERS).
            "letter_reference": Case(
                When(state=State.CONFIRMED, then=Coalesce("reference", Value(""))), default=Value("")
            ),
        },
    ),
    Kept(
        "supporter",
        whose=SUPPORTER,
        until="the same, or until they want no more updates",
        over=_let_go,
        of=of,
    ),
    plain="country language sheet state_before reference letter_reference letter_language agreed_digest",
)
declare(
    MailAllowance,
    Kept(
        "mailbox_index",
        whose=SUPPORTER,
        until="7 days",
        over=lambda now: MailAllowance.objects.filter(day__lt=(now - ALLOWANCES).date()),
        of=lambda person: MailAllowance.objects.filter(mailbox_index=person.mailbox_index),
        whole_row=True,
    ),
)
declare(Budget, Kept("key", whose=READER, until="a keyed hash, for hours (`appeals.sweep_budgets`)"))
declare(
    Invalidation,
    Kept("network_index", whose=READER, until="a keyed hash that nothing is found by after a week"),
    plain="country language source reason undone_because",
)
declare(Appeal, plain="slug represents time_zone picture picture_alt picture_credit closed_because")
declare(
    AppealText,
    plain="title lead story subject body ending closing slogan salutations digest sent_back_because drafted facts_digest",
)
declare(Brick, plain="label paragraph")
declare(Translation, plain="language english words")
