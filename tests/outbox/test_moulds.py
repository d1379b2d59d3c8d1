"""A poured mail is, byte for byte, the mail that Python's email package makes. Whatever is not is composed."""

import os
from dataclasses import replace
from datetime import timedelta, timezone
from email import message_from_bytes, quoprimime

import pytest
from django.utils.html import escape
from hypothesis import example, given, settings
from hypothesis import strategies as st

from outbox.composing import ComposeError, compose
from outbox.encoding import Body, quoted
from outbox.foundry import Foundry
from outbox.kinds import Attachment, Draft, Kind, Own, Shared
from outbox.mailpolicy import LINE
from outbox.models import Message
from outbox.moulds import Mould, Unfit, marks, mould_of
from outbox.states import Stream
from tests.outbox.factories import NOW

# The full run: OUTCRY_MAILS=10000 ./outcry test tests/outbox/test_moulds.py
MANY = int(os.environ.get("OUTCRY_MAILS") or 60)
SLOTS = ("name", "link", "word")

# Every script that letters are written in, and what makes encodings change their minds.
ALPHABETS = [
    "abcdefghij klmnop.", "äöüß Grüße.", "Қазақстан Ерлан ғұңә ", "Привет мир ", "Київ їжак ", "l’été où ça ",
    "¿Año mañana? ", "żółć gęślą ", "İstanbul ığüş ", "東京 日本語", "مرحبا שלום", "=.?_\t  -", "\x0b\x0c\x85\u2028\x1c", "😀👩‍👩‍👧 ",
]  # fmt: skip
WORD = st.one_of(
    *[st.text(alphabet, max_size=40) for alphabet in ALPHABETS],
    st.sampled_from([".", "..", ".bcc", "=?utf-8?q?x?=", "<b>&\"'", "a" * 77, "a" * 78, "a" * 79, "é" * 80, "x " * 60, "=" * 30]),
)  # fmt: skip
INJECTION = st.sampled_from(["\r\nBcc: president@state.example", "\n", "\r", "a\r\n.\r\nQUIT", "\x00"])
VALUE = st.one_of(WORD, WORD, WORD, INJECTION)
SLOT = st.sampled_from([f"{{{name}}}" for name in SLOTS])
END = st.sampled_from(["\n", "\n", "\n\n", "\r\n", " \n", "\t\n", "\r", ""])
TEXT = st.lists(st.tuples(st.one_of(WORD, SLOT), END), max_size=24).map(
    lambda parts: "".join(a + b for a, b in parts)
)


def printed(template, values, how=str):
    for name in SLOTS:
        template = template.replace(f"{{{name}}}", how(values[name]))
    return template


def templates(subject, text, html, headers=(), language="en"):
    """A kind whose messages share these templates."""

    def draft(_, values):
        return Draft(
            printed(subject, values), printed(text, values), printed(html, values, escape), language,
            headers={name: printed(value, values) for name, value in headers},
        )  # fmt: skip

    return Kind("note", Stream.MAILING, None, shared=Shared(lambda message: (None, message.values), draft))


def a_message(values, to="amara@supporter.example", stream=Stream.MAILING):
    return Message(
        message_id="<0123456789abcdef01234567@outcry.example>", recipient=to, stream=stream, values=values
    )


def both_ways(kind, messages):
    """Return what the foundry makes of them, having compared it with what the email package makes."""
    foundry = Foundry()
    for message in messages:
        try:
            wanted = compose(message, kind.shared.compose(message), now=NOW)
        except Exception as error:
            with pytest.raises(type(error)):
                foundry.parcel(message, kind, now=NOW)
        else:
            assert foundry.parcel(message, kind, now=NOW) == wanted
    assert foundry.ways["unequal"] == 0
    return foundry.ways


VALUES = st.fixed_dictionaries(dict.fromkeys(SLOTS, VALUE))


@settings(max_examples=MANY, deadline=None)
@given(
    subject=st.one_of(WORD, SLOT, st.just("For {name}: {word}")),
    text=TEXT,
    html=st.one_of(st.just(""), TEXT.map(lambda text: f"<p>{text}</p>")),
    link=st.one_of(st.just("<{link}>"), WORD),
    values=st.lists(VALUES, min_size=2, max_size=3),
    language=st.sampled_from(["en", "kk", "de"]),
)
@example("x", "a\n{name}", "", "<{link}>", [{"name": "", "link": "", "word": ""}] * 2, "en")
@example(
    "x",
    "{name}\n" * 12,
    "",
    "<{link}>",
    [{"name": "é" * n, "link": "", "word": ""} for n in (1, 80, 2)],
    "en",
)
def test_a_poured_mail_is_the_composed_one(subject, text, html, link, values, language):
    kind = templates(subject, text, html, [("List-Unsubscribe", link)], language)
    both_ways(kind, [a_message(each) for each in values])


