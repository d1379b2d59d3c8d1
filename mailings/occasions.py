"""Draft what the calendar asks for: thanks when letters have left, a reminder before an act-before date. A person releases it.

Whoever only opened a page is not known here and is not reminded (docs/adr/0014).
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from appeals import previewing
from appeals.models import Appeal, AppealText
from appeals.phrasebook import phrases
from kit.languages import long_date
from mailings import audience
from mailings.following_up import LONGEST_SUBJECT
from mailings.models import Mailing, MailingText
from mailings.states import UNRELEASED
from mailings.typesetting import as_meant
from mailings.wording import PARAGRAPH

MOST = 100  # appeals at one go; the next tick finds the rest
THANKS_EVERY = timedelta(days=7)
REMINDED_WITHIN = timedelta(days=7)
# What is drafted later than this before the date would be approved and read too late.
REMINDED_UNTIL = timedelta(days=1)


def draft_occasions(*, now: datetime) -> int:
    """Return how many mailings were drafted. A constant number of statements, and some for each that is asked about."""
    return sum(
        _draft(appeal, kind, words, now)
        for appeals, kind, words in (
            (_with_letters_gone(now), Mailing.Kind.THANKS, _thanks),
            (_soon_over(now), Mailing.Kind.REMINDER, _reminder),
        )
        for appeal in appeals.select_related("case__campaign", "fallback").order_by("pk")[:MOST]
    )


def _with_letters_gone(now: datetime) -> "QuerySet[Appeal]":
    """Whose offices have accepted letters, and of which no thanks wait for a person or were drafted this week."""
    thanks = Mailing.objects.filter(appeal=OuterRef("pk"), kind=Mailing.Kind.THANKS)
    waits = thanks.filter(state__in=UNRELEASED)
    recent = thanks.filter(created_at__gt=now - THANKS_EVERY)
    return Appeal.objects.filter(~Exists(waits), ~Exists(recent), tally__accepted__gt=0)


def _soon_over(now: datetime) -> "QuerySet[Appeal]":
    drafted = Mailing.objects.filter(appeal=OuterRef("pk"), kind=Mailing.Kind.REMINDER)
    within = (now + REMINDED_UNTIL, now + REMINDED_WITHIN)
    return Appeal.objects.open(now).filter(~Exists(drafted), act_before__range=within)


@transaction.atomic
def _draft(
    appeal: Appeal, kind: str, words: Callable[[Appeal, AppealText], tuple[str, str]], now: datetime
) -> int:
    mailing = Mailing(kind=kind, case=appeal.case, appeal=appeal, created_at=now)
    texts = previewing.approved_wordings(appeal).texts
    if not texts or not audience.reached(mailing, at=now).exists():
        return 0
    # Of two workers at one reminder, the second meets the constraint.
    Mailing.objects.bulk_create([mailing], ignore_conflicts=True)
    made = (
        Mailing.objects.filter(kind=kind, appeal=appeal, created_at=now, texts=None).order_by("-pk").first()
    )
    if made is None:
        return 0
    MailingText.objects.bulk_create(
        [
            MailingText(mailing=made, language=text.language, subject=subject[:LONGEST_SUBJECT], body=body)
            for text in texts.values()
            for subject, body in [words(appeal, text)]
        ],
        ignore_conflicts=True,
    )
    return 1


def _thanks(appeal: Appeal, text: AppealText) -> tuple[str, str]:
    words = phrases(text.language)
    said = (
        words.say("follow_signed", title=as_meant(text.title)),
        words["thanks_left"],
        words["follow_thanks"],
    )
    return words.say("thanks_subject", title=text.title), PARAGRAPH.join(said)


def _reminder(appeal: Appeal, text: AppealText) -> tuple[str, str]:
    words = phrases(text.language)
    day = long_date(appeal.last_day, text.language) if appeal.last_day else ""
    said = (
        words.say("reminder_open", title=as_meant(text.title), date=day),
        "{appeal_link}",
        words["reminder_why"],
    )
    return words.say("reminder_subject", title=text.title, date=day), PARAGRAPH.join(said)
