"""Before anything is open Dana sees the exact mail and the exact paper, and Bela mails herself a test that nobody can mistake."""

import io
import re
from datetime import timedelta
from email import message_from_bytes
from email.policy import default

import pytest
import time_machine
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from appeals import approving, publishing
from appeals.models import AppealText, Tally
from appeals.phrasebook import phrases
from appeals.previewing import SAMPLE_REFERENCE
from campaigns.models import Target
from kit.fonts.letter_code import CHARACTERS
from kit.refusals import Refused
from letters import freezing, making, test_mode
from letters.models import Letter
from letters.test_mode import letter_of, mail_to_me
from outbox.composing import compose
from outbox.kinds import kind_of
from outbox.models import Message
from outbox.queueing import enqueue
from tests import people
from tests.people import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def text() -> AppealText:
    """Bela's text, which nobody has approved; embassies in London and Berlin."""
    appeal = people.an_appeal(languages=())
    people.an_embassy(country="GB")
    people.an_embassy(country="DE", languages=("de", "en"), verified=False)
    text = AppealText(appeal=appeal, language="en", **people.TEXTS["en"])
    approving.write(text=text, by=people.bela(), now=NOW)
    return text


@pytest.fixture
def bela() -> User:
    user = people.bela()
    user.email, user.is_superuser = "bela@desk.example", True
    user.save()
    return user


@pytest.fixture
def desk(bela) -> Client:
    client = Client()
    client.force_login(bela)
    return client


def london() -> Target:
    return Target.objects.get(host_country="GB")


def words_of(pdf: bytes) -> str:
    """The page's words, without the rows of its QR code."""
    words = PdfReader(io.BytesIO(pdf)).pages[0].extract_text().split()
    return " ".join(word for word in words if not set(word) <= set(CHARACTERS))


def test_the_page_shows_headers_text_html_and_paper_of_an_unapproved_text(desk, text):
    page = desk.get(
        reverse("admin:letters_preview", args=[text.pk]), {"office": london().pk}
    ).content.decode()
    for words in (
        "embassy-gb@mission.example",
        "copy@campaign.example",
        "amara@example.org",
        "The baker of Exampletown",
        "OC-0000-0000.pdf",
        "Your Excellency,",
        "Mail me this letter as a test",
        "The paper, 1 page",
    ):
        assert words in page
    pdf = desk.get(reverse("admin:letters_preview_pdf", args=[text.pk, london().pk]))
    assert "Amara Example" in words_of(pdf.content)
    assert pdf["X-Frame-Options"] == "SAMEORIGIN"
    html = desk.get(reverse("admin:letters_preview_html", args=[text.pk, london().pk]))
    assert "She is held for baking." in html.content.decode()


def test_an_office_without_a_verified_address_is_said_to_have_none(desk, text):
    berlin = Target.objects.get(host_country="DE")
    page = desk.get(reverse("admin:letters_preview", args=[text.pk]), {"office": berlin.pk}).content.decode()
    assert "no verified mail address" in page


def test_a_text_with_gaps_says_so_and_one_that_cannot_be_printed_says_what(desk, text):
    for words, said in (
        ("⟦translate: Her sister⟧", "This letter cannot be made: the text still has gaps."),
        ("山", "The fonts of letters cannot draw 山 (U+5C71)."),
    ):
        AppealText.objects.update(body=words)
        assert said in desk.get(reverse("admin:letters_preview", args=[text.pk])).text


def test_chidi_sees_no_preview(text):
    assert Client().get(reverse("admin:letters_preview", args=[text.pk])).status_code == 302
    client = Client()
    client.force_login(User.objects.create(username="chidi", is_staff=True))
    assert client.get(reverse("admin:letters_preview", args=[text.pk])).status_code == 403


