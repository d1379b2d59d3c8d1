"""The words of a mailing: drafted from a status record, and the digest that an approval is bound to."""

from typing import Any

from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from appeals.outcome import in_short, told
from appeals.wording import canonical_digest
from campaigns import safety
from campaigns.models import Source, StatusRecord
from kit.languages import long_date
from mailings.models import Mailing, MailingText
from mailings.typesetting import as_meant

LANGUAGES = ("en", "ru", "de")
PARAGRAPH = "\n\n"


def drafted(record: StatusRecord, language: str) -> tuple[str, str]:
    """Return subject and Markdown in our own words: who, what, when, up to which day, and who says so. One query."""
    with translation.override(language):
        lines = [as_meant(told(record, language))]
        if record.as_of:
            lines.append(_("State of knowledge: %(day)s") % {"day": long_date(record.as_of, language)})
        sources = "\n".join(f"– {as_meant(_named(source, language))}" for source in _sources(record))
        if sources:
            lines.append(_("Where we have this from:") + "\n" + sources)
        return in_short(record), PARAGRAPH.join(lines)


def digest(mailing: Mailing, texts: list[MailingText] | None = None) -> str:
    """SHA-256 over every text, the facts they tell and whom they are for: a change needs another approval. One query at most."""
    found = MailingText.objects.filter(mailing=mailing) if texts is None else texts
    return digest_of(mailing, [[text.language, text.subject, text.body] for text in found])


def digest_of(mailing: Mailing, texts: list[list[str]]) -> str:
    """`texts` are [language, subject, text] in the order of languages; the news and its person must be loaded."""
    about = {} if mailing.is_news else {"appeal": mailing.appeal_id, "kind": mailing.kind}
    # Left out while empty: what was approved before these could be chosen stays approved.
    chosen = {
        "merged": mailing.merged,
        "reach": mailing.reach if mailing.kind == Mailing.Kind.UPDATE else "",
        "countries": mailing.countries,
        "languages": mailing.languages,
        "since": mailing.signed_since.isoformat() if mailing.signed_since else "",
        "before": mailing.signed_before.isoformat() if mailing.signed_before else "",
        "archive": mailing.in_archive,
    }
    return canonical_digest(
        {
            "mailing": mailing.pk,
            "case": mailing.case_id,
            "news": _facts(mailing.because),
            "texts": texts,
            **about,
            **{name: said for name, said in chosen.items() if said},
        }
    )


def _facts(record: StatusRecord | None) -> dict[str, Any]:
    if record is None:
        return {}
    days = {name: getattr(record, name) for name in ("date_from", "date_to", "as_of")}
    return {
        "record": record.pk,
        "name": record.beneficiary.name,
        "status": record.status,
        "precision": record.precision,
        **{name: day.isoformat() if day else "" for name, day in days.items()},
    }


def _sources(record: StatusRecord) -> "QuerySet[Source]":
    return safety.shown(Source.objects.filter(citations__status_record=record)).distinct().order_by("key")


def _named(source: Source, language: str) -> str:
    when = source.date_words(language) if source.latest_day else ""
    return ", ".join(filter(None, [source.title, source.publisher, when, source.url]))
