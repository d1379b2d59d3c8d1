"""An office answers: the mail is filed with its letter, read by staff, and brought to Amara if she agreed."""

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from kit.refusals import Refused
from letters import dispatching, forwarding, freezing, making, scheduling, taking_replies
from letters.models import Letter, Reply
from outbox.composing import compose as as_mail
from outbox.intake import take_in
from outbox.kinds import kind_of
from outbox.models import IncomingMail, Message
from outbox.return_addresses import reply_address
from supporters import consent
from tests import people
from tests.letters.factories import LATER, quick_press
from tests.outbox import answers
from tests.people import NOW, dana

OFFICE = "embassy-gb@mission.example"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _addresses(settings):
    settings.OUTCRY_BOUNCE_EMAIL = "bounces@outcry.example"
    settings.OUTCRY_REPLY_EMAIL = "replies@outcry.example"


def a_letter(appeal, **changes):
    people.amara_confirms(appeal, **{"wants_updates": True, **changes})
    freezing.freeze(now=NOW)
    with quick_press():
        making.make_some(now=NOW, most=9)
    scheduling.schedule(now=LATER)
    dispatching.dispatch_due(now=Letter.objects.latest("pk").due_at)
    return Letter.objects.latest("pk")


@pytest.fixture
def letter(appeal):
    return a_letter(appeal)


def answered(letter, text="We have read your letter.", *, mail=None):
    raw = mail or answers.answer(sender=OFFICE, to=reply_address(letter.message_id), text=text)
    take_in(raw, came_through="maildir", now=NOW)
    taking_replies.take_over(now=NOW)
    return Reply.objects.latest("pk")


def test_an_answer_is_filed_with_its_letter_and_kept_once(letter):
    reply = answered(letter)
    letter.refresh_from_db()
    assert (reply.letter, reply.appeal, reply.sort) == (letter, letter.appeal, "answer")
    assert letter.answered_at == NOW
    assert b"We have read your letter." in bytes(reply.raw)
    assert IncomingMail.objects.values_list("raw", "taken_at").get() == (b"", NOW)
    assert taking_replies.take_over(now=NOW) == {}


def test_a_holiday_is_filed_apart_and_is_no_answer(letter):
    reply = answered(letter, mail=answers.vacation(sender=OFFICE, to=reply_address(letter.message_id)))
    letter.refresh_from_db()
    assert (reply.sort, letter.answered_at, Reply.objects.answers().count()) == ("auto_reply", None, 0)
    with pytest.raises(Refused, match="A machine wrote this"):
        forwarding.forward(reply=reply, by=dana(), now=NOW)


def test_the_same_answer_twice_is_one_reply(letter):
    for _ in range(2):
        answered(letter)
    assert Reply.objects.count() == 1


def test_an_answer_to_another_mail_is_left_where_it_is(letter):
    message = Message.objects.get(kind="confirmation")
    take_in(
        answers.answer(sender="amara@example.org", to=reply_address(message.pk)), came_through="pipe", now=NOW
    )
    assert taking_replies.take_over(now=NOW) == {}
    assert IncomingMail.objects.get().taken_at is None


def test_amara_who_agreed_gets_the_words_and_nothing_else(letter):
    reply = answered(letter, "Dear Amara,\nwe have read it.\nhttps://phish.example <b>bold</b>")
    forwarding.forward(reply=reply, by=dana(), now=NOW)
    message = Message.objects.get(kind="reply")
    assert (message.recipient, message.values, message.state) == (
        "amara@example.org",
        {"reply": reply.pk},
        "queued",
    )
    draft = forwarding.compose(message)
    assert draft.subject == "An answer to your letter: Embassy of Kazakhstan in GB"
    assert "> we have read it.\n> https://phish.example <b>bold</b>\n" in draft.text
    assert (draft.html, draft.attachments, draft.cc, draft.reply_to) == ("", (), (), "")
    mail = as_mail(message, draft, now=NOW).content.decode()
    assert OFFICE not in mail
    assert "Auto-Submitted: auto-generated" in mail
    assert kind_of("reply").may_leave([message], NOW) == {}


def test_it_is_forwarded_once(letter):
    reply = answered(letter)
    forwarding.forward(reply=reply, by=dana(), now=NOW)
    stale = Reply.objects.get(pk=reply.pk)
    stale.message_id = None
    for one in (reply, stale):
        with pytest.raises(Refused, match="It was forwarded before"):
            forwarding.forward(reply=one, by=dana(), now=NOW)
    assert Message.objects.filter(kind="reply").count() == 1


@pytest.mark.parametrize("purpose", ["wants_updates", "may_reply"])
def test_either_consent_is_enough(appeal, purpose):
    letter = a_letter(appeal, **{"wants_updates": False, purpose: True})
    reply = answered(letter)
    forwarding.forward(reply=reply, by=dana(), now=NOW)
    assert reply.forwarded_by == dana()


def test_who_did_not_agree_is_told_nothing(appeal):
    letter = a_letter(appeal, wants_updates=False)
    with pytest.raises(Refused, match="The signer did not agree"):
        forwarding.forward(reply=answered(letter), by=dana(), now=NOW)
    assert Message.objects.filter(kind="reply").count() == 0


