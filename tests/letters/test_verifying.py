"""A clerk holds a letter and asks whether it is ours; Chidi holds none, and learns neither who signed nor which letters there are."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from appeals import amending, moderating, signing
from appeals.merging import digest
from appeals.models import Budget, Signature
from config.logs import WithoutSecrets
from letters import counting, freezing, posted, verifying, withdrawing
from letters.leaving import INVALID
from letters.models import Letter
from letters.states import State
from tests import people
from tests.letters import factories
from tests.people import NOW

pytestmark = pytest.mark.django_db
SOON = NOW + timedelta(seconds=30)
# Words that stand nowhere but in what the signer said of herself, each of them odd enough to be found.
HERS = {
    "name": "Zezolla Quimby-Vantongeren",
    "town": "Ullapoolwick",
    "postal": "77 Mousehole Wynd\nXQ9 8ZZ",
    "own_words": "My cousin Peregrina baked with her.",
    "email": "zezolla.q@mailbox.example",
    "may_reply": True,
}


@pytest.fixture
def letter(appeal):
    (made,) = factories.ready_letters(appeal)
    return made


def code(letter) -> str:
    return verifying.code_of(letter.digest)


def hers(appeal) -> Letter:
    signature = people.amara_confirms(appeal, **HERS)
    moderating.pass_on(signature=signature, by=people.dana(), now=NOW)
    freezing.freeze(now=NOW)
    return Letter.objects.get(signature=signature)


def leaves(value) -> list[str]:
    if isinstance(value, dict):
        return [leaf for one in value.values() for leaf in leaves(one)]
    if isinstance(value, list):
        return [leaf for one in value for leaf in leaves(one)]
    return [str(value)]


def test_the_page_tells_the_whole_text_and_nothing_about_who_signed(client: Client, appeal):
    letter = hers(appeal)
    page = client.get(f"/en/v/{letter.reference}/{code(letter)}/")
    assert page.status_code == 200
    agreed = letter.frozen
    shown = [agreed["subject"], agreed["salutation"], *agreed["paragraphs"], *agreed["demands"]]
    shown += [*agreed["ending"], agreed["closing"], agreed["recipient"]["name"], letter.digest]
    assert [words for words in shown if words not in page.text] == []
    assert "22 November 2026" in page.text
    assert "Here the signer added words of their own. They are not shown." in page.text
    whole = page.text + json.dumps(dict(page.headers))
    secret = leaves([agreed["signer"], agreed["sender_line"], agreed["reply_to"], agreed["copies_to"]])
    secret += [*agreed["own_words"].split(), agreed["salt"], *HERS["name"].split(), "Peregrina", "Okafor"]
    common = {"My", "GB", "with", "her.", "baked"}  # GB stands in the office's name, the others in the text
    assert {"Zezolla Quimby-Vantongeren", "Ullapoolwick", "77 Mousehole Wynd", "United Kingdom"} < set(secret)
    assert {HERS["email"], "copy@campaign.example", "cousin"} < set(secret)
    assert [words for words in secret if words and words not in common and words in whole] == []


def test_it_is_kept_by_nobody_found_by_no_search_and_sets_no_cookie(client: Client, letter):
    for address in (f"/V/{letter.reference}/{code(letter)}", "/en/verify/", "/en/v/0000/0000/"):
        page = client.get(address)
        assert page["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
        assert page["Referrer-Policy"] == "no-referrer"
        assert '<meta name="robots" content="noindex">' in page.text
        assert page.cookies == {}
        assert "<script" not in page.text


def test_the_code_on_the_paper_leads_here_in_the_clerks_language(client: Client, letter, settings):
    address = verifying.address_of(letter.reference, letter.digest)
    assert address == address.upper()
    path = address.removeprefix(settings.OUTCRY_URL.upper())
    english = client.get(path, headers={"Accept-Language": "en"})
    german = client.get(path, headers={"Accept-Language": "de"})
    assert (english.status_code, german.status_code) == (200, 200)
    assert '<html lang="en"' in english.text
    assert '<html lang="de"' in german.text
    assert '<article class="letter" lang="en" dir="ltr">' in german.text
    assert f'href="/ru/v/{letter.reference}/{code(letter)}/"' in german.text


@pytest.mark.parametrize(
    "typed",
    [
        "OC-7F3K-10VD",
        "7f3k10vd",
        " oc 7F3K 10VD ",
        "7F3K–10VD",
        "7F3K-IOUD",
        "oc-7f3k-lovd",
        "７Ｆ３Ｋ－１０ＶＤ",
        "ОС-7F3К-10VD",
    ],
)
def test_it_is_read_as_crockford_reads_it_however_it_was_typed(typed):
    assert verifying.places_of(typed) == "7F3K10VD"


@pytest.mark.parametrize(
    "typed", ["", "OC-", "7F3K10V", "7F3K10VDD", "7F3K10V!", "7F3K10Vя", "x" * 10_000, "\0"]
)
def test_what_is_no_reference_is_none(typed):
    assert verifying.places_of(typed) == ""


def test_a_reference_that_begins_with_what_reads_like_oc_is_not_cut():
    assert verifying.places_of("OC-0CAB-CDEF") == verifying.places_of("0CAB-CDEF") == "0CABCDEF"


def test_typed_into_the_form_it_stands_in_no_address(client: Client, letter):
    page = client.post("/en/verify/", {"reference": letter.reference.lower(), "code": code(letter)})
    assert (page.status_code, "This letter is ours" in page.text) == (200, True)
    assert '<form method="post" action="/en/verify/"' in client.get("/en/verify/").text


def test_an_unknown_reference_and_a_wrong_code_are_one_page_one_status_and_one_work(client: Client, letter):
    unknown = ("OC-0000-0000", code(letter))
    wrong = (letter.reference, "0000-0000" if code(letter) != "0000-0000" else "1111-1111")
    answers = []
    for typed in (unknown, wrong):
        with CaptureQueriesContext(connection) as queries:
            page = client.get("/en/v/{}/{}/".format(*typed))
            asked = len(queries)
        form = client.post("/en/verify/", dict(zip(("reference", "code"), typed, strict=True)))
        texts = [answer.text.replace(typed[0], "…").replace(typed[1], "…") for answer in (page, form)]
        headers = {
            name: value for name, value in page.headers.items() if name not in {"Expires", "Content-Length"}
        }
        answers.append((page.status_code, form.status_code, *texts, headers, asked))
    assert answers[0] == answers[1]
    assert answers[0][2] == answers[0][3]
    assert (*answers[0][:2], answers[0][-1]) == (404, 404, 3)  # the budget, the letter, the use of the budget


def test_what_was_mistyped_is_still_there_and_inert(client: Client):
    page = client.post("/en/verify/", {"reference": '"><b>' + "x" * 99, "code": "7F3K"}).text
    assert f'value="&quot;&gt;&lt;b&gt;{"x" * 55}"' in page
    assert 'value="7F3K"' in page


def test_a_right_one_costs_three_queries_and_uses_no_budget(
    client: Client, letter, django_assert_num_queries
):
    for _again in range(3):
        with django_assert_num_queries(3):
            assert client.get(f"/en/v/{letter.reference}/{code(letter)}/").status_code == 200
    assert not Budget.objects.exists()


def test_who_guesses_has_to_wait_an_hour_and_others_do_not(client: Client, letter, monkeypatch):
    monkeypatch.setattr(verifying, "WRONG_AN_HOUR", 3)
    right = f"/en/v/{letter.reference}/{code(letter)}/"
    with time_machine.travel(SOON, tick=False):
        assert [client.get(f"/en/v/{letter.reference}/{n}000-0000/").status_code for n in (1, 2, 3)] == [
            404
        ] * 3
        page = client.get(right)
        assert (page.status_code, page["Retry-After"]) == (429, "3600")
        assert letter.frozen["subject"] not in page.text
        assert client.get(right, REMOTE_ADDR="198.51.100.7").status_code == 200
    with time_machine.travel(SOON + timedelta(hours=1), tick=False):
        assert client.get(right).status_code == 200


def test_no_line_of_the_log_says_which_letter_was_asked_about(client: Client, letter, caplog):
    client.get(f"/V/{letter.reference}/1111-1111")
    client.get(f"/de/v/{letter.reference}/1111-1111/")
    client.post(f"/de/v/{letter.reference}/1111-1111/")
    lines = [WithoutSecrets("%(message)s").format(record) for record in caplog.records]
    assert lines == [
        "Not Found: /V/…",
        "Not Found: /de/v/…/",
        "Method Not Allowed (POST): /de/v/…/",
    ]


def told(letter) -> verifying.Verified:
    found = verifying.look_up(reference=letter.reference, code=code(letter))
    assert found is not None
    return found


def test_what_became_of_it_is_told_as_it_is_known(client: Client, appeal):
    (letter,) = factories.enqueued_letters(appeal)
    before = client.get(f"/en/v/{letter.reference}/{code(letter)}/").text
    assert "No mail server of the office has accepted it so far." in before
    assert "We have not posted it so far. Its signer may have." in before
    factories.accept(letter)
    counting.count_accepted(now=NOW)
    posted.count_posted(letter=letter, via=Letter.PostedVia.HAND, now=NOW + timedelta(days=1))
    after = client.get(f"/en/v/{letter.reference}/{code(letter)}/").text
    assert "The office's mail server accepted it on 22 November 2026, 12:00 (UTC)." in after
    assert "It was posted on 23 November 2026, 12:00 (UTC)." in after


def test_taken_back_changed_uncounted_and_stopped_letters_say_so(client: Client, appeal):
    taken, changed, uncounted, stopped = factories.ready_letters(appeal, 4)
    signing.withdraw(signature=taken.signature, now=SOON)
    assert (told(taken).ended, told(taken).ended_at) == ("withdrawn", SOON)
    amending.amend(
        signature=changed.signature, name="Ama", town="", own_words="", postal="", bricks=(), now=NOW
    )
    assert (told(changed).ended, told(changed).ended_at) == ("changed", NOW)
    Letter.objects.filter(pk=stopped.pk).update(state=State.CANCELLED, reason="Dana says so.")
    assert told(stopped).ended == "stopped"
    assert told(uncounted).ended == ""
    Letter.objects.filter(pk=uncounted.pk).update(state=State.CANCELLED, reason=INVALID)
    assert told(uncounted).ended == "invalid"
    withdrawing.cancel_withdrawn(now=SOON)
    people.amara_signs(appeal, email="signer0@example.org", now=SOON)  # she signs once more
    again = Signature.objects.get(pk=taken.signature_id)
    signing.confirm(signature=again, now=SOON)
    again.refresh_from_db()
    assert (again.state, told(taken).ended, told(taken).ended_at) == ("confirmed", "withdrawn", None)
    page = client.get(f"/en/v/{taken.reference}/{code(taken)}/").text
    assert "Its signer has taken the signature back." in page
    assert "Dana says so." not in client.get(f"/en/v/{stopped.reference}/{code(stopped)}/").text


def test_a_letter_that_was_erased_is_like_one_that_never_was(letter):
    Letter.objects.update(frozen={})
    assert verifying.look_up(reference=letter.reference, code=code(letter)) is None


def test_of_a_damaged_copy_the_text_is_not_confirmed(client: Client, letter):
    Letter.objects.update(frozen={**letter.frozen, "subject": "Another subject"})
    page = client.get(f"/en/v/{letter.reference}/{code(letter)}/")
    assert (page.status_code, "This letter is ours" in page.text, "Another subject" in page.text) == (
        200,
        False,
        False,
    )
    assert "our copy of the text is damaged" in page.text


def test_a_version_in_the_language_of_its_signer_is_shown_too(client: Client, letter):
    own = {
        **letter.frozen,
        "language": "de",
        "heading": "Dasselbe auf Deutsch",
        "subject": "Die Bäckerin",
        "bricks": [],
    }
    shown = (
        "language",
        "heading",
        "subject",
        "salutation",
        "paragraphs",
        "demands",
        "ending",
        "bricks",
        "closing",
    )
    frozen = {**letter.frozen, "own_version": {name: own[name] for name in shown}}
    Letter.objects.update(frozen=frozen, digest=digest(frozen))
    letter.refresh_from_db()
    page = client.get(f"/en/v/{letter.reference}/{code(letter)}/").text
    assert page.count('<article class="letter"') == 2
    assert '<article class="letter" lang="de" dir="ltr">\n    <p><em>Dasselbe auf Deutsch</em></p>' in page
    assert "<dd>English, German</dd>" in page


def test_letters_of_before_there_was_salt_are_found_too(appeal):
    (letter,) = factories.frozen_letters(appeal)
    old = {name: value for name, value in letter.frozen.items() if name != "salt"} | {"v": 1}
    Letter.objects.filter(pk=letter.pk).update(frozen=old, digest=digest(old))
    letter.refresh_from_db()
    assert told(letter).is_whole
