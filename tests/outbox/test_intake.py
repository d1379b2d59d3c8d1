"""What comes in by mail: bounces of many servers, complaints, machines and people; each once, and garbage never hurts."""

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from kit.received_mail import parse
from outbox.composing import compose
from outbox.intake import digest_of, take_in
from outbox.kinds import Draft
from outbox.models import IncomingMail, Notice
from outbox.return_addresses import bounce_address, reply_address
from outbox.sorting import sort
from tests.outbox import answers, reports
from tests.outbox.factories import NOW, a_message

pytestmark = pytest.mark.django_db
OFFICE, COPY = "embassy@mission.example", "copy@campaign.example"


@pytest.fixture(autouse=True)
def _addresses(settings):
    settings.OUTCRY_FROM_EMAIL = "appeals@outcry.example"
    settings.OUTCRY_BOUNCE_EMAIL = "bounces@outcry.example"
    settings.OUTCRY_REPLY_EMAIL = "replies@outcry.example"


@pytest.fixture
def message():
    return a_message(to=OFFICE)


def quoted(message, *, to=OFFICE, sender=""):
    return reports.original(message_id=message.message_id, to=to, sender=sender or "someone@else.example")


def came(raw):
    return take_in(raw, came_through="maildir", now=NOW)


def told():
    rows = Notice.objects.order_by("pk")
    return list(rows.values_list("message", "kind", "enhanced", "of_recipient"))


FORMS = [
    (reports.postfix, "hard", "5.1.1"),
    (reports.gmail, "hard", "5.1.1"),
    (reports.exchange, "hard", "5.0.0"),
    (reports.exim_old, "hard", ""),
    (reports.qmail, "hard", "5.1.1"),
]


@pytest.mark.parametrize(("form", "kind", "status"), FORMS, ids=lambda value: getattr(value, "__name__", ""))
@pytest.mark.parametrize("way", ["return address", "quoted return address", "quoted Message-ID"])
def test_a_bounce_of_any_server_finds_its_message_in_any_way(message, form, kind, status, way):
    own = bounce_address(message.pk)
    to = own if way == "return address" else "appeals@outcry.example"
    row = came(form(to=OFFICE, bounce=to, quoted=quoted(message, sender=own if "quoted ret" in way else "")))
    assert (row.sort, row.message) == ("bounce", message)
    assert told() == [(message.pk, kind, status, True)]


def test_what_leaves_is_found_again_by_what_comes_back(message):
    parcel = compose(message, Draft("The baker", "Salem."), now=NOW)
    came(reports.postfix(to=OFFICE, bounce=parcel.sender, quoted=parcel.content.decode()))
    assert told() == [(message.pk, "hard", "5.1.1", True)]


@pytest.mark.parametrize(
    ("status", "action", "said", "kind"),
    [
        ("4.4.1", "delayed", "connection timed out", "delay"),
        ("5.2.2", "failed", "552 5.2.2 mailbox full", "soft"),
        ("4.4.7", "failed", "delivery time expired", "soft"),
        ("5.7.1", "failed", "554 5.7.1 blocked using zen.spamhaus.org", "policy"),
        ("2.0.0", "relayed", "250 2.0.0 ok", "passed_on"),
        ("2.0.0", "delivered", "250 2.0.0 ok", "passed_on"),
    ],
)
def test_a_status_is_what_it_says(message, status, action, said, kind):
    own = bounce_address(message.pk)
    came(reports.postfix(to=OFFICE, bounce=own, quoted="", status=status, action=action, said=said))
    notice = Notice.objects.get()
    assert (notice.kind, notice.said, notice.reporter) == (kind, said, "mx.mission.example")


def test_a_warning_in_words_is_no_failure(message):
    came(reports.exim_warning(to=OFFICE, bounce=bounce_address(message.pk), quoted=""))
    assert told() == [(message.pk, "delay", "", True)]


