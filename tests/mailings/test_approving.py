"""Bela edits, Dana approves exactly what she has read; a change of text or news needs her again."""

import pytest
from django.db import IntegrityError, transaction

from campaigns.models import StatusRecord
from kit.refusals import Refused
from mailings import approving, wording
from mailings.models import Mailing
from tests.mailings.factories import again, approved, drafted, enqueued, submitted
from tests.people import NOW, bela, dana


def edit(mailing: Mailing, body: str = "She is at home.") -> None:
    text = mailing.texts.get(language="en")
    text.body = body
    approving.write(mailing=mailing, texts=[text], by=bela(), now=NOW)


def test_from_draft_to_approved(appeal):
    mailing = drafted(appeal)
    edit(mailing)
    approving.submit(mailing=mailing, by=bela(), now=NOW)
    mailing = again()
    approving.approve(mailing=mailing, seen=wording.digest(mailing), by=dana(), now=NOW)
    mailing = again()
    assert (mailing.state, mailing.written_by, mailing.submitted_by, mailing.approved_by) == (
        "approved",
        bela(),
        bela(),
        dana(),
    )
    assert mailing.digest == wording.digest(mailing)


def test_who_wrote_or_submitted_it_cannot_approve_it(appeal):
    mailing = submitted(appeal)
    with pytest.raises(Refused, match="A second person"):
        approving.approve(mailing=mailing, seen=wording.digest(mailing), by=bela(), now=NOW)
    edit(mailing)
    approving.submit(mailing=mailing, by=dana(), now=NOW)
    for one in (bela(), dana()):
        with pytest.raises(Refused, match="A second person"):
            approving.approve(mailing=mailing, seen=wording.digest(again()), by=one, now=NOW)


def test_the_database_knows_the_four_eyes_too(appeal):
    approved(appeal)
    with pytest.raises(IntegrityError), transaction.atomic():
        Mailing.objects.update(approved_by=bela())


def test_an_edit_unapproves(appeal):
    mailing = approved(appeal)
    edit(mailing)
    mailing = again()
    assert (mailing.state, mailing.approved_by, mailing.submitted_by, mailing.digest) == (
        "draft",
        None,
        None,
        "",
    )


def test_what_changed_while_dana_was_reading_is_not_approved(appeal):
    mailing = submitted(appeal)
    seen = wording.digest(mailing)
    StatusRecord.objects.filter(pk=mailing.because_id).update(status="transferred")
    with pytest.raises(Refused, match="changed while you were reading"):
        approving.approve(mailing=mailing, seen=seen, by=dana(), now=NOW)


def test_dana_sends_it_back_with_a_reason(appeal):
    mailing = submitted(appeal)
    with pytest.raises(Refused, match="Say why"):
        approving.send_back(mailing=mailing, reason=" ", by=dana(), now=NOW)
    approving.send_back(mailing=mailing, reason="Say where she is.", by=dana(), now=NOW)
    assert (again().state, again().sent_back_because) == ("draft", "Say where she is.")


def test_a_mailing_without_a_text_is_not_submitted(appeal):
    mailing = drafted(appeal)
    approving.write(mailing=mailing, texts=[], removed=list(mailing.texts.all()), by=bela(), now=NOW)
    with pytest.raises(Refused, match="has no text"):
        approving.submit(mailing=mailing, by=bela(), now=NOW)


def test_what_was_released_stands(appeal):
    mailing = enqueued(appeal)
    with pytest.raises(Refused, match="its text stands"):
        edit(mailing)
    with pytest.raises(Refused, match="cannot become in review"):
        approving.submit(mailing=mailing, by=bela(), now=NOW)
