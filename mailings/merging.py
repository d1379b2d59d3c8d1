"""The merge fields of an update: facts of its case and appeal in the language of the text, the same for everybody.

They are fixed when the mailing is submitted (Mailing.merged), so that what a second person approves is what leaves.
"""

from django.conf import settings
from django.utils import translation

from appeals import previewing, showing
from appeals.models import Appeal
from campaigns import phrasing, presenting
from kit.languages import long_date
from kit.refusals import Refused
from mailings.models import Mailing, MailingText
from mailings.typesetting import FIELD

FIELDS = ("case", "people", "status", "case_link", "appeal", "appeal_link", "act_before", "signatures")


def words_of(mailing: Mailing, language: str) -> dict[str, str]:
    """Only fields that can be said: an appeal's where there is one, a number where it may be shown. A constant number of
    queries; the mailing's case must be loaded."""
    page = presenting.page(mailing.case, language=language)
    spoken = language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    found = {
        "case": mailing.case.title,
        "people": ", ".join(one.who.name for one in page.people),
        "case_link": showing.address("case", mailing.case.slug, language=spoken),
    }
    if page.people and (last := page.people[0].last):
        with translation.override(spoken):
            found["status"] = str(phrasing.status_words(last.status))
    if mailing.appeal:
        found |= _of_appeal(mailing.appeal, language, spoken)
    return {name: " ".join(said.split()) for name, said in found.items() if said}


def _of_appeal(appeal: Appeal, language: str, spoken: str) -> dict[str, str]:
    text = previewing.approved_wordings(appeal).best(language)
    count = showing.count(appeal)
    return {
        "appeal": text.title if text else "",
        "appeal_link": showing.address("appeal", appeal.slug, language=spoken),
        "act_before": long_date(appeal.last_day, language) if appeal.last_day else "",
        "signatures": str(count) if count else "",
    }


def used_in(text: MailingText) -> set[str]:
    """The names in braces in subject and body, known or not."""
    return {found[1] for words in (text.subject, text.body) for found in FIELD.finditer(words)}


def fix(mailing: Mailing) -> dict[str, dict[str, str]]:
    """Return what `Mailing.merged` is to hold: of each language the fields that its text uses. Refused where one can't be said."""
    merged = {}
    for text in mailing.texts.all():
        used = used_in(text)
        words = words_of(mailing, text.language) if used else {}
        if unsaid := sorted(used - set(words)):
            raise Refused(
                f"The text in {text.language} has the merge field {{{unsaid[0]}}}, of which there is nothing to say here. "
                f"Write it out, or use one of these: {', '.join(f'{{{name}}}' for name in FIELDS)}."
            )
        merged[text.language] = {name: words[name] for name in sorted(used)}
    return {language: words for language, words in merged.items() if words}


def words_for(text: MailingText) -> dict[str, str]:
    """What its fields say: as approved, or as they would be fixed now. The mailing and its case must be loaded."""
    if text.language in text.mailing.merged:
        return dict(text.mailing.merged[text.language])
    return words_of(text.mailing, text.language) if used_in(text) else {}
