"""What needs this person: everything at the desk that waits for somebody with their rights, and where to do it.

Asked for is what they may do; nobody reads of work that is not theirs. What would cost a walk through many rows comes
from readings (reports/readings.py), the rest from counts of few rows, one query each.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from appeals import waiting
from appeals.models import Appeal
from campaigns.models import Case, Contact, Correction
from kit.languages import long_date
from letters.models import AnswerCopy, InboxTrouble
from letters.states import CopyState
from mailings.models import Mailing
from mailings.states import State as MailingState
from outbox.models import IncomingMail
from reports.models import Reading

CLOSES_WITHIN = timedelta(days=7)
MOST = 5
Readings = Mapping[str, Reading]


@dataclass(frozen=True)
class Need:
    """`words: <a href=link>about</a>`; `why` are lines below it."""

    words: str
    about: str
    link: str
    why: tuple[str, ...] = ()


def needs_of(user: Any, *, readings: Readings, now: datetime) -> list[Need]:
    """The most pressing first: what stops letters, then what people wait for, then what can wait until tomorrow."""
    found = [need for right, asks in _BEFORE if user.has_perm(right) for need in asks(user, readings, now)]
    found += [Need(one.words, one.about, one.link) for one in waiting.for_person(user)]
    return found + [
        need for right, asks in _AFTER if user.has_perm(right) for need in asks(user, readings, now)
    ]


def _late(user: Any, readings: Readings, now: datetime) -> Iterator[Need]:
    """The forecast of the queues against act-before dates."""
    for pk, about, last in _content(readings, "late").get("first", []):
        link = reverse("admin:letters_dispatch_change", args=[pk])
        yield Need("Its last letter would leave too late", about, link, (str(last),))


def _held(user: Any, readings: Readings, now: datetime) -> Iterator[Need]:
    content = _content(readings, "held")
    if many := content.get("letters", 0):
        why = tuple(f"{count}: {reason}" for reason, count in content["reasons"])
        link = reverse("admin:letters_letter_changelist") + "?where=held"
        yield Need(
            _many(many, "letter is held", "letters are held"), "look at why, release or cancel", link, why
        )


def _to_print(user: Any, readings: Readings, now: datetime) -> Iterator[Need]:
    if many := _content(readings, "to_print").get("letters", 0):
        link = reverse("admin:letters_printbatch_add")
        yield Need(_many(many, "letter is to be printed", "letters are to be printed"), "make a batch", link)


def _inboxes(user: Any, readings: Readings, now: datetime) -> Iterator[Need]:
    if many := InboxTrouble.objects.current().count():
        link = reverse("admin:letters_inboxtrouble_changelist") + "?still=yes"
        words = _many(many, "office's mailbox bounces or refuses", "offices' mailboxes bounce or refuse")
        yield Need(words, "look at them", link)


def _unsorted(user: Any, readings: Readings, now: datetime) -> Iterator[Need]:
    sorts = [IncomingMail.Sort.UNSORTED, IncomingMail.Sort.UNREADABLE]
    if many := IncomingMail.objects.filter(sort__in=sorts, taken_at=None).count():
        link = reverse("admin:outbox_incomingmail_changelist") + f"?sort__exact={IncomingMail.Sort.UNSORTED}"
        yield Need(
            _many(many, "mail came that nobody sorted", "mails came that nobody sorted"), "see them", link
        )


def _mailings_to_approve(user: Any, readings: Readings, now: datetime) -> Iterator[Need]:
    waiting_ones = Mailing.objects.filter(state=MailingState.IN_REVIEW).exclude(written_by=user)
    yield from _mailings(waiting_ones.exclude(submitted_by=user), "Read the update and approve, or send back")


def _mailings_to_release(user: Any, readings: Readings, now: datetime) -> Iterator[Need]:
    yield from _mailings(
        Mailing.objects.filter(state=MailingState.APPROVED).exclude(approved_by=user), "Release the update"
    )


def _mailings(found: Any, words: str) -> Iterator[Need]:
    for mailing in found.select_related("case").order_by("pk")[:MOST]:
        yield Need(words, str(mailing), reverse("admin:mailings_mailing_change", args=[mailing.pk]))


def _changed_cases(user: Any, readings: Readings, now: datetime) -> Iterator[Need]:
    for case in Case.objects.filter(as_read__isnull=False).exclude(changed_by=user).order_by("pk")[:MOST]:
        link = reverse("admin:campaigns_case_change", args=[case.pk]) + "#second-look"
        yield Need("Read what was changed of a published case", str(case), link)


def _copies(user: Any, readings: Readings, now: datetime) -> Iterator[Need]:
    waiting_ones = AnswerCopy.objects.filter(state=CopyState.DRAFT).exclude(written_by=user)
    for copy in (
        waiting_ones.select_related("reply__letter__target").defer("reply__raw").order_by("pk")[:MOST]
    ):
        link = reverse("admin:letters_reply_change", args=[copy.reply_id]) + "#copy"
        yield Need("Read the copy of an answer and publish it", copy.reply.letter.target.name, link)


def _corrections(user: Any, readings: Readings, now: datetime) -> Iterator[Need]:
    if many := Correction.objects.open().count():
        link = reverse("admin:campaigns_correction_changelist") + "?state__exact=proposed"
        words = _many(many, "correction was proposed", "corrections were proposed")
        yield Need(words, "check and decide", link)


def _closing(user: Any, readings: Readings, now: datetime) -> Iterator[Need]:
    soon = Appeal.objects.filter(state=Appeal.State.OPEN, act_before__range=(now, now + CLOSES_WITHIN))
    for appeal in soon.order_by("act_before", "pk")[:MOST]:
        ends = timezone.localtime(appeal.act_before)
        words = f"Closes on {long_date(ends.date(), 'en')}, {ends:%H:%M}"
        yield Need(words, str(appeal), reverse("admin:appeals_appeal_change", args=[appeal.pk]))


def _contacts(user: Any, readings: Readings, now: datetime) -> Iterator[Need]:
    if many := Contact.objects.due_for_check(now).order_by().count():
        link = reverse("admin:campaigns_contact_changelist") + "?check=due"
        words = _many(many, "address is to be checked", "addresses are to be checked")
        days = settings.OUTCRY_CONTACT_MAX_AGE_DAYS
        yield Need(words, f"never, failing, or longer ago than {days} days", link)


def _unsourced(user: Any, readings: Readings, now: datetime) -> Iterator[Need]:
    content = _content(readings, "unsourced")
    if many := content.get("cases", 0):
        link = reverse("admin:campaigns_case_changelist") + "?claims=unsourced"
        words = _many(many, "case has claims without a source", "cases have claims without a source")
        yield Need(words, "see them", link, tuple(title for _pk, title in content["first"]))


def _content(readings: Readings, name: str) -> dict[str, Any]:
    return readings[name].content if name in readings else {}


def _many(many: int, one: str, more: str) -> str:
    return f"{many:,} {one if many == 1 else more}"


Asks = Callable[[Any, Readings, datetime], Iterator[Need]]
_BEFORE: tuple[tuple[str, Asks], ...] = (
    ("letters.steer_dispatch", _late),
    ("letters.release_letter", _held),
    ("letters.print_letter", _to_print),
    ("letters.view_inboxtrouble", _inboxes),
    ("outbox.view_incomingmail", _unsorted),
)
_AFTER: tuple[tuple[str, Asks], ...] = (
    ("mailings.approve_mailing", _mailings_to_approve),
    ("mailings.release_mailing", _mailings_to_release),
    ("campaigns.publish_case", _changed_cases),
    ("letters.publish_answer", _copies),
    ("appeals.change_appeal", _closing),
    ("campaigns.change_correction", _corrections),
    ("campaigns.verify_contact", _contacts),
    ("campaigns.change_case", _unsourced),
)
