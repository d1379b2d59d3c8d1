"""Mail that strangers wrote is read as inert text, whatever it holds."""

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.received_mail import (
    MOST_CHARACTERS,
    Unreadable,
    address_of,
    attached,
    header,
    inert,
    parse,
    text_of,
    without_tags,
)

MIXED = (
    b'Content-Type: multipart/mixed; boundary="a"\r\n\r\n--a\r\nContent-Type: multipart/alternative; boundary="b"\r\n\r\n'
    b"--b\r\nContent-Type: text/plain; charset=koi8-r\r\n\r\n\xf0\xc9\xd3\xd8\xcd\xcf\r\n--b\r\n"
    b"Content-Type: text/html\r\n\r\n<p>not this</p>\r\n--b--\r\n--a\r\n"
    b'Content-Type: application/pdf\r\nContent-Disposition: attachment; filename="answer.pdf"\r\n'
    b"Content-Transfer-Encoding: base64\r\n\r\nJVBERg==\r\n--a\r\n"
    b'Content-Type: text/plain; name="list.txt"\r\nContent-Disposition: attachment\r\n\r\nnot this either\r\n--a--\r\n'
)


def test_the_plain_text_is_read_and_what_hangs_on_it_is_only_named():
    mail = parse(MIXED)
    assert text_of(mail) == "Письмо"
    assert [(file.filename, file.content_type, file.size) for file in attached(mail)] == [
        ("answer.pdf", "application/pdf", 4),
        ("list.txt", "text/plain", 15),
    ]


def test_html_alone_becomes_its_words():
    mail = parse(
        b"Content-Type: text/html; charset=utf-8\r\n\r\n<html><head><style>p {}</style><title>no</title></head>"
        b"<body><script>alert(1)</script><p>Dear &lt;Amara&gt;,</p><div>we<br>thank <b>you</b>.</div>"
        b'<img src="https://track.example/1.gif"></body></html>'
    )
    assert text_of(mail) == "Dear <Amara>,\n\nwe\nthank you."


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"=?utf-8?q?Gr=C3=BC=C3=9Fe?=", "Grüße"),
        (b"=?koi8-r?b?8MnT2M3P?=", "Письмо"),
        (b"=?nonsense?q?=41?=", "A"),
        (b"=?utf-8?b?%%%?= left", "left"),
        (b"one\r\n two", "one two"),
        ("Straße".encode(), "Straße"),
    ],
)
def test_a_header_is_one_line_of_words(raw, words):
    assert header(parse(b"Subject: " + raw + b"\r\n\r\n"), "Subject") == words


def test_what_is_not_seen_is_left_out():
    assert inert("a\u202eb\x1b[31m\u200bc\r\nd\x00\t\u200ce") == "ab[31mc\nd\t\u200ce"


@pytest.mark.parametrize(
    ("value", "address"),
    [
        ("Amara <amara@example.org>", "amara@example.org"),
        ("undisclosed-recipients:;", ""),
        ("<>", ""),
        ("", ""),
        ('"a@b" <c@d.example>', "c@d.example"),
    ],
)
def test_the_address_of_a_header(value, address):
    assert address_of(value) == address


def test_a_tree_of_parts_that_nobody_writes_is_refused():
    with pytest.raises(Unreadable):
        parse(b'Content-Type: multipart/mixed; boundary="a"\r\n' * 101)


@given(raw=st.binary(max_size=600))
def test_any_bytes_are_read(raw):
    mail = parse(raw)
    for words in (text_of(mail), header(mail, "Subject"), *(file.filename for file in attached(mail))):
        assert words == inert(words)
        assert len(words) <= MOST_CHARACTERS


@given(words=st.text(alphabet="ab<>&\"'/! ;#x2", max_size=60))
def test_what_was_escaped_in_html_is_what_it_says(words):
    assert without_tags(f"<p>{html.escape(words)}</p>") == words.strip()
