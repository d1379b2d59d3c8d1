from datetime import timedelta

from appeals import signing
from letters import dispatching, freezing, mail, making, scheduling
from letters.models import Letter
from letters.verifying import code_of
from outbox import kinds
from outbox.models import Message
from outbox.return_addresses import reply_address
from tests import people
from tests.letters.factories import LATER, PDF, enqueued_letters, quick_press
from tests.people import NOW

TEXT = """Your Excellency,

I write to you about the baker.

She is held for baking.

1. Release her at once.

Please tell me where she is.

Yours faithfully,

Amara Okafor
Leeds, United Kingdom

Reference {reference} · Code {code}
http://127.0.0.1:8000/v/{places}/
"""


def _message() -> Message:
    return Message.objects.get(kind="letter")


def test_the_outbox_knows_the_kind(appeal):
    assert kinds.kind_of("letter").compose is mail.compose


def test_the_mail_is_the_letter_with_its_pdf(appeal):
    letter = enqueued_letters(appeal)[0]
    draft = mail.compose(_message())
    code = code_of(letter.digest)
    places = f"{letter.reference[3:]}/{code}".replace("-", "")
    assert draft.text == TEXT.format(reference=letter.reference, code=code, places=places)
    assert draft.subject == "The baker of Exampletown"
    assert (draft.language, draft.reply_to, draft.cc) == ("en", "", ("copy@campaign.example",))
    assert [(a.filename, a.content_type, a.content) for a in draft.attachments] == [
        (f"{letter.reference}.pdf", "application/pdf", PDF)
    ]
    assert "<li style=" in draft.html


def test_the_office_may_answer_only_who_said_so(appeal):
    people.amara_confirms(appeal, may_reply=True)
    freezing.freeze(now=NOW)
    with quick_press():
        making.make_some(now=NOW, most=1)
    scheduling.schedule(now=LATER)
    dispatching.dispatch_due(now=LATER)
    assert mail.compose(_message()).reply_to == "amara@example.org"


def test_markup_in_a_name_is_text_in_the_mail(appeal):
    people.amara_confirms(appeal, name="<b>Amara</b>", email="b@example.org", now=NOW - timedelta(seconds=1))
    freezing.freeze(now=NOW)
    with quick_press():
        making.make_some(now=NOW, most=1)
    scheduling.schedule(now=LATER)
    dispatching.dispatch_due(now=LATER)
    draft = mail.compose(_message())
    assert "&lt;b&gt;Amara&lt;/b&gt;" in draft.html
    assert "<b>Amara</b>" in draft.text


def test_what_is_still_true_may_leave(appeal):
    enqueued_letters(appeal)
    assert mail.may_leave([_message()], LATER) == {}


def test_a_changed_pdf_must_not_leave(appeal):
    letter = enqueued_letters(appeal)[0]
    letter.pdf.content = b"%PDF-1.7 another letter"
    letter.pdf.save()
    assert mail.may_leave([_message()], LATER) == {
        _message().pk: "The stored PDF is not the one that was rendered."
    }


def test_a_changed_letter_must_not_leave(appeal):
    letter = enqueued_letters(appeal)[0]
    letter.frozen = {**letter.frozen, "copies_to": ["chidi@example.org"]}
    letter.save()
    assert mail.may_leave([_message()], LATER) == {
        _message().pk: "The letter is not the one that was agreed to: its digest differs."
    }


def test_a_message_to_another_mailbox_must_not_leave(appeal):
    enqueued_letters(appeal)
    message = _message()
    message.recipient = "chidi@example.org"
    message.save()
    assert mail.may_leave([message], LATER) == {
        message.pk: "The message is addressed to another mailbox than the letter."
    }


def test_a_signature_withdrawn_at_the_last_moment_must_not_leave(appeal):
    letter = enqueued_letters(appeal)[0]
    signing.withdraw(signature=letter.signature, now=LATER)
    assert mail.may_leave([_message()], LATER) == {_message().pk: "The signature was withdrawn."}


def test_a_message_without_its_letter_must_not_leave(appeal):
    enqueued_letters(appeal)
    message = _message()
    Letter.objects.all().delete()
    assert mail.may_leave([message], LATER) == {message.pk: "The letter is gone."}


def test_an_answer_to_somebody_who_did_not_say_so_comes_to_us(appeal, settings):
    settings.OUTCRY_REPLY_EMAIL = "replies@outcry.example"
    enqueued_letters(appeal)
    message = _message()
    assert mail.compose(message).reply_to == reply_address(message.pk)
    assert reply_address(message.pk).startswith("replies+")
