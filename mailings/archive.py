"""Updates that anyone may read: those that have left, and whose news may still be told."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from campaigns import phrasing
from mailings import merging
from mailings.models import Mailing, MailingText
from mailings.states import State
from mailings.truth import may_not_tell
from mailings.typesetting import Set, filled, set_in_type

MOST = 50
# Thanks and reminders are for those who get them.
PUBLIC = (Mailing.Kind.STATUS_UPDATE, Mailing.Kind.FURTHER, Mailing.Kind.STOP, Mailing.Kind.UPDATE)


@dataclass(frozen=True)
class Update:
    """As it left, without what stood under it for one reader alone."""

    mailing: Mailing
    language: str
    subject: str
    body: Set
    told_at: datetime

    @property
    def day(self) -> str:
        """In the language of the page."""
        return str(phrasing.day_words(self.told_at.date()))

    @property
    def summary(self) -> str:
        return next(iter(self.body.text.split("\n\n")), "")


def newest(*, language: str, most: int = MOST) -> list[Update]:
    """Newest first. Three queries, whatever the number of updates."""
    return _told(_finished().order_by("-finished_at", "-pk")[:most], language)


def one(pk: int, *, language: str) -> Update | None:
    return next(iter(_told(_finished().filter(pk=pk), language)), None)


def _finished() -> "QuerySet[Mailing]":
    left = Mailing.objects.filter(state=State.FINISHED, in_archive=True, kind__in=PUBLIC)
    return left.select_related("case__campaign", "because__beneficiary", "appeal").prefetch_related("texts")


def _told(rows: "QuerySet[Mailing]", language: str) -> list[Update]:
    mailings = list(rows)
    silent = may_not_tell(mailings) if mailings else {}
    return [_update(mailing, _best(mailing, language)) for mailing in mailings if mailing.pk not in silent]


def _best(mailing: Mailing, language: str) -> MailingText:
    """The reader's, else English, else any."""
    texts = {text.language: text for text in mailing.texts.all()}
    return texts.get(language) or texts.get("en") or next(iter(texts.values()))


def _update(mailing: Mailing, text: MailingText) -> Update:
    text.mailing = mailing
    words = merging.words_for(text)
    told_at = mailing.finished_at or mailing.created_at
    return Update(mailing, text.language, filled(text.subject, words), set_in_type(text.body, words), told_at)