@pytest.mark.parametrize("form", [reports.postfix, reports.qmail])
def test_a_copy_that_bounces_is_no_news_of_the_office(message, form):
    own = bounce_address(message.pk)
    came(form(to=COPY, bounce=own, quoted=quoted(message, sender=own)))
    assert [(kind, of) for _, kind, _, of in told()] == [("hard", False)]


def test_no_address_stands_in_a_notice(message):
    came(reports.postfix(to=OFFICE, bounce=bounce_address(message.pk), quoted=quoted(message)))
    notice = Notice.objects.get()
    assert "@" not in notice.said + notice.reporter + notice.key
    assert notice.said == "550 5.1.1 <(address)>: User unknown"


def test_the_same_mail_counts_once_by_whichever_way_it_comes(message):
    mail = reports.postfix(to=OFFICE, bounce=bounce_address(message.pk), quoted="")
    again = b"Received: by another way\r\nX-Spam: no\r\n" + mail.replace(b"\r\n", b"\n").replace(
        b"<>", b"<>", 1
    )
    assert [
        came(mail) is None,
        came(mail) is None,
        came(again.replace(b"\r\nX-Spam", b"\nX-Spam")) is None,
    ] == [
        False,
        True,
        True,
    ]
    assert (Notice.objects.count(), IncomingMail.objects.count()) == (1, 1)


def test_a_forged_tag_or_a_message_of_nobody_is_about_nothing(message):
    own = bounce_address(message.pk)
    forged = own.replace(own[8:12], "aaaa")
    for to in (forged, bounce_address(message.pk + 1000), "bounces@outcry.example"):
        row = came(reports.postfix(to="x@y.example", bounce=to, quoted="", status="5.1.1", said=to))
        assert (row.sort, row.message) == ("unsorted", None)
    assert told() == []


def test_a_message_id_alone_is_not_enough_without_the_address_it_went_to(message):
    mail = reports.postfix(
        to=COPY, bounce="appeals@outcry.example", quoted=quoted(message, to="chidi@stranger.example")
    )
    assert came(mail).sort == "unsorted"


@pytest.mark.parametrize("kind", ["abuse", "fraud", "opt-out"])
def test_a_complaint_finds_its_message(message, kind):
    own = bounce_address(message.pk)
    row = came(answers.feedback(to=OFFICE, bounce=own, quoted=quoted(message), kind=kind))
    assert (row.sort, told()) == ("complaint", [(message.pk, "complaint", "", True)])


def test_a_provider_may_hide_who_complained(message):
    own = bounce_address(message.pk)
    came(answers.feedback(to="redacted-8f3a@provider.example", bounce=own, quoted=""))
    assert told() == [(message.pk, "complaint", "", True)]


@pytest.mark.parametrize("kind", ["not-spam", "auth-failure", "virus"])
def test_other_feedback_is_no_complaint(message, kind):
    row = came(answers.feedback(to=OFFICE, bounce=bounce_address(message.pk), quoted="", kind=kind))
    assert (row.sort, told()) == ("unsorted", [])


@pytest.mark.parametrize("address", [bounce_address, reply_address])
def test_a_holiday_is_neither_a_bounce_nor_an_answer(message, address):
    row = came(answers.vacation(sender=OFFICE, to=address(message.pk)))
    assert (row.sort, row.message, told()) == ("auto_reply", message, [])


@pytest.mark.parametrize(
    "sign",
    [
        "Precedence: bulk",
        "X-Autoreply: yes",
        "Return-Path: <>",
        "List-Id: <a.b>",
        "Auto-Submitted: auto-generated",
    ],
)
def test_what_a_machine_wrote_is_no_answer(message, sign):
    mail = answers.answer(sender=OFFICE, to=reply_address(message.pk))
    assert came(sign.encode() + b"\r\n" + mail).sort == "auto_reply"


