"""Asked ahead for a whole claim, a letter leaves only while nothing that the answer rests on has changed."""

import os
import re
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from appeals.merging import digest
from appeals.models import Appeal, AppealDemand, AppealText, Signature
from campaigns.models import (
    Case,
    CaseBeneficiary,
    Citation,
    Contact,
    DemandText,
    OtherNamed,
    StatusRecord,
    Target,
)
from letters import mail, mail_ahead
from letters.mail_checks import Checked, checked
from letters.models import Dispatch, Letter, LetterPdf
from letters.rendering import RenderedLetter
from letters.versions import VERSIONED, versions_of
from outbox.composing import compose
from outbox.foreseeing import Foresight
from outbox.foundry import Foundry
from outbox.models import Message
from tests import people
from tests.appeals.told_cases import DAY, everything
from tests.letters.factories import LATER, NAMES, PDF, enqueued_letters
from tests.letters.sending_off import sent

# Rows have versions on PostgreSQL alone; elsewhere every letter is asked about as it leaves.
HAS_VERSIONS = connection.vendor == "postgresql"
MANY = int(os.environ.get("OUTCRY_MAILS") or 40)


def _record(status: str) -> None:
    who = StatusRecord.objects.get().beneficiary
    StatusRecord.objects.create(key=status, beneficiary=who, status=status, **DAY)


# Each writes rows past every verb, so that nothing but the last look can find it.
CHANGES = {
    "The baker: released": lambda: _record("released"),
    "The text in this language is not approved as it stands now.": lambda: AppealText.objects.update(
        body="Something else."
    ),
    "A claim of the case is not sourced or not reviewed.": lambda: Citation.objects.all().delete(),
    "The appeal is closed.": lambda: Appeal.objects.update(state="closed", closed_at=LATER),
    "The case is not published.": lambda: Case.objects.update(
        state="draft", published_at=None, published_by=None
    ),
    "The office has no verified, working email address.": lambda: Contact.objects.update(health="failing"),
    "The office's email address was changed after the letter was signed.": lambda: Contact.objects.filter(
        channel="email"
    ).update(email="elsewhere@mission.example"),
    "The office is closed or suspended, or the address is another office's.": lambda: Target.objects.update(
        status="suspended"
    ),
    "The signature was withdrawn.": lambda: Signature.objects.update(
        state="withdrawn", withdrawn_at=LATER, letter_reference=""
    ),
    "The signature no longer counts.": lambda: Signature.objects.update(state="rejected"),
    "Wrong office?": lambda: Dispatch.objects.update(state="stopped", reason="Wrong office?"),
    "The stored PDF is not the one that was rendered.": lambda: LetterPdf.objects.update(content=b"%PDF-1.7 another"),
    "The letter has no PDF.": lambda: LetterPdf.objects.all().delete(),
}  # fmt: skip


@pytest.fixture
def message(appeal) -> Message:
    return Message.objects.get(pk=enqueued_letters(appeal)[0].message_id)


def test_every_change_between_the_claim_and_the_turn_is_seen(message):
    foreseen, window = Foresight([message], LATER), [message]
    true = {message.pk} if HAS_VERSIONS else set()
    assert foreseen.still_may_leave(window, LATER) == true
    for reason, change in CHANGES.items():
        with transaction.atomic():
            change()
            assert foreseen.still_may_leave(window, LATER) == set(), reason
            said = mail.may_leave(window, LATER)[message.pk]
            assert getattr(said, "reason", said) == reason
            transaction.set_rollback(True)
        assert foreseen.still_may_leave(window, LATER) == true


def test_a_prisoner_released_while_the_worker_has_the_letter_in_hand_stops_it(message, monkeypatch):
    real = Foresight.still_may_leave

    def late(self, window, now):
        _record("released")
        return real(self, window, now)

    monkeypatch.setattr(Foresight, "still_may_leave", late)
    assert sent(now=LATER) == []
    message.refresh_from_db()
    assert (message.state, message.reason) == ("held", "The baker: released")


def test_a_date_that_passes_after_the_claim_is_seen(message, appeal):
    appeal.act_before = LATER + timedelta(minutes=1)
    appeal.save()
    foreseen = Foresight([message], LATER)
    for minutes, still in ((0, HAS_VERSIONS), (1, False), (-1, False)):
        assert bool(foreseen.still_may_leave([message], LATER + timedelta(minutes=minutes))) is still


