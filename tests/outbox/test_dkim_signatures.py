"""A receiver can check what left; whoever changes it on its way breaks the signature."""

import re

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from django.core.exceptions import ImproperlyConfigured
from dkim.canonicalization import Relaxed
from hypothesis import given
from hypothesis import strategies as st

from config import starting
from outbox import dkim_signatures
from outbox.checks import dkim_can_sign
from outbox.composing import digest
from outbox.dkim_signatures import relaxed, signer
from outbox.foundry import Foundry
from outbox.kinds import Draft, Kind, Shared
from outbox.models import Message
from outbox.sending import send_due
from outbox.states import Stream
from tests.outbox.dkim_keys import is_valid, pem, rsa_key, write_key
from tests.outbox.factories import NOW, a_message, kind_in_place_of

ONE_CLICK = {
    "List-Unsubscribe": "<https://outcry.example/stop/1>",
    "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
}


@pytest.fixture
def configured(settings, tmp_path):
    settings.OUTCRY_DKIM_KEY, settings.OUTCRY_DKIM_SELECTOR = write_key(tmp_path), "mails2026"
    dkim_signatures._read.cache_clear()
    yield settings
    dkim_signatures._read.cache_clear()


def draft_of(_key: object, values: dict) -> Draft:
    return Draft(
        subject=f"Salem, {values['name']}",
        text=f"Dear {values['name']},\n\ntwo  blanks, one at the end \n.\n",
        html=f"<p>{values['name']}</p>",
        headers=ONE_CLICK,
        reply_to="amara@supporter.example",
    )


def made(count: int = 3) -> list:
    """Mails of one batch: the first is composed, the others are poured."""
    shared = Shared(of=lambda message: ("news", {"name": message.values["name"]}), draft=draft_of)
    kind = Kind("note_mailing", Stream.MAILING, shared.compose, shared=shared)
    foundry = Foundry()
    with kind_in_place_of(kind):
        messages = [
            Message(
                pk=number,
                kind=kind.name,
                stream=Stream.MAILING,
                recipient="bela@supporter.example",
                message_id=f"<{number:024x}@outcry.example>",
                values={"name": f"Erzhan {number}"},
            )
            for number in range(1, count + 1)
        ]
        parcels = [foundry.parcel(message, kind, now=NOW) for message in messages]
    assert (foundry.ways["composed"], foundry.ways["poured"]) == (1, count - 1)
    return parcels


def header_of(content: bytes) -> str:
    return re.sub(r"\s+", " ", content.partition(b"\r\nFrom:")[0].decode())


def test_poured_and_composed_mails_are_signed(configured):
    assert [is_valid(parcel.content) for parcel in made()] == [True] * 3


def test_the_signature_says_whose_it_is_and_what_it_covers(configured):
    parcel = made(1)[0]
    said = header_of(parcel.content)
    assert said.startswith(
        f"DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=outcry.example; s=mails2026; t={int(NOW.timestamp())}; "
    )
    assert re.search(r"h=([^;]*);", said)[1].split(" : ") == [
        *("from", "to", "reply-to", "subject", "date", "message-id", "list-unsubscribe", "list-unsubscribe-post"),
        *("mime-version", "content-type", "content-language"),
        *("from", "subject", "to", "reply-to"),
    ]  # fmt: skip
    assert max(map(len, parcel.content.partition(b"\r\nFrom:")[0].split(b"\r\n"))) <= 78


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"two  blanks", b"two blinks"),
        (b"\r\nTo: bela@", b"\r\nTo: chidi@"),
        (b"/stop/1", b"/stop/2"),
        (b"=One-Click", b"=No-Click"),
        (b"From: Outcry", b"From: Another"),
        (b"\r\nTo:", b"\r\nFrom: Chidi <chidi@stranger.example>\r\nTo:"),
        (b"\r\nTo:", b"\r\nSubject: Another\r\nTo:"),
        (b"Reply-To: amara@", b"Reply-To: chidi@"),
    ],
)
def test_what_is_changed_on_the_way_shows(configured, before, after):
    content = made(1)[0].content
    assert content.count(before) >= 1
    assert is_valid(content)
    assert not is_valid(content.replace(before, after))


