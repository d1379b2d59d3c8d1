"""A signer's own words on their way into mail and paper: text and nothing else, whole, and only when somebody passed them."""

import pytest
from django.utils.html import linebreaks
from hypothesis import given, settings
from hypothesis import strategies as st

from appeals import amending, moderating
from appeals.merging import amended, digest
from appeals.models import Signature
from kit.punctuation import as_printed
from kit.typed import TEXT_CHARACTERS, TEXT_LINES, clean_text
from letters import freezing, making, withdrawing
from letters.composing import draft_of
from letters.leaving import why_not
from letters.models import Letter
from letters.rendering import render
from letters.typesetting import typeset
from tests import people
from tests.letters.factories import LATER, quick_press
from tests.letters.measuring import text_of
from tests.letters.samples import ENGLISH, GERMAN, RUSSIAN
from tests.people import NOW

CHANGED = {"name": "Amara N. Okafor", "town": "York", "own_words": "", "postal": "", "bricks": ()}
DRAWN = st.text(st.sampled_from("abc XYZ <>&'\"{}%\n№іңéß«—ابپ"), max_size=300)


@settings(max_examples=60)
@given(typed=DRAWN, sample=st.sampled_from([ENGLISH, GERMAN, RUSSIAN]))
def test_whatever_is_typed_stands_in_mail_and_paper_as_text(typed, sample):
    words = clean_text(typed)
    agreed = amended({**sample, "bricks": []}, name="Amara", town="", own_words=words, postal="", bricks={})
    words = as_printed(words, sample["language"])
    assert words in draft_of(agreed, digest=digest(agreed), pdf=b"").text
    with_words = typeset(agreed, digest(agreed)).html
    without = typeset({**agreed, "own_words": ""}, digest(agreed)).html
    # Paragraphs and line breaks, and the block around them: nothing that was typed opens an element.
    ours = linebreaks(words, autoescape=True).count("<") + 2 if words else 0
    assert with_words.count("<") - without.count("<") == ours


def test_the_longest_words_are_printed_whole_on_as_many_pages_as_they_need():
    sentence = "She sold me bread each morning. "
    lines = [(sentence * 9)[: TEXT_CHARACTERS // TEXT_LINES - 1].strip() for _ in range(TEXT_LINES - 1)]
    words = "\n".join([*lines, "The very last line."])
    assert clean_text(words) == words
    rendered = render({**ENGLISH, "own_words": words})
    assert rendered.pages == 3
    text = text_of(rendered.pdf)
    assert text.count("She sold me bread") >= TEXT_LINES - 1
    assert "The very last line." in text
    short = render({**ENGLISH, "own_words": "\n\n".join([sentence * 8] * 8)})
    assert short.pages == 2


@pytest.fixture
def appeal(db):
    people.an_embassy(country="GB")
    return people.an_open_appeal()


def test_a_letter_is_made_as_it_was_agreed_to_as_soon_as_somebody_passed_its_words(appeal, monkeypatch):
    signature = people.amara_confirms(appeal, own_words="I knew her.")
    assert freezing.freeze(now=NOW) == 0
    rung: list[str] = []
    monkeypatch.setattr(moderating, "wake", rung.append)
    moderating.pass_on(signature=signature, seen=signature.agreed_digest, by=people.dana(), now=NOW)
    assert rung == ["letters.freeze"]
    assert freezing.freeze(now=NOW) == 1
    letter = Letter.objects.get()
    assert letter.digest == digest(letter.frozen) == digest(signature.agreed) == signature.agreed_digest


def test_a_letter_with_refused_words_leaves_when_its_signer_has_taken_them_out(appeal):
    signature = people.amara_confirms(appeal, own_words="Villains!")
    moderating.refuse(signature=signature, reason="Be polite.", by=people.dana(), now=NOW)
    assert freezing.freeze(now=LATER) == 0
    amending.amend(signature=signature, **CHANGED, now=LATER)
    assert freezing.freeze(now=LATER) == 1
    with quick_press():
        making.make_some(now=LATER, most=1)
    letter = Letter.objects.get()
    assert letter.digest == digest(letter.frozen) == Signature.objects.get().agreed_digest
    assert why_not([letter], LATER) == {}
    draft = draft_of(letter.frozen, digest=letter.digest, pdf=b"")
    assert "Villains!" not in draft.text + draft.html + str(letter.frozen)


def test_a_letter_whose_words_have_to_be_read_again_does_not_leave(appeal):
    people.amara_confirms(appeal)
    freezing.freeze(now=NOW)
    letter = Letter.objects.get()
    Signature.objects.update(moderation="waiting", moderation_reasons="A complaint came.")
    assert why_not([letter], NOW)[letter.pk].reason == "A person has to read the signer's own words first."


def test_a_changed_letter_replaces_the_one_that_was_made(appeal):
    signature = people.amara_confirms(appeal)
    freezing.freeze(now=NOW)
    amending.amend(signature=signature, **CHANGED, now=NOW)
    withdrawing.cancel_withdrawn(now=NOW)
    assert freezing.freeze(now=NOW) == 1
    old, new = Letter.objects.order_by("pk")
    assert (old.state, old.reason, old.reference) == ("cancelled", withdrawing.CHANGED, signature.reference)
    assert (new.state, new.frozen["sender_line"]) == ("frozen", "Amara N. Okafor, York, United Kingdom")
    assert Signature.objects.get().reference == new.reference