def test_whoever_was_held_before_is_asked_again(message):
    _record("released")
    foreseen = Foresight([message], LATER)
    assert foreseen.still_may_leave([message], LATER) == set()
    assert foreseen.kind_of(message) == mail._KIND


def test_every_table_that_the_check_reads_is_stamped(message):
    with CaptureQueriesContext(connection) as seen:
        assert checked([message], LATER).reasons == {}
    read = {
        table
        for query in seen
        for table in re.findall(r'(?:FROM|JOIN) "((?:campaigns|appeals|letters)_\w+)"', query["sql"])
    }
    assert read == VERSIONED


@pytest.mark.skipif(not HAS_VERSIONS, reason="rows have versions on PostgreSQL alone")
def test_the_version_of_a_letter_shows_a_new_version_of_any_row_that_it_rests_on(message, appeal):
    people.offer_bricks(appeal, en=("Think of her oven.",))
    everything(appeal.case)
    OtherNamed.objects.create(key="o1", case=appeal.case, name="The miller", role="Judge")
    (letter,) = Letter.objects.all()
    before = versions_of([letter.pk])
    assert list(before) == [letter.pk]
    for table in sorted(VERSIONED):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE {table} SET id = id")  # noqa: S608 -- our own tables
            assert cursor.rowcount > 0, table
            assert versions_of([letter.pk]) != before, table
            transaction.set_rollback(True)
    # What a row is reached by: a person who comes into the case, a demand of another case that the appeal asks too.
    demand, link = (
        AppealDemand.objects.get().demand,
        CaseBeneficiary.objects.get(case=appeal.case, beneficiary__key="baker"),
    )
    for change in (
        lambda: DemandText.objects.create(demand=demand, language="fr", text="Libérez-la."),
        lambda: CaseBeneficiary.objects.filter(pk=link.pk).delete(),
        lambda: Citation.objects.filter(demand=demand).delete(),
    ):
        with transaction.atomic():
            change()
            assert versions_of([letter.pk]) != before
            transaction.set_rollback(True)
    assert versions_of([letter.pk]) == before


WORDS = st.text("abc deé łКазақ'<&=.-", min_size=1, max_size=60).filter(str.strip)


@settings(max_examples=MANY, deadline=None)
@given(
    names=st.lists(st.sampled_from(NAMES) | WORDS, min_size=2, max_size=3),
    town=WORDS,
    paragraphs=st.lists(WORDS, min_size=1, max_size=3),
    own_words=st.sampled_from(["", "", "Please\nanswer."]),
    reply_to=st.sampled_from(["", "amara@example.org", "елші@target.example"]),
    may_reply=st.booleans(),
    pdf=st.binary(max_size=200).map(lambda more: PDF + more),
)
def test_a_poured_letter_is_the_composed_one(names, town, paragraphs, own_words, reply_to, may_reply, pdf):
    """Byte for byte what Python's email package makes of the same letter, with its PDF."""
    letters, messages = {}, []
    for number, name in enumerate(names):
        frozen = {
            "reference": f"OC-0000-000{number}", "language": "en", "subject": "The baker of Exampletown",
            "salutation": "Your Excellency,", "paragraphs": paragraphs, "demands": ["Release her."], "ending": [],
            "own_words": own_words, "closing": "Yours faithfully,", "copies_to": ["copy@campaign.example"],
            "reply_to": reply_to, "signer": {"name": name, "town": town, "country_name": "Kenya"},
        }  # fmt: skip
        letters[number] = Letter(
            pk=number, reference=frozen["reference"], frozen=frozen, digest=digest(frozen)
        )
        letters[number].may_reply = may_reply  # as letters/mail_checks.py reads it beside the letter
        messages.append(
            Message(
                pk=number + 1, kind="letter", stream="letter", recipient="embassy@mission.example",
                message_id=f"<{number:024d}@outcry.example>", values={"letter": number},
            )
        )  # fmt: skip
    made = {number: RenderedLetter(pdf=pdf, pages=1, sha256="") for number in letters}
    kind = mail_ahead.kind_with(mail._KIND, Checked(letters, made, {}))
    foundry = Foundry()
    for message in messages:
        assert foundry.parcel(message, kind, now=LATER) == compose(message, kind.compose(message), now=LATER)
    assert foundry.ways["unequal"] == 0
    if not own_words and (reply_to.isascii() or not may_reply) and "\n" not in "".join([*names, town]):
        assert foundry.ways["poured"] == len(names) - 1
