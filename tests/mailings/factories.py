"""Mailings at every station of their way, made with the verbs that people and workers use."""

from datetime import date, datetime, timedelta

from appeals.models import Appeal, Signature
from campaigns import reviewing
from campaigns.models import Beneficiary, Source, StatusRecord
from campaigns.recording import record_status
from kit.mailboxes import mailbox_index
from mailings import approving, drafting, releasing, wording, writing
from mailings.models import Mailing, MailingText
from mailings.post import messages_of
from outbox.models import Message
from tests import people
from tests.people import NOW, bela, dana
from tests.remembering import remembered
from tests.steps import copies

AT_ONCE = 1_000  # copies in one statement

BEFORE = NOW - timedelta(days=1)
LATER = NOW + timedelta(hours=1)


@remembered
def signers(appeal: Appeal, count: int = 1, *, wants_updates: bool = True, **changes) -> list[Signature]:
    """Confirmed the day before, by people who want to be told what happens."""
    return [
        people.amara_confirms(
            appeal,
            now=BEFORE,
            **{"email": f"signer{number}@example.org", "wants_updates": wants_updates, **changes},
        )
        for number in range(count)
    ]


@remembered
def released_news(*, reviewed: bool = True, **more) -> StatusRecord:
    """Bela records that the baker was released; Dana reads it against its source."""
    day = date(2026, 11, 20)
    record = StatusRecord(
        beneficiary=Beneficiary.objects.get(key="baker"),
        status="released",
        precision="day",
        date_from=day,
        date_to=day,
        as_of=date(2026, 11, 21),
        **more,
    )
    record_status(record=record, source=Source.objects.get(key="S-baker"), lines="9", by=bela(), now=NOW)
    if reviewed:
        reviewing.review(claims=[record], by=dana(), now=NOW)
        record.refresh_from_db()
    return record


@remembered
def drafted(appeal: Appeal, count: int = 1, *, reviewed: bool = True) -> Mailing:
    signers(appeal, count)
    released_news(reviewed=reviewed)
    drafting.draft_news(now=NOW)
    return again()


@remembered
def submitted(appeal: Appeal, count: int = 1, **more) -> Mailing:
    mailing = drafted(appeal, count, **more)
    approving.submit(mailing=mailing, by=bela(), now=NOW)
    return again()


@remembered
def approved(appeal: Appeal, count: int = 1, **more) -> Mailing:
    mailing = submitted(appeal, count, **more)
    approving.approve(mailing=mailing, seen=wording.digest(mailing), by=dana(), now=NOW)
    return again()


@remembered
def released(appeal: Appeal, count: int = 1) -> Mailing:
    releasing.release(mailing=approved(appeal, count), by=bela(), now=NOW)
    return again()


@remembered
def enqueued(appeal: Appeal, count: int = 1) -> Mailing:
    releasing.enqueue(mailing=released(appeal, count), now=LATER)
    return again()


def again() -> Mailing:
    return Mailing.objects.select_related("case", "because__beneficiary").get()


def messages() -> list[Message]:
    return list(messages_of(again()).order_by("pk"))


def crowd(appeal: Appeal, count: int, *, first: int = 0) -> None:
    """So many more who signed and want to be told: copies of one who went through our verbs, by the thousand."""
    signature = people.amara_confirms(
        appeal, now=BEFORE, email=f"first{first}@crowd.example", wants_updates=True
    )
    one, agreed = signature.supporter, signature.supporter.consents.get(purpose="updates")
    languages, countries = ("en", "de", "pl"), ("GB", "DE", "KZ", "US")
    for begun in range(first, first + count, AT_ONCE):
        numbers = range(begun, min(begun + AT_ONCE, first + count))
        made = copies(one, len(numbers), lambda number, begun=begun: _somebody(begun + number, languages))
        copies(
            signature,
            len(numbers),
            lambda number, made=made: {
                "supporter_id": made[number].pk,
                "reference": f"C{made[number].pk:07}",
                "link_hash": "",
                "country": countries[number % len(countries)],
            },
        )
        copies(agreed, len(numbers), lambda number, made=made: {"supporter_id": made[number].pk})


def _somebody(number: int, languages: tuple[str, ...]) -> dict[str, str]:
    email = f"amara{number}@crowd.example"
    return {
        "email": email,
        "email_index": f"crowd{number}",
        "mailbox_index": mailbox_index(email),
        "language": languages[number % len(languages)],
    }


def approved_update(
    appeal: Appeal,
    *,
    now: datetime = NOW,
    body: str = "All is **well** with {case}.",
    languages: tuple[str, ...] = ("en", "de"),
    **aim,
) -> Mailing:
    """An update by Bela to those who signed it, in English and German if nothing else is said, approved by Dana."""
    mailing = Mailing(case=appeal.case, appeal=appeal, reach="appeal", **aim)
    writing.begin(mailing=mailing, by=bela(), now=now)
    texts = [MailingText(language=language, subject="News of the baker", body=body) for language in languages]
    approving.write(mailing=mailing, texts=texts, by=bela(), now=now)
    approving.submit(mailing=mailing, by=bela(), now=now)
    mailing = Mailing.objects.select_related("case__campaign", "appeal").get(pk=mailing.pk)
    approving.approve(mailing=mailing, seen=wording.digest(mailing), by=dana(), now=now)
    return mailing
