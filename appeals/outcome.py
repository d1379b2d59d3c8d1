"""What an appeal's page says when its case is on hold: that there is news, and the news itself once it may be told."""

from dataclasses import dataclass

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from campaigns import safety, status
from campaigns.models import Beneficiary, Case, StatusRecord
from campaigns.states import HOLDING, Status


@dataclass(frozen=True)
class Outcome:
    news: tuple[str, ...]  # with its date, in the language of the moment; empty while nobody has checked it


def outcome(case: Case) -> Outcome | None:
    """Return None for a case that is not on hold: one query. Else one more for what safety.py lets us tell."""
    if not status.held_because(case):
        return None
    language = (get_language() or "en").split("-")[0]
    records = safety.shown(
        StatusRecord.objects.filter(
            beneficiary__cases=case, status__in=HOLDING, hold_lifted_at__isnull=True
        ).select_related("beneficiary")
    )
    return Outcome(tuple(dict.fromkeys(told(record, language) for record in records)))


def told(record: StatusRecord, language: str) -> str:
    """`The baker was released. (20 November 2026)`: `language` must be the active one."""
    news = in_short(record)
    return f"{news} ({record.date_words(language)})" if record.latest_day else news


def in_short(record: StatusRecord) -> str:
    """`The baker was released.`, in the active language. KeyError for a status that holds nothing."""
    kind = Status(record.status)
    words = _of_a_group(kind) if record.beneficiary.kind == Beneficiary.Kind.GROUP else _of_a_person(kind)
    return words % {"name": record.beneficiary.name}


def _of_a_person(kind: Status) -> str:
    return {
        Status.RELEASED: _("%(name)s was released."),
        Status.DIED: _("%(name)s died."),
        Status.TRANSFERRED: _("%(name)s was moved to another place."),
        Status.SENTENCE_CHANGED: _("The sentence of %(name)s was changed."),
        Status.AMNESTIED: _("%(name)s was given an amnesty."),
        Status.CLEARED: _("%(name)s was cleared of the charge."),
    }[kind]


def _of_a_group(kind: Status) -> str:
    return {
        Status.RELEASED: pgettext("of a group", "%(name)s were released."),
        Status.DIED: pgettext("of a group", "%(name)s died."),
        Status.TRANSFERRED: pgettext("of a group", "%(name)s were moved to another place."),
        Status.SENTENCE_CHANGED: pgettext("of a group", "The sentences of %(name)s were changed."),
        Status.AMNESTIED: pgettext("of a group", "%(name)s were given an amnesty."),
        Status.CLEARED: pgettext("of a group", "%(name)s were cleared of the charge."),
    }[kind]
