"""The merge fields of an update: facts of its case and appeal in the language of the text, the same for everybody.

They are fixed when the mailing is submitted (Mailing.merged), so that what a second person approves is what leaves.
"""

from collections.abc import Callable, Collection

from django.conf import settings
from django.utils import translation
from django.utils.functional import cached_property

from appeals import previewing, showing
from appeals.models import Appeal
from appeals.previewing import Wordings
from campaigns import phrasing, presenting
from campaigns.models import Beneficiary, StatusRecord
from kit.languages import long_date
from kit.refusals import Refused
from mailings.models import Mailing, MailingText
from mailings.typesetting import FIELD

FIELDS = ("case", "people", "status", "case_link", "appeal", "appeal_link", "act_before", "signatures")


class Facts:
    """What the fields of a mailing rest on, read once for all its languages, and only what is asked for.

    Two queries for its people, four for the texts of its appeal. The mailing's case must be loaded.
    """

    def __init__(self, mailing: Mailing) -> None:
        self.mailing = mailing

    @cached_property
    def people(self) -> list[tuple[Beneficiary, StatusRecord | None]]:
        return presenting.people_of(self.mailing.case)

    @cached_property
    def wordings(self) -> Wordings:
        return previewing.approved_wordings(self.mailing.appeal) if self.mailing.appeal else Wordings({}, {})


def words_of(
    mailing: Mailing, language: str, *, names: Collection[str] = FIELDS, facts: Facts | None = None
) -> dict[str, str]:
    """Of `names` those that can be said: an appeal's where there is one, a number where it may be shown."""
    known = facts or Facts(mailing)
    spoken = language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    say: dict[str, Callable[[], str]] = {
        "case": lambda: mailing.case.title,
        "people": lambda: ", ".join(who.name for who, _last in known.people),
        "status": lambda: _status(known, spoken),
        "case_link": lambda: showing.address("case", mailing.case.slug, language=spoken),
    }
    if mailing.appeal:
        say |= _of_appeal(mailing.appeal, language, spoken, known)
    found = {name: " ".join(say[name]().split()) for name in FIELDS if name in names and name in say}
    return {name: said for name, said in found.items() if said}


def _status(facts: Facts, spoken: str) -> str:
    last = facts.people[0][1] if facts.people else None
    if last is None:
        return ""
    with translation.override(spoken):
        return str(phrasing.status_words(last.status))


def _of_appeal(appeal: Appeal, language: str, spoken: str, facts: Facts) -> dict[str, Callable[[], str]]:
    def title() -> str:
        text = facts.wordings.best(language)
        return text.title if text else ""

    return {
        "appeal": title,
        "appeal_link": lambda: showing.address("appeal", appeal.slug, language=spoken),
        "act_before": lambda: long_date(appeal.last_day, language) if appeal.last_day else "",
        "signatures": lambda: str(showing.count(appeal) or ""),
    }


def used_in(text: MailingText) -> set[str]:
    """The names in braces in subject and body, known or not."""
    return {found[1] for words in (text.subject, text.body) for found in FIELD.finditer(words)}


def fix(mailing: Mailing) -> dict[str, dict[str, str]]:
    """Return what `Mailing.merged` is to hold: of each language the fields that its text uses. Refused where one can't be said."""
    merged, facts = {}, Facts(mailing)
    for text in mailing.texts.all():
        used = used_in(text)
        words = words_of(mailing, text.language, names=used, facts=facts)
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
    return words_of(text.mailing, text.language, names=used_in(text))