def test_a_person_is_no_machine(message):
    mail = b"Auto-Submitted: no\r\n" + answers.answer(sender=OFFICE, to=reply_address(message.pk))
    assert came(mail).sort == "reply"


def test_an_answer_is_known_by_its_address_or_by_what_it_refers_to(message):
    by_address = came(answers.answer(sender="other@mission.example", to=reply_address(message.pk)))
    by_reference = came(
        answers.answer(sender=OFFICE, to="appeals@outcry.example", in_reply_to=message.message_id)
    )
    stranger = came(
        answers.answer(
            sender="chidi@stranger.example", to="appeals@outcry.example", in_reply_to=message.message_id
        )
    )
    assert [(row.sort, row.message) for row in (by_address, by_reference, stranger)] == [
        ("reply", message),
        ("reply", message),
        ("unsorted", None),
    ]


def test_a_mail_that_cannot_be_read_is_kept_and_keeps_nobody_waiting(message):
    row = came(b"Subject: deep\r\n" + b'Content-Type: multipart/mixed; boundary="a"\r\n' * 200)
    assert (row.sort, bytes(row.raw)[:13]) == ("unreadable", b"Subject: deep")


def test_what_came_is_sealed(message):
    came(answers.answer(sender=OFFICE, to=reply_address(message.pk), text="Planted Marker"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT raw FROM outbox_incomingmail")
        assert b"Planted" not in bytes(cursor.fetchone()[0])
    assert b"Planted Marker" in bytes(IncomingMail.objects.get().raw)


PIECES = st.sampled_from(
    [
        b"Content-Type: multipart/report; report-type=delivery-status; boundary=x\r\n",
        b"Content-Type: message/delivery-status\r\n\r\n",
        b"Content-Type: message/feedback-report\r\n\r\n",
        b"Content-Transfer-Encoding: base64\r\n",
        b"Final-Recipient: rfc822; a+ZZ@b\r\nAction: failed\r\nStatus: 5.1.1\r\n",
        b"From: =?utf-8?b?%%%?= <mailer-daemon@x>\r\n",
        b"Subject: =?nonsense?q?=FF?=\r\nDate: Xday, 99 Foo 99999999999 99:99:99 +9999\r\n",
        b"\r\n--x\r\n",
        b"\r\n--x--\r\n",
        b"\r\n\r\n",
        b"<0123456789abcdef01234567@outcry.example> embassy@mission.example",
        b"charset=\"\xff\x00\"; filename*=utf-8''%ff%fe",
        b"To: bounces+aaaaaaaaaaaaaaaaaaaaaaaaaa@outcry.example\r\n",
    ]
)


@given(pieces=st.lists(PIECES | st.binary(max_size=60), max_size=14))
def test_garbage_is_sorted_as_something_and_is_news_of_nobody(pieces):
    raw = b"".join(pieces)
    found = sort(raw, digest=digest_of(raw), now=NOW)
    assert (found.message, found.news) == (None, ())


@given(
    pieces=st.lists(PIECES | st.binary(max_size=60), max_size=8),
    cuts=st.lists(st.integers(0, 3000), max_size=3),
)
def test_a_report_cut_and_stuffed_with_garbage_never_tells_of_another_message(pieces, cuts):
    message = a_message(to=OFFICE)
    raw = reports.postfix(to=OFFICE, bounce=bounce_address(message.pk), quoted=quoted(message))
    for piece, cut in zip(pieces, cuts, strict=False):
        raw = raw[:cut] + piece + raw[cut:]
    found = sort(raw, digest=digest_of(raw), now=NOW)
    assert {news.message for news in found.news} <= {message.pk}
    assert len({news.key for news in found.news}) == len(found.news)


@given(raw=st.binary(max_size=400))
def test_any_bytes_have_a_digest_that_their_line_ends_do_not_change(raw):
    parse(raw)
    assert digest_of(raw) == digest_of(raw.replace(b"\r\n", b"\n"))