@settings(max_examples=MANY, deadline=None)
@given(subject=WORD, text=TEXT, html=TEXT, reply=st.booleans())
def test_a_mail_that_shares_nothing_is_poured_all_the_same(subject, text, html, reply):
    draft = Draft(
        subject,
        text,
        html,
        reply_to="amara@supporter.example" if reply else "",
        cc=("copy@campaign.example",) * reply,
    )
    kind = Kind("note", Stream.CONFIRMATION, lambda message: draft)
    foundry, message = Foundry(), a_message({}, stream=Stream.CONFIRMATION)
    try:
        wanted = compose(message, draft, now=NOW)
    except ComposeError:
        with pytest.raises(ComposeError):
            foundry.parcel(message, kind, now=NOW)
    else:
        assert [foundry.parcel(message, kind, now=NOW) for _ in range(2)] == [wanted, wanted]
        assert foundry.ways["unequal"] == 0


FILES = st.lists(
    st.builds(
        Attachment,
        st.sampled_from(["OC-7F3K-92QD.pdf", "Brief an Ämter.pdf", "a" * 60 + ".pdf"]),
        st.sampled_from(["application/pdf", "application/octet-stream", "image/png"]),
        st.binary(max_size=300),
    ),
    max_size=2,
).map(tuple)


@settings(max_examples=MANY, deadline=None)
@given(
    text=TEXT,
    html=st.one_of(st.just(""), TEXT),
    files=st.lists(FILES, min_size=2, max_size=3),
    reply=st.sampled_from(["", "amara@supporter.example", "o'hara@a.example", "a@пример.example", "елші@a.example"]),
)  # fmt: skip
def test_files_and_whom_to_answer_are_each_messages_own(text, html, files, reply):
    shared = templates("For {name}", text, html).shared
    own = {f"Amara {number}": Own(reply, each) for number, each in enumerate(files)}
    kind = Kind("note", Stream.MAILING, None, shared=replace(shared, own=lambda m: own[m.values["name"]]))
    both_ways(kind, amara(len(files)))


@given(TEXT.filter(bool))  # a part that is empty is left out
def test_a_body_is_encoded_as_the_email_package_does(text):
    from email.message import EmailMessage

    from outbox.mailpolicy import POLICY

    mail = EmailMessage(policy=POLICY)
    mail.set_content(text)
    encoding, body = Body([text]).encoded([]) or pytest.fail("a body without slots can always be encoded")
    assert encoding.decode() == mail["Content-Transfer-Encoding"]
    assert body == bytes(mail).partition(b"\r\n\r\n")[2]


@settings(max_examples=MANY, deadline=None)
@given(st.text(st.characters(exclude_characters="\r\n", exclude_categories=["Cs"])))
@example("." * 200)
@example("=" * 76 + "é." + " " * 3)
@example("ä" * 25 + "x.")
def test_a_line_is_quoted_as_the_email_package_does(line):
    plain = quoprimime.body_encode(line.encode().decode("latin-1"), LINE)
    assert quoted(line).replace("\r\n", "\n") == plain


def test_equal_moments_of_two_zones_are_dated_each_in_its_own_way():
    kind = templates("For {name}", "Salem {name}.", "")
    summer = NOW.astimezone(timezone(timedelta(hours=2)))
    foundry = Foundry()
    poured = [
        foundry.parcel(message, kind, now=now)
        for message, now in zip(amara(3), (NOW, NOW, summer), strict=True)
    ]
    dates = [message_from_bytes(parcel.content)["Date"][-5:] for parcel in poured]
    assert (dates, foundry.ways["poured"]) == (["+0000", "+0000", "+0200"], 2)


def amara(count=5, **more):
    return [
        a_message({"name": f"Amara {n}", "link": f"https://outcry.example/{n}", "word": "wörld"} | more)
        for n in range(count)
    ]


def test_the_first_mail_of_a_batch_proves_the_mould_and_the_others_are_poured():
    kind = templates(
        "For {name}", "Salem {name},\n{link}\n", "<p>{name} {word}</p>", [("List-Unsubscribe", "<{link}>")]
    )
    assert both_ways(kind, amara()) == {"composed": 1, "poured": 4}