def test_a_test_goes_to_bela_alone_and_says_so_everywhere(desk, bela, text):
    page = desk.post(reverse("admin:letters_test", args=[text.pk, london().pk]), follow=True).content.decode()
    assert "on its way to bela@desk.example" in page
    message = Message.objects.get()
    assert (message.kind, message.recipient) == ("test_letter", "bela@desk.example")
    draft = kind_of("test_letter").compose(message)
    assert draft.subject == "[TEST] The baker of Exampletown"
    assert draft.text.startswith("TEST. This is a trial of a letter.")
    assert "TEST. This is a trial of a letter." in draft.html
    assert (draft.cc, draft.reply_to) == ((), "")
    assert [one.filename for one in draft.attachments] == ["TEST-OC-0000-0000.pdf"]
    assert "TEST" in words_of(draft.attachments[0].content)
    assert (Letter.objects.count(), Tally.objects.filter(confirmed__gt=0).count()) == (0, 0)


@pytest.mark.parametrize("language", ["ru", "kk", "pl"])
def test_the_mark_is_in_the_language_of_the_letter(text, language):
    text.language = language
    shown = letter_of(text=text, target=london(), now=NOW, is_test=True)
    assert shown.draft.subject.startswith(f"[{phrases(language)['test_mark']}] ")
    assert phrases(language)["test_mark"] in words_of(shown.paper.pdf)


def test_what_is_shown_is_what_leaves_for_the_office(desk, text):
    people.offer_bricks(text.appeal, en=("I am a baker too.", "I knew her."))
    publishing.open_appeal(appeal=text.appeal, by=people.bela(), now=NOW)
    text.appeal.refresh_from_db()
    at = {"office": london().pk, "brick": ["2"]}
    with time_machine.travel(NOW, tick=False):
        page = desk.get(reverse("admin:letters_preview", args=[text.pk]), at)
        paper = desk.get(reverse("admin:letters_preview_pdf", args=[text.pk, london().pk]), at).content
        html = desk.get(reverse("admin:letters_preview_html", args=[text.pk, london().pk]), at).text
    signature = people.amara_confirms(
        text.appeal,
        name="Amara Example",
        town="Exampletown",
        email="amara@example.org",
        may_reply=True,
        bricks=(2,),
    )
    freezing.freeze(now=NOW)
    making.make_some(now=NOW, most=1)
    letter = Letter.objects.get()
    message, _created = enqueue(
        kind="letter", key=f"letter:{letter.pk}", to=letter.frozen["recipient"]["email"],
        values={"letter": letter.pk}, now=NOW,
    )  # fmt: skip
    draft = kind_of("letter").compose(message)
    left = message_from_bytes(compose(message, draft, now=NOW).content, policy=default)

    def alike(words: str) -> str:
        """But for what is of one letter alone: its reference, the code that proves it, and the page that says so."""
        named = words.replace(signature.reference, SAMPLE_REFERENCE)
        named = re.sub(r"Code \w{4}-\w{4}", "code", named)
        return re.sub(r"/v/\w{8}/\w{8}/", "/v/page/", named)

    of_one = {"Message-ID", "Content-Type"}
    shown = {name: value for name, value in page.context["headers"] if name not in of_one}
    assert shown == {name: str(value) for name, value in left.items() if name not in of_one}
    assert alike(page.context["plain"]) == alike(draft.text)
    assert alike(html) == alike(draft.html)
    assert alike(words_of(paper)) == alike(words_of(draft.attachments[0].content))
    assert "I knew her." in draft.text
    assert "I am a baker too." not in draft.text


def test_a_test_is_held_when_its_reader_is_no_longer_staff(bela, text):
    message = mail_to_me(text=text, target=london(), by=bela, now=NOW)
    assert test_mode.still_staff([message], NOW) == {}
    User.objects.update(is_staff=False)
    assert list(test_mode.still_staff([message], NOW)) == [message.pk]


def test_an_account_without_an_address_gets_no_test(text):
    with pytest.raises(Refused, match="no mail address"):
        mail_to_me(text=text, target=london(), by=people.dana(), now=NOW)
    assert not Message.objects.exists()


def test_a_test_that_waits_too_long_does_not_come(bela, text):
    message = mail_to_me(text=text, target=london(), by=bela, now=NOW)
    assert message.expires_at == NOW + timedelta(hours=1)
