"""Further information and stop action: what those who signed an appeal are told later, drafted when an editor asks for it.

The frame is drafted in every language in which the appeal is approved. What is new only a person can say: it stands as
a gap, and a mailing with a gap is not submitted.
"""

from datetime import datetime
from typing import Any

from django.db import transaction

from appeals import previewing
from appeals.gaps import CHECK, gap
from appeals.models import Appeal, AppealText
from appeals.phrasebook import phrases
from campaigns.safety import SHOWN_STATES
from kit.languages import long_date
from kit.refusals import Refused
from mailings.models import Mailing, MailingText
from mailings.typesetting import as_meant
from mailings.wording import PARAGRAPH
from trail.recording import recorded

LONGEST_SUBJECT = 300


@recorded
@transaction.atomic
def follow_up(*, appeal: Appeal, kind: str, by: Any, now: datetime) -> Mailing:
    """Return a draft of `by` to everybody who signed and asked to be told. The appeal's case must be loaded."""
    kind = Mailing.Kind(kind)
    if kind not in (Mailing.Kind.FURTHER, Mailing.Kind.STOP):
        raise Refused("The house drafts such mailings itself, when there is an occasion for them.")
    if appeal.state == Appeal.State.DRAFT or appeal.case.state not in SHOWN_STATES:
        raise Refused("Nobody has signed this appeal: it was never open.")
    if kind == Mailing.Kind.STOP and appeal.state == Appeal.State.OPEN:
        raise Refused("The appeal is open and still asks for letters. Close it first, then say stop.")
    texts = previewing.approved_wordings(appeal).texts
    if not texts:
        raise Refused("No text of the appeal is approved: nobody knows in which words to write.")
    mailing = Mailing.objects.create(
        kind=kind,
        case=appeal.case,
        appeal=appeal,
        created_at=now,
        written_by=by,
        written_at=now,
        in_archive=True,
    )
    MailingText.objects.bulk_create(_text(mailing, text) for text in texts.values())
    return mailing


def _text(mailing: Mailing, text: AppealText) -> MailingText:
    words = phrases(text.language)
    parts = [words.say("follow_signed", title=as_meant(text.title))]
    if mailing.kind == Mailing.Kind.STOP and mailing.appeal is not None:
        ended = mailing.appeal.closed_at
        parts.append(words["stop_asks"])
        if ended:
            parts.append(words.say("stop_since", date=long_date(ended.date(), text.language)))
        parts.append(gap("why, in this language", CHECK))
    else:
        parts.append(gap("what is new, since when, and who says so", CHECK))
    subject = words.say(f"{mailing.kind}_subject", title=text.title)
    return MailingText(
        mailing=mailing,
        language=text.language,
        subject=subject[:LONGEST_SUBJECT],
        body=PARAGRAPH.join([*parts, words["follow_thanks"]]),
    )
