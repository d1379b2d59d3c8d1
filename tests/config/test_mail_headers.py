"""Every kind of mail that leaves, with every header it has, and no other."""

import re
from collections import Counter
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from email.utils import format_datetime

import pytest
from django.contrib.auth.models import User

from appeals import moderating, reminding
from appeals.models import AppealText
from campaigns.models import Target
from letters import (
    climbing,
    collecting,
    collective_mail,
    dispatching,
    forwarding,
    freezing,
    making,
    scheduling,
    steering,
    taking_replies,
    test_mode,
)
from letters.models import Dispatch, LadderStep, Letter, Reply
from mailings import trying_out
from outbox import kinds
from outbox.composing import compose
from outbox.intake import take_in
from outbox.kinds import kind_of
from outbox.models import Message
from outbox.return_addresses import reply_address
from rights import asking
from tests import people
from tests.letters.factories import LATER, enqueued_letters, quick_press, ready_letters
from tests.mailings.factories import drafted, enqueued
from tests.outbox import answers
from tests.people import NOW

pytestmark = pytest.mark.django_db

ALWAYS = {"From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type", "Content-Language"}
ENCODING = "Content-Transfer-Encoding"  # of a mail of one part
# RFC 3834 §5: nobody's machine should answer these.
AUTOMATIC = {"Auto-Submitted": r"auto-generated"}
# RFC 2919, 2369 and 8058; with HTTPS, which one-click asks for.
LIST = {
    "Feedback-ID": r"\d+:baker:bread:outcry-example",
    "List-Id": r"<baker\.updates\.outcry\.example>",
    "List-Unsubscribe": r"<https://appeals\.example/en/updates/stop/[\w:-]+/>",
    "List-Unsubscribe-Post": r"List-Unsubscribe=One-Click",
}
OURS = {"Reply-To": r"replies\+[a-z2-7]{26}@outcry\.example"}


@pytest.fixture
def appeal(settings):
    settings.OUTCRY_URL = "https://appeals.example"
    settings.OUTCRY_REPLY_EMAIL = "replies@outcry.example"
    settings.OUTCRY_BOUNCE_EMAIL = "bounces@outcry.example"
    people.an_embassy(country="GB")
    return people.an_open_appeal()


def confirmation(appeal):
    people.amara_signs(appeal)


def reminder(appeal):
    people.amara_signs(appeal)
    reminding.remind(now=NOW + reminding.AFTER[0])


def your_data(appeal):
    asking.ask(email="amara@example.org", network="203.0.113.0/24", language="en", now=NOW)


def refused_words(appeal):
    signature = people.amara_confirms(appeal, own_words="She baked my bread.")
    moderating.refuse(signature=signature, reason="Be polite.", by=people.dana(), now=NOW)


def signed_already(appeal):
    people.amara_confirms(appeal)
    people.amara_signs(appeal, now=NOW + timedelta(days=1))


def letter(appeal):
    enqueued_letters(appeal)


def letter_once_more(appeal):
    letter(appeal)
    Letter.objects.update(state="accepted", accepted_at=LATER)
    LadderStep.objects.create(appeal=appeal, number=1, after_days=7, channel="email")
    for _twice in range(2):
        climbing.climb(now=LATER + timedelta(days=7))


def collective(appeal):
    ready_letters(appeal, 2)
    run = Dispatch.objects.get()
    steering.switch(dispatch=run, channel="collective", by=people.dana(), reason="They block.", now=LATER)
    collecting.collect(now=LATER)


def letter_of_who_may_be_answered(appeal, **changes):
    people.amara_confirms(appeal, **(changes or {"may_reply": True}))
    freezing.freeze(now=NOW)
    with quick_press():
        making.make_some(now=NOW, most=1)
    scheduling.schedule(now=LATER)
    dispatching.dispatch_due(now=LATER)


def test_letter(appeal):
    bela = people.bela()
    User.objects.filter(pk=bela.pk).update(email="bela@outcry.example", is_staff=True)
    bela.refresh_from_db()
    test_mode.mail_to_me(text=AppealText.objects.first(), target=Target.objects.first(), by=bela, now=NOW)


test_letter.__test__ = False


def update(appeal):
    enqueued(appeal)


def test_of_an_update(appeal):
    bela = people.bela()
    User.objects.filter(pk=bela.pk).update(email="bela@outcry.example", is_staff=True)
    bela.refresh_from_db()
    trying_out.mail_to_me(mailing=drafted(appeal), language="en", by=bela, now=NOW)


test_of_an_update.__test__ = False


def forwarded_reply(appeal):
    letter_of_who_may_be_answered(appeal, wants_updates=True)
    to = reply_address(Letter.objects.get().message_id)
    take_in(answers.answer(sender="embassy-gb@mission.example", to=to), came_through="maildir", now=NOW)
    taking_replies.take_over(now=NOW)
    forwarding.forward(reply=Reply.objects.get(), by=people.dana(), now=NOW)


TABLE = [
    (confirmation, "confirmation", AUTOMATIC),
    (reminder, reminding.KIND, AUTOMATIC),
    (refused_words, moderating.REFUSED, AUTOMATIC),
    (signed_already, "already_signed", AUTOMATIC),
    (letter, "letter", OURS),
    (letter_once_more, "follow_up", OURS),
    (collective, collective_mail.KIND, OURS),
    (letter_of_who_may_be_answered, "letter", {"Reply-To": r"amara@example\.org"}),
    (test_letter, test_mode.KIND, AUTOMATIC),
    (update, "mailing", LIST),
    (test_of_an_update, trying_out.KIND, {**LIST, **AUTOMATIC}),
    (your_data, asking.KIND, AUTOMATIC),
    (forwarded_reply, "reply", AUTOMATIC),
]


def test_no_kind_of_mail_is_missing():
    ours = {name for name in kinds.names() if not name.startswith("note_")}  # those are tests' own
    assert {kind for _story, kind, _more in TABLE} == ours


@pytest.mark.parametrize(("story", "kind", "more"), TABLE)
def test_each_kind_of_mail_has_its_headers_and_no_other(appeal, story, kind, more):
    story(appeal)
    message = Message.objects.filter(kind=kind).latest("pk")
    parcel = compose(message, kind_of(kind).compose(message), now=NOW)
    mail = message_from_bytes(parcel.content, policy=default)

    counts = Counter(mail.keys())
    assert max(counts.values()) == 1
    optional = {ENCODING, "Cc"}  # a mail of one part; a letter with copies
    assert set(counts) - optional == ALWAYS | set(more)
    assert {name: str(mail[name]) for name in more if not re.fullmatch(more[name], str(mail[name]))} == {}

    assert str(mail["From"]) == "Outcry <appeals@outcry.example>"
    assert str(mail["To"]) == message.recipient == parcel.recipients[0]
    assert mail["Message-ID"] == message.message_id
    assert mail["Date"] == format_datetime(NOW)
    assert mail["MIME-Version"] == "1.0"
    assert re.fullmatch(r"bounces\+[a-z2-7]{26}@outcry\.example", parcel.sender)

    first = next(part for part in mail.walk() if not part.is_multipart())
    assert first.get_content_type() == "text/plain"
    assert first.get_content().strip()
    head = parcel.content.partition(b"\r\n\r\n")[0].lower()
    assert not re.search(rb"bulk|\r\nbcc|\r\nx-|precedence", head)
    assert max(map(len, parcel.content.split(b"\r\n"))) <= 998