def test_who_changes_her_mind_before_it_leaves_is_told_nothing(letter):
    forwarding.forward(reply=answered(letter), by=dana(), now=NOW)
    message = Message.objects.get(kind="reply")
    consent.withdraw(supporter=letter.signature.supporter, purpose="updates", now=NOW)
    assert kind_of("reply").may_leave([message], NOW) == {message.pk: forwarding.NOT_AGREED}


@pytest.mark.parametrize("count", [1, 3])
def test_many_are_asked_about_in_a_known_number_of_queries(appeal, django_assert_num_queries, count):
    for number in range(count):
        letter = a_letter(appeal, email=f"amara{number}@example.org")
        mail = answers.answer(sender=OFFICE, to=reply_address(letter.message_id), text=f"No. {number}")
        forwarding.forward(reply=answered(letter, mail=mail), by=dana(), now=NOW)
    messages = list(Message.objects.filter(kind="reply"))
    with django_assert_num_queries(2):
        assert kind_of("reply").may_leave(messages, NOW) == {}


def test_what_is_forgotten_is_not_forwarded(letter):
    reply = answered(letter)
    Reply.objects.filter(pk=reply.pk).update(raw=b"")  # as retention and erasure leave it
    reply.refresh_from_db()
    with pytest.raises(Refused, match="What the office wrote is not kept any more"):
        forwarding.forward(reply=reply, by=dana(), now=NOW)


# The desk

HOSTILE = (
    b"From: =?utf-8?q?=3Cscript=3Ealert(1)=3C/script=3E?= <a@b.example>\r\nSubject: <img src=x>\r\n"
    b'Content-Type: multipart/mixed; boundary="a"\r\n\r\n--a\r\nContent-Type: text/html\r\n\r\n'
    b'<script>alert(2)</script><p>Stop &lt;writing&gt;</p><img src="https://track.example/1.gif">\r\n--a\r\n'
    b'Content-Type: application/x-msdownload\r\nContent-Disposition: attachment; filename="<b>run.exe"\r\n\r\nMZ\r\n--a--\r\n'
)


def hostile(letter):
    return answered(letter, mail=f"To: {reply_address(letter.message_id)}\r\n".encode() + HOSTILE)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_a_known_number_of_questions_and_shows_no_words(
    appeal, admin_client, django_assert_num_queries, count
):
    for number in range(count):
        letter = a_letter(appeal, email=f"amara{number}@example.org")
        answered(letter, f"Planted Marker {number}")
    # session, user, appeals of the filter, count, rows, the days of the filter
    with django_assert_num_queries(5):
        page = admin_client.get(reverse("admin:letters_reply_changelist")).content.decode()
    assert (page.count("Embassy of Kazakhstan in GB</td>"), page.count("Planted Marker")) == (count, 0)


def test_what_an_office_wrote_is_inert_at_the_desk(letter, admin_client):
    reply = hostile(letter)
    page = admin_client.get(reverse("admin:letters_reply_change", args=[reply.pk])).content.decode()
    assert '<pre class="theirs" dir="auto">Stop &lt;writing&gt;</pre>' in page
    assert "&lt;b&gt;run.exe (application/x-msdownload, 2 bytes)" in page
    assert [
        page.count(bad) for bad in ("alert(2)", "track.example", "<img src=x", "<script>alert", "<b>run")
    ] == [0] * 5


def test_the_mail_as_it_came_is_a_file_and_never_a_page(letter, admin_client, client):
    reply = hostile(letter)
    url = reverse("admin:letters_reply_original", args=[reply.pk])
    answer = admin_client.get(url)
    assert answer.content.endswith(HOSTILE)
    assert (answer["Content-Type"], answer["Content-Disposition"], answer["Cache-Control"]) == (
        "application/octet-stream",
        f'attachment; filename="reply-{reply.pk}.eml"',
        "max-age=0, no-cache, no-store, must-revalidate, private",
    )
    client.force_login(User.objects.create_user("chidi", is_staff=True))
    assert client.get(url).status_code == 403


def test_dana_forwards_at_the_desk_and_is_told_why_not(appeal, admin_client, admin_user):
    mine = a_letter(appeal)
    other = a_letter(appeal, email="chidi@example.org", wants_updates=False)
    rows = [answered(mine, "One."), answered(other, "Two.")]
    page = admin_client.post(
        reverse("admin:letters_reply_changelist"),
        {"action": "forward", "_selected_action": [row.pk for row in rows]},
        follow=True,
    ).content.decode()
    assert "1 answer is on its way." in page
    assert "The signer did not agree, or agrees no longer, to hear of it." in page
    assert list(Reply.objects.order_by("pk").values_list("forwarded_by", flat=True)) == [admin_user.pk, None]


def test_the_page_of_a_letter_leads_to_its_answers(letter, admin_client):
    reply = answered(letter)
    page = admin_client.get(reverse("admin:letters_letter_change", args=[letter.pk])).content.decode()
    assert reverse("admin:letters_reply_change", args=[reply.pk]) in page
