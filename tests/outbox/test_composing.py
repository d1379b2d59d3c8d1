"""What leaves is what the draft says, in every script, and a header holds nothing but its own line."""

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest
from django.template import Context, Template
from django.utils.safestring import SafeData
from hypothesis import example, given
from hypothesis import strategies as st

from outbox.composing import ComposeError, compose, on_the_wire
from outbox.kinds import Attachment, Draft
from outbox.models import Message
from outbox.states import Stream
from tests.outbox.factories import NOW


def composed(
    draft: Draft, *, to: str = "embassy@target.example", stream: str = Stream.LETTER
) -> EmailMessage:
    message = Message(key="note:1", message_id="<0123456789@outcry.example>", recipient=to, stream=stream)
    return message_from_bytes(compose(message, draft, now=NOW).content, policy=default)


def test_a_letter_has_these_headers_and_no_others(settings):
    settings.OUTCRY_FROM_NAME, settings.OUTCRY_FROM_EMAIL = "Outcry", "appeals@outcry.example"
    mail = composed(
        Draft(
            "For Erzhan",
            "Salem.",
            language="kk",
            reply_to="amara@supporter.example",
            cc=("copy@campaign.example",),
        )
    )
    assert mail.items() == [
        ("From", "Outcry <appeals@outcry.example>"),
        ("To", "embassy@target.example"),
        ("Cc", "copy@campaign.example"),
        ("Reply-To", "amara@supporter.example"),
        ("Subject", "For Erzhan"),
        ("Date", "Sun, 22 Nov 2026 09:00:00 +0000"),
        ("Message-ID", "<0123456789@outcry.example>"),
        ("Content-Type", 'text/plain; charset="utf-8"'),
        ("Content-Transfer-Encoding", "7bit"),
        ("MIME-Version", "1.0"),
        ("Content-Language", "kk"),
    ]
    assert mail.get_content().splitlines() == ["Salem."]


def test_only_a_confirmation_says_that_a_machine_wrote_it():
    assert composed(Draft("A", "b"), stream=Stream.CONFIRMATION)["Auto-Submitted"] == "auto-generated"
    assert composed(Draft("A", "b"), stream=Stream.LETTER)["Auto-Submitted"] is None


def test_text_html_and_attachment_arrive_as_they_were():
    letter = Attachment("Письмо Хаттама.pdf", "application/pdf", b"%PDF-1.7\r\n\x00\xff")
    mail = composed(Draft("Письмо", "Қайырлы күн.", html="<p>Қайырлы күн.</p>", attachments=(letter,)))
    assert mail.get_body(("plain",)).get_content().splitlines() == ["Қайырлы күн."]
    assert mail.get_body(("html",)).get_content().splitlines() == ["<p>Қайырлы күн.</p>"]
    (attached,) = mail.iter_attachments()
    assert (attached.get_filename(), attached.get_content_type(), attached.get_content()) == (
        "Письмо Хаттама.pdf",
        "application/pdf",
        b"%PDF-1.7\r\n\x00\xff",
    )


def test_a_repeat_is_the_same_message_to_the_last_byte():
    message = Message(
        key="note:1",
        message_id="<0123456789@outcry.example>",
        recipient="embassy@target.example",
        stream="letter",
    )
    draft = Draft("A", "b", html="<p>b</p>", attachments=(Attachment("a.pdf", "application/pdf", b"%PDF"),))
    assert compose(message, draft, now=NOW) == compose(message, draft, now=NOW)


UNICODE = st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"])
ONE_LINE = (
    st.text(UNICODE, max_size=200).map(lambda text: " ".join(filter(None, text.split(" ")))).filter(bool)
)
BODY = st.text(st.characters(exclude_categories=["Cs"]), max_size=400).filter(str.strip)


@given(subject=ONE_LINE, text=BODY)
@example(
    subject="a жз з aиж ж зйз из ижжжй и й", text="."
)  # Python 3.11 loses a blank when it folds this itself
@example(subject="caaccc ac bcb caaa abac bb bcbcccabbb ca b bccccbc aca aabac bc a baab", text="x" * 2000)
@example(subject="=?utf-8?q?Chidi?= =?utf-8", text="From Chidi\n.\n..\r\rx")
def test_any_subject_and_any_text_come_back_unchanged(subject, text):
    mail = composed(Draft(subject, text))
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    assert mail["Subject"] == subject
    assert mail.get_content().replace("\r\n", "\n") == (lines if lines.endswith("\n") else lines + "\n")


