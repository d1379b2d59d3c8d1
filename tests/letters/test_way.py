"""The whole way of a letter through the tasks: confirmed, frozen, rendered, scheduled, sent over real SMTP, counted."""

import io

import pypdf
import pytest
import time_machine

from appeals import signing
from appeals.models import Tally
from letters import freezing, making, paper, scheduling, tasks
from letters.models import Letter
from outbox import sending
from outbox.models import Message
from tests import people
from tests.letters.factories import LATER, PDF, due_letters, quick_press, signatures
from tests.letters.measuring import text_of
from tests.outbox.mailserver import mail_server
from tests.people import NOW
from tests.rivals import side_by_side


@pytest.fixture
def server(settings):
    with mail_server() as server:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        yield server


def _tick(*names: str) -> None:
    for name in names:
        getattr(tasks, name)()


@pytest.mark.django_db(transaction=True)
def test_amaras_letter_reaches_the_office_once(server):
    people.an_embassy(country="GB")
    appeal = people.an_open_appeal()
    signature = people.amara_confirms(appeal, may_reply=True)
    with time_machine.travel(NOW, tick=False):
        _tick("freeze", "render", "dispatch")
        sending.send_due(stream="letter")
        assert server.mails == []
    with time_machine.travel(LATER, tick=False):
        for _twice in range(2):
            _tick("freeze", "render", "dispatch")
            sending.send_due(stream="letter")
            _tick("count")
    [mail] = server.mails
    assert server.envelopes[0].rcpt_tos == ["embassy-gb@mission.example", "copy@campaign.example"]
    assert (mail["Subject"], mail["Reply-To"]) == ("The baker of Exampletown", "amara@example.org")
    assert mail["Message-ID"] == Message.objects.get(kind="letter").message_id
    [attached] = list(mail.iter_attachments())
    assert attached.get_filename() == f"{signature.reference}.pdf"
    pdf = attached.get_content()
    assert pdf == paper.again(Letter.objects.get().pdf).pdf
    assert pypdf.PdfReader(io.BytesIO(pdf)).metadata.title == "The baker of Exampletown"
    for words in ("Amara Okafor", "1. Release her at once.", "Embassy of Kazakhstan in GB"):
        assert words in text_of(pdf)
    letter = Letter.objects.select_related("message").get()
    assert (letter.state, letter.message.state, letter.message.server_answer) == (
        "accepted",
        "sent",
        "2.0.0 Ok: queued as Q0001",
    )
    assert Tally.objects.get().accepted == 1


@pytest.mark.django_db(transaction=True)
def test_a_letter_withdrawn_after_it_was_enqueued_does_not_leave(server):
    people.an_embassy(country="GB")
    letter = due_letters(people.an_open_appeal())[0]
    with time_machine.travel(LATER, tick=False):
        _tick("dispatch")
        signing.withdraw(signature=letter.signature, now=LATER)
        sending.send_due(stream="letter")
        assert server.mails == []
        assert Message.objects.get(kind="letter").reason == "The signature was withdrawn."
        _tick("dispatch", "count")
    letter.refresh_from_db()
    assert (letter.state, letter.message.state) == ("cancelled", "cancelled")
    assert Tally.objects.get().accepted == 0


@pytest.mark.django_db(transaction=True)
def test_a_pdf_changed_in_the_database_does_not_leave(server):
    people.an_embassy(country="GB")
    letter = due_letters(people.an_open_appeal())[0]
    with time_machine.travel(LATER, tick=False):
        _tick("dispatch")
        letter.pdf.content = PDF + b" and more"
        letter.pdf.save()
        sending.send_due(stream="letter")
    message = Message.objects.get(kind="letter")
    assert (server.mails, message.state) == ([], "held")
    assert message.reason == "The stored PDF is not the one that was rendered."


@pytest.mark.django_db(transaction=True)
def test_four_workers_at_once_make_every_letter_once_and_give_it_one_turn():
    people.an_embassy(country="GB")
    signatures(people.an_open_appeal(), 5)
    assert sum(side_by_side(lambda: freezing.freeze(now=NOW), 4)) == Letter.objects.count() == 5
    with quick_press():
        making.make_some(now=NOW, most=5)
    assert sum(side_by_side(lambda: scheduling.schedule(now=LATER), 4)) == 5
    assert Letter.objects.values("due_at").distinct().count() == 5
