"""What is looked at before a release, and what stops it."""

import pytest

from mailings import approving, audience, checking, releasing, wording
from mailings.models import Mailing, MailingText
from mailings.writing import begin
from tests.mailings.factories import again, signers
from tests.people import NOW, bela, dana


def update(signed, body="All is well.", subject="News of the baker", language="en", **more) -> Mailing:
    """One that Bela has begun."""
    mailing = Mailing(case=signed.case, **more)
    begin(mailing=mailing, by=bela(), now=NOW)
    text = MailingText(language=language, subject=subject, body=body)
    approving.write(mailing=mailing, texts=[text], by=bela(), now=NOW)
    return again()


def found(mailing: Mailing) -> list[tuple[str, bool]]:
    return [(one.what, one.stops) for one in checking.findings(mailing, now=NOW)]


@pytest.fixture(autouse=True)
def safe_links(settings):
    settings.OUTCRY_URL = "https://outcry.example"


@pytest.mark.parametrize(
    ("body", "what"),
    [
        ("See https://outcry.example/en/cases/baker/", ""),
        ("See [it]({case_link}) of {people}, {status}.", ""),
        ("Write to <mailto:us@group.example>", ""),
        ("See https://outcry.example/en/casse/", "the link https://outcry.example/en/casse/ leads to no page of ours"),
        ("See https://courier", "the link https://courier names no site"),
        ("See <https://a:b@e.org/>", "the link https://a:b@e.org/ holds a name or a password"),
        ("See <mailto:us>", "the link mailto:us is no mail address"),
        ("See [it](www.e.org)", "[it](www.e.org) is no link: only http, https and mailto are, and pictures are not mailed"),
        ("Of {appeal}", "there is nothing to say for {appeal}"),
        ("⟦check: who⟧", "a gap, ⟦check: who⟧"),
        ("long " * 25_000, "the mail has 126 kB, and large providers cut it off at 100"),
    ],
)  # fmt: skip
def test_links_fields_gaps_and_size(appeal, body, what):
    signers(appeal)
    assert found(update(appeal, body)) == ([(f"en: {what}.", True)] if what else [])


@pytest.mark.parametrize(
    ("subject", "what"),
    [
        ("Is she free?", ""),
        ("FREE THE BAKER NOW", "the subject is all capitals, as in spam."),
        ("Act now!!", "the subject shouts with signs, as spam does."),
        ("RE: your letter", "the subject looks like an answer to a mail that was never written."),
        ("x" * 91, "the subject has 91 characters; phones show 40."),
    ],
)
def test_a_subject_that_looks_like_spam_is_said_and_stops_nothing(appeal, subject, what):
    signers(appeal)
    assert found(update(appeal, subject=subject)) == ([(f"en: {what}", False)] if what else [])


def test_a_language_without_a_text_is_told_with_the_number_of_its_readers(appeal):
    signers(appeal, 2, language="de")
    assert found(update(appeal)) == [
        ("2 of its readers read de, and there is no such text: they get the one in en.", False)
    ]


def test_what_the_page_says_stops_the_release_stops_it(appeal):
    signers(appeal)
    mailing = update(appeal, "See https://outcry.example/en/casse/")
    approving.submit(mailing=mailing, by=bela(), now=NOW)
    approving.approve(mailing=again(), seen=wording.digest(again()), by=dana(), now=NOW)
    with pytest.raises(releasing.Refused, match=r"leads to no page of ours\. Mend it"):
        releasing.release(mailing=again(), by=bela(), now=NOW)


def test_facts_are_fixed_when_it_is_submitted_and_a_change_is_found(appeal):
    signers(appeal)
    approving.submit(mailing=update(appeal, "{case}: {signatures}", appeal=appeal), by=bela(), now=NOW)
    mailing = again()
    assert mailing.merged == {"en": {"case": "The baker", "signatures": "1"}}
    mailing.case.title = "The bakers"
    mailing.case.save()
    assert found(again()) == [
        ("en: {case} was “The baker” when it was submitted, and is “The bakers” now.", True)
    ]
    approving.send_back(mailing=mailing, reason="Two are held.", by=dana(), now=NOW)
    assert again().merged == {}


def test_a_field_of_which_there_is_nothing_to_say_is_not_submitted(appeal):
    with pytest.raises(
        approving.Refused, match=r"merge field \{act_before\}, of which there is nothing to say"
    ):
        approving.submit(mailing=update(appeal, "Until {act_before}", appeal=appeal), by=bela(), now=NOW)


def test_who_reads_it_is_chosen_and_approved_with_it(appeal):
    signers(appeal, 2)
    signers(appeal, 1, email="berlin@example.org", country="GB", language="de")
    mailing = update(appeal, countries=["GB"], languages=["en"])
    assert audience.count(mailing, now=NOW) == audience.Audience(3, 2, (("en", 2),), ((audience.OUTSIDE, 1),))
    seen = wording.digest(mailing)
    mailing.countries = ["DE"]
    assert wording.digest(mailing) != seen
    assert audience.count(mailing, now=NOW).reached == 0