def test_a_value_with_a_line_break_is_left_to_the_email_package():
    kind = templates("A", "Salem {name}.", "")
    messages = [*amara(2), *amara(1, name="Amara\nBela")]
    assert both_ways(kind, messages) == {"composed": 2, "poured": 1}


def test_an_address_in_another_script_is_left_to_the_email_package():
    kind = templates("A", "Salem {name}.", "")
    values = amara(1)[0].values
    messages = [
        *amara(2),
        a_message(values, "елші@target.example"),
        a_message(values, "a@пример.example"),
        *amara(1),
    ]
    assert both_ways(kind, messages) == {"composed": 3, "poured": 2}


@pytest.mark.parametrize(
    "to", ["o'hara+x@a.example", "..a@b.example", '"a b"@c.example', f"{'a' * 60}@{'b' * 40}.example", "a@b"]
)
def test_odd_addresses(to):
    kind = templates("A", "Salem {name}.", "")
    values = amara(1)[0].values
    both_ways(kind, [*amara(1), a_message(values, to)])


def changing(how):
    return Shared(lambda message: (None, message.values), lambda _, values: how(values))


@pytest.mark.parametrize(
    "how",
    [
        lambda values: Draft("A", f"Salem {values['name'].upper()}."),
        lambda values: Draft("A", f"Salem {values['name'][:9]}."),
        lambda values: Draft("A", f"Salem {len(values['name'])}."),
        lambda values: Draft("A", "Salem.", "".join(filter(str.isalpha, values["name"]))),
        lambda values: Draft(escape(values["name"]), "Salem."),
        lambda values: Draft("A", "Salem.", language=values["name"]),
        lambda values: Draft("A", "Salem.", attachments=(Attachment("a.pdf", "application/pdf", b"%PDF"),)),
        lambda values: Draft("A", "Salem.", headers={"Content-Note": "x"}),
        lambda values: Draft("A", "Salem.", headers={"Resent-To": "a@b.example"}),
    ],
)  # fmt: skip
def test_a_kind_that_does_more_than_print_its_slots_is_composed(how):
    with pytest.raises(Unfit):
        mould_of(["name"], how)
    kind = Kind("note", Stream.MAILING, None, shared=changing(how))
    messages = [a_message({"name": name}) for name in ("Amara", "Bela Bartók of Nagyszentmiklós")]
    assert both_ways(kind, messages) == {"composed": 2}


def test_a_mould_that_is_not_exact_is_found_and_not_used(caplog):
    """A kind that asks its slots something shows it only with other values than the marks."""

    def how(values):
        return Draft("A", "Salem Amara." if values["name"] == "Amara" else f"Salem, {values['name']}.")

    kind = Kind("note", Stream.MAILING, None, shared=changing(how))
    foundry, messages = Foundry(), [a_message({"name": "Amara"}) for _ in range(2)]
    wanted = compose(messages[0], how({"name": "Amara"}), now=NOW)
    assert [foundry.parcel(message, kind, now=NOW) for message in messages] == [wanted, wanted]
    assert foundry.ways == {"unequal": 1, "composed": 1}
    assert "messages of the kind note are composed: their mould is not exact" in caplog.text
    assert "Amara" not in caplog.text


def test_a_mould_serves_the_next_batch_until_its_text_changes():
    words = ["Salem"]

    def how(_, values):
        return Draft("A", f"{words[0]} {values['name']}.")

    kind = Kind("note", Stream.MAILING, None, shared=Shared(lambda message: (None, message.values), how))
    foundry, ways = Foundry(), []
    for word in ("Salem", "Salem", "Hello"):
        words[0] = word
        foundry.new_batch()
        for message in (a_message({"name": "Amara"}), a_message({"name": "Bela"})):
            wanted = compose(message, kind.shared.compose(message), now=NOW)
            assert foundry.parcel(message, kind, now=NOW) == wanted
        ways.append(dict(foundry.ways))
    assert ways == [{"composed": 1, "poured": 1}, {"composed": 1, "poured": 3}, {"composed": 2, "poured": 4}]


def test_marks_are_found_in_the_order_of_their_names():
    mould = mould_of(["a", "b"], lambda values: Draft(f"{values['b']}!", f"Salem {values['a']}."))
    assert mould.pieces[0] == ["", 1, "!"]
    assert mould.pieces[2] == ["Salem ", 0, "."]
    assert list(marks(["a", "b"])) == ["a", "b"]
    assert isinstance(mould, Mould)