def test_what_relays_do_to_blanks_does_not_break_it(configured):
    content = made(1)[0].content
    assert is_valid(content.replace(b"two  blanks", b"two blanks").replace(b"\r\nTo: ", b"\r\nTO:   "))
    assert is_valid(content + b"\r\n\r\n")


def test_the_signature_of_another_selector_or_domain_is_worth_nothing(configured):
    content = made(1)[0].content
    assert not is_valid(content, asked="other._domainkey.outcry.example.")
    assert not is_valid(content.replace(b"d=outcry.example", b"d=chidi.example"))


@given(st.text(alphabet=" \t\r\nab.=", max_size=40))
def test_the_body_is_read_as_dkimpy_reads_it(text):
    body = re.sub(r"\r\n|\r|\n", "\r\n", text).encode()
    assert relaxed(body) == Relaxed.canonicalize_body(body)


def test_without_dkim_nothing_is_signed():
    assert signer() is None
    assert all(b"DKIM" not in parcel.content for parcel in made())


@pytest.mark.django_db
def test_what_left_is_what_was_signed(configured, server):
    message = a_message()
    send_due(stream="letter", clock=lambda: NOW)
    (envelope,) = server.envelopes
    assert is_valid(envelope.content)
    message.refresh_from_db()
    assert message.body_digest == digest(envelope.content)


def broken(settings, tmp_path, how: str) -> None:
    path = settings.OUTCRY_DKIM_KEY
    if how == "gone":
        path.unlink()
    elif how == "no key":
        path.write_text("Salem.")
    elif how == "short":
        path.write_bytes(pem(rsa_key(1024)))
    elif how == "other":
        path.write_bytes(pem(ec.generate_private_key(ec.SECP256R1())))
    elif how == "no selector":
        settings.OUTCRY_DKIM_SELECTOR = ""
    elif how == "no file":
        settings.OUTCRY_DKIM_KEY = None
    elif how == "bad selector":
        settings.OUTCRY_DKIM_SELECTOR = "mails; d=chidi.example"
    elif how == "domain":
        settings.OUTCRY_DKIM_DOMAIN = "chidi.example"


@pytest.mark.parametrize(
    ("how", "says"),
    [
        ("gone", "OUTCRY_DKIM_KEY cannot be read"),
        ("no key", "OUTCRY_DKIM_KEY holds no private key in PEM"),
        ("short", "OUTCRY_DKIM_KEY must be an RSA key of 2048 bits or more"),
        ("other", "OUTCRY_DKIM_KEY must be an RSA key of 2048 bits or more"),
        ("no selector", "DKIM needs a key and its name in the DNS"),
        ("no file", "DKIM needs a key and its name in the DNS"),
        ("bad selector", "DKIM needs a key and its name in the DNS"),
        ("domain", "OUTCRY_DKIM_DOMAIN is chidi.example, which is not the domain of OUTCRY_FROM_EMAIL"),
    ],
)
def test_a_half_configured_dkim_is_an_error_at_the_start(configured, tmp_path, how, says):
    broken(configured, tmp_path, how)
    (error,) = dkim_can_sign()
    assert error.id == "outcry.E005"
    assert error.msg.startswith(says)
    with pytest.raises(ImproperlyConfigured, match=f"^{re.escape(says)}"):
        starting.refuse_wrong_mail()


@pytest.mark.django_db
def test_no_message_is_touched_where_dkim_cannot_sign(configured, tmp_path, server):
    message = a_message()
    broken(configured, tmp_path, "gone")
    with pytest.raises(ImproperlyConfigured):
        send_due(stream="letter", clock=lambda: NOW)
    message.refresh_from_db()
    assert (message.state, message.tries, server.envelopes) == ("queued", 0, [])


def test_a_domain_above_that_of_the_sender_may_sign(configured):
    configured.OUTCRY_FROM_EMAIL = "appeals@mail.outcry.example"
    configured.OUTCRY_DKIM_DOMAIN = "outcry.example"
    assert is_valid(made(1)[0].content)
