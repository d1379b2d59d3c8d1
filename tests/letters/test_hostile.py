"""Chidi types everything that ever hurt a form. It comes through as plain letters or is refused; nothing is run."""

import re
import socket
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from html.parser import HTMLParser

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client

from appeals import signing
from appeals.guarded_form import form_token
from appeals.models import Signature
from kit import fonts
from kit.glyphs import missing
from kit.spreadsheets import FORMULA, neutral
from kit.typed import clean_line, clean_name
from letters import freezing, typesetting
from letters.mail import compose as letter_mail
from letters.models import Letter, LetterPdf
from letters.rendering import render
from outbox.composing import compose
from outbox.kinds import Draft, kind_of
from outbox.models import Message
from tests import people
from tests.letters.hostile import EVIL, HOSTILE
from tests.people import AMARA, NOW

pytestmark = pytest.mark.django_db
ANSWER = "1337000"  # what a template would make of 7 * 191000
PAGE = "/en/appeals/free-the-baker/"
CONFIRMATION_HEADERS = {
    *("From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "Content-Language", "MIME-Version"),
    *("Content-Type", "Content-Transfer-Encoding"),
}
LETTER_HEADERS = (CONFIRMATION_HEADERS - {"Auto-Submitted"}) | {"Cc"}


class Skeleton(HTMLParser):
    """The tags of a page with the names of their attributes, and every address that it would load or lead to."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[tuple[str, tuple[str, ...]]] = set()
        self.addresses: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        named = dict(attrs)
        self.tags.add((tag, tuple(sorted({*named} - {"aria-invalid", "autofocus", "aria-describedby"}))))
        self.addresses |= {
            # What follows the question mark is the letter itself, in the links that open a mail program.
            (value or "").partition("?")[0]
            for name, value in attrs
            if name in {"src", "href", "action", "data", "style"}
        }


@pytest.fixture
def appeal(settings):
    settings.OUTCRY_NETWORK_SIGNATURES_PER_HOUR = settings.OUTCRY_APPEAL_SIGNATURES_PER_MINUTE = 10_000
    people.an_embassy(country="GB")
    with time_machine.travel(NOW, tick=False):
        yield people.an_open_appeal()


@pytest.fixture
def nothing_is_fetched(monkeypatch):
    asked = []

    def refuse(*where, **_more):
        asked.append(where)
        raise OSError("nothing is fetched here")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    yield
    assert asked == []


def is_a_name(typed: str) -> bool:
    try:
        return bool(clean_name(typed) and clean_line(typed))
    except ValidationError:
        return False


KNOWN = "I know her."
FIELDS = ("name", "town", "own_words")


def forms_of(typed: list[str], fields: tuple[str, ...] = FIELDS) -> list[dict[str, str]]:
    """Each once, in one field or another: a third of the pages, all that hurts."""
    full = [*typed, *typed[: -len(typed) % len(fields)]]
    parts = [full[at : at + len(fields)] for at in range(0, len(full), len(fields))]
    return [dict(zip(fields, part, strict=True)) for part in parts]


def is_taken(client: Client, token: str, typed: dict[str, str], number: int = 0) -> bool:
    """Refused it stands in the form again, and nothing else."""
    page = client.post(
        PAGE, {**AMARA, **typed, "token": token, "website": "", "email": f"signer{number}@example.org"}
    )
    assert page.status_code in {302, 422}, typed
    if page.status_code == 422:
        found = Skeleton(page.text)
        assert not {tag for tag, _ in found.tags} & {"iframe", "object", "embed", "svg", "math", "style"}
        assert {names for tag, names in found.tags if tag == "script"} == {("defer", "src")}  # htmx, ours
        assert not any(EVIL in address for address in found.addresses), typed
        assert not any(one.startswith("on") for _tag, names in found.tags for one in names), typed
    return page.status_code == 302


def test_hostile_words_come_through_as_letters_or_not_at_all(client: Client, appeal, nothing_is_fetched):
    token = form_token()
    assert len(set(HOSTILE)) >= 200
    # No browser can send half of a surrogate pair.
    sendable = [typed for typed in HOSTILE if typed.isascii() or not re.search("[\ud800-\udfff]", typed)]
    names = [typed for typed in sendable if is_a_name(typed)]
    refused = [typed for typed in sendable if typed not in names]
    # Own words that letters cannot draw are refused; a name is not, and its letter waits for a person.
    drawn = [typed for typed in names if not missing(typed, fonts.TEXT)]
    undrawn = [typed for typed in names if typed not in drawn]
    taken = forms_of(drawn) + [{**one, "own_words": KNOWN} for one in forms_of(undrawn, FIELDS[:2])]
    assert len(taken) > 35
    with time_machine.travel(NOW + timedelta(seconds=10), tick=False):
        people.amara_signs(appeal, email="innocent@example.org", own_words=KNOWN, now=NOW)
        assert [typed for typed in forms_of(refused) if is_taken(client, token, typed)] == []
        assert [
            typed for number, typed in enumerate(taken) if not is_taken(client, token, typed, number)
        ] == []
        confirmations = Message.objects.filter(kind="confirmation").order_by("pk")
        pages = [_confirmed(client, message, _plain_mail(message)) for message in confirmations]
    # The pages of hostile signers are built as that of an innocent one is.
    assert {tag for page in pages for tag in Skeleton(page).tags} == Skeleton(pages[0]).tags
    assert not any(EVIL in address for page in pages for address in Skeleton(page).addresses)
    assert not any(ANSWER in page for page in pages)
    Signature.objects.update(moderation="passed", moderated_by=people.dana(), moderated_at=NOW)
    assert freezing.freeze(now=NOW + timedelta(minutes=1)) == len(taken) + 1
    _letters_are_plain()


def _confirmed(client: Client, message: Message, draft: Draft) -> str:
    """Open the link, confirm, and return the pages before and after."""
    signature = Signature.objects.get(pk=message.values["signature"])
    link = "/en/signature/" + draft.text.partition("/en/signature/")[2].partition("/")[0] + "/"
    asked = client.get(link)
    signing.confirm(signature=signature, now=NOW)
    told = client.get(link)
    assert (asked.status_code, told.status_code) == (200, 200), signature.name
    # What stands in the page on purpose and differs from signer to signer.
    signature.refresh_from_db()
    return asked.text + told.text.replace(signature.reference or "", "OC")


def _plain_mail(message: Message) -> Draft:
    """The confirmation mail, which holds nothing that a visitor typed."""
    draft = kind_of(message.kind).compose(message)
    _is_plain(message, draft, CONFIRMATION_HEADERS)
    assert EVIL not in draft.text + draft.html
    return draft


def _is_plain(message: Message, draft: Draft, headers: set[str]) -> None:
    content = compose(message, draft, now=NOW).content
    assert set(message_from_bytes(content, policy=default).keys()) <= headers
    assert EVIL.encode() not in content.partition(b"\r\n\r\n")[0]


def _letters_are_plain() -> None:
    innocent, *others = Letter.objects.select_related("signature").order_by("signature_id")
    pattern = Skeleton(typesetting.typeset(innocent.frozen, innocent.digest).html).tags
    printed = 0
    for letter in others:
        try:
            sheet = typesetting.typeset(letter.frozen, letter.digest)
        except typesetting.RenderError:  # what cannot be drawn or does not fit is held for a person
            continue
        assert Skeleton(sheet.html).tags == pattern, letter.frozen["signer"]["name"]
        assert EVIL not in sheet.css
        LetterPdf.objects.create(letter=letter, content=b"%PDF-", sha256="0" * 64, pages=1, rendered_at=NOW)
        message = Message(
            kind="letter",
            stream="letter",
            key=f"letter:{letter.pk}",
            message_id="<1@outcry.example>",
            recipient="embassy-gb@mission.example",
            values={"letter": letter.pk},
        )
        draft = letter_mail(message)
        assert not any(EVIL in address for address in Skeleton(draft.html).addresses)
        assert ANSWER not in draft.html
        _is_plain(message, draft, LETTER_HEADERS)
        printed += 1
    assert printed > 25
    marked_up = next(one for one in others if "<link rel=attachment" in str(one.frozen))
    assert render(marked_up.frozen).pages == 1


@pytest.mark.parametrize("typed", [typed for typed in HOSTILE if typed.startswith(FORMULA)])
def test_no_cell_of_a_spreadsheet_is_a_formula(typed):
    assert neutral(typed) == f"'{typed}"