@given(
    head=ONE_LINE,
    tail=ONE_LINE,
    gap=st.sampled_from(["\n", "\r", "\r\n", "\r\n ", "\n\n", "\x0b", "\x0c", "\x85", "\u2028"]),
)
def test_a_line_break_in_a_subject_is_refused(head, tail, gap):
    with pytest.raises(ValueError):
        composed(Draft(f"{head}{gap}Bcc: {tail}", "Salem."))


@pytest.mark.parametrize("break_", ["\n", "\r\n", "\r", "\r\n "])
@pytest.mark.parametrize("place", ["to", "cc", "reply_to", "language", "header", "filename", "content_type"])
def test_a_line_break_in_any_other_header_is_refused(place, break_):
    hostile = f"a@b.example{break_}Bcc: chidi@stranger.example"
    drafts = {
        "to": Draft("A", "b"),
        "cc": Draft("A", "b", cc=(hostile,)),
        "reply_to": Draft("A", "b", reply_to=hostile),
        "language": Draft("A", "b", language=hostile),
        "header": Draft("A", "b", headers={"List-Id": hostile}),
        "filename": Draft("A", "b", attachments=(Attachment(hostile, "application/pdf", b""),)),
        "content_type": Draft(
            "A", "b", attachments=(Attachment("a.pdf", f"application/pdf{break_}Bcc: x", b""),)
        ),
    }
    try:
        mail = composed(drafts[place], to=hostile if place == "to" else "embassy@target.example")
    except (ValueError, IndexError):
        return
    # A filename may hold anything: then it travels encoded, and no header was added.
    assert place == "filename"
    assert [part["Bcc"] for part in mail.walk()] == [None, None, None]


def test_a_draft_without_text_or_subject_is_refused():
    with pytest.raises(ComposeError, match="The draft has no plain text"):
        composed(Draft("A", " \n", html="<p>only html</p>"))
    with pytest.raises(ComposeError, match="The draft has no subject"):
        composed(Draft("  ", "b"))


def test_a_kind_may_not_replace_our_own_headers():
    with pytest.raises(ComposeError, match="A kind of message may not set From"):
        composed(Draft("A", "b", headers={"From": "president@kazakhstan.example"}))


def test_a_long_list_header_stays_readable():
    address = "<https://outcry.example/" + "x" * 200 + ">"
    message = Message(
        key="note:1", message_id="<1@outcry.example>", recipient="amara@supporter.example", stream="mailing"
    )
    parcel = compose(message, Draft("A", "b", headers={"List-Unsubscribe": address}), now=NOW)
    assert f"List-Unsubscribe: {address}\r\n".encode() in parcel.content


def test_addresses_in_other_scripts():
    assert on_the_wire("amara@bücher.example") == "amara@xn--bcher-kva.example"
    message = Message(
        key="note:1", message_id="<1@outcry.example>", recipient="елші@target.example", stream="letter"
    )
    parcel = compose(message, Draft("A", "b"), now=NOW)
    assert (parcel.needs_utf8, parcel.recipients) == (True, ("елші@target.example",))
    assert "To: елші@target.example\r\n".encode() in parcel.content


def test_words_that_a_template_rendered_for_a_mail_are_not_safe_for_a_page():
    rendered = Template("{% autoescape off %}{{ typed }}{% endautoescape %}").render(
        Context({"typed": "</pre><script>alert(1)</script>"})
    )
    draft = Draft(rendered, rendered)
    assert [isinstance(words, SafeData) for words in (rendered, draft.subject, draft.text)] == [
        True,
        False,
        False,
    ]
    page = Template("<pre>{{ draft.text }}</pre>").render(Context({"draft": draft}))
    assert page == "<pre>&lt;/pre&gt;&lt;script&gt;alert(1)&lt;/script&gt;</pre>"
