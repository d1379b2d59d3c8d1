"""The ledger on paper: sources, readers and days; what is held back only in the confidential one."""

import io

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from campaigns import reviewing
from campaigns.models import Case
from letters.dossier import make_dossier
from tests.campaigns.cases import case, event, link, person
from tests.people import NOW, dana

pytestmark = pytest.mark.django_db


@pytest.fixture
def about() -> Case:
    """One claim read by Dana, one without a source, one held back, one about somebody who is held back."""
    made, child = case(), person(key="P-2", name="Child of Exampletown", held_back=True)
    link(made, child)
    reviewing.review(claims=[event(made, "read")], by=dana(), now=NOW)
    event(made, "bare", cited=False)
    event(made, "secret", held_back=True)
    event(made, "hidden", beneficiary=child)
    return made


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def test_the_dossier_has_each_claim_with_source_lines_reader_and_day(about: Case) -> None:
    made = make_dossier(case=about, confidential=False, by=dana(), now=NOW)
    told = text_of(made.pdf)
    for words in (
        "The bakery case",
        "What happened: read",
        "S-1, lines 1-2",
        "dana, 22 November 2026",
        "What happened: bare date not known no source not reviewed",
        "The Exampletown Courier",
        "Without what is held back",
        "Made 22 November 2026 by dana",
    ):
        assert words in told
    assert made.filename == "dossier-bakery-2026-11-22.pdf"


def test_what_is_held_back_is_only_in_the_confidential_one_which_says_so(about: Case) -> None:
    public = text_of(make_dossier(case=about, confidential=False, by=dana(), now=NOW).pdf)
    confidential = text_of(make_dossier(case=about, confidential=True, by=dana(), now=NOW).pdf)
    assert ("secret" in public, "hidden" in public, "CONFIDENTIAL" in public) == (False, False, False)
    assert "Held back. What happened: secret" in confidential
    assert "What happened: hidden" in confidential
    assert "CONFIDENTIAL: with what is held back" in confidential


def test_the_dossier_is_tagged_titled_and_has_its_fonts_in_it(about: Case) -> None:
    reader = PdfReader(io.BytesIO(make_dossier(case=about, confidential=False, by=dana(), now=NOW).pdf))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert reader.metadata is not None
    assert reader.metadata.title == "Dossier: The bakery case"
    fonts = [font.get_object() for page in reader.pages for font in page["/Resources"]["/Font"].values()]
    assert fonts
    for font in fonts:
        (inner,) = font["/DescendantFonts"]
        assert "/FontFile2" in inner.get_object()["/FontDescriptor"]


def test_what_somebody_typed_is_inert_and_what_no_font_draws_is_named(about: Case) -> None:
    typed = event(about, "typed")
    typed.text = "<img src='file:///etc/hostname'> {{ 1 }} \N{SMILING FACE WITH OPEN MOUTH}"
    typed.save()
    told = text_of(make_dossier(case=about, confidential=False, by=dana(), now=NOW).pdf)
    assert "{{ 1 }} [U+1F603]" in told
    assert "<img src=" in told


@pytest.mark.parametrize("rows", [1, 3])
def test_a_dossier_costs_the_same_for_one_claim_and_for_three(rows: int, django_assert_num_queries) -> None:
    made, reader = case(), dana()
    for number in range(rows):
        event(made, f"e{number}")
    with django_assert_num_queries(9):
        make_dossier(case=made, confidential=True, by=reader, now=NOW)


def test_dana_gets_it_by_one_click_and_only_a_superuser_the_confidential_one(
    about: Case, client: Client
) -> None:
    url = reverse("admin:letters_dossier", args=[about.pk])
    assert client.get(url).status_code == 302
    client.force_login(User.objects.create_superuser("root-dana"))
    assert url in client.get(reverse("admin:campaigns_case_ledger", args=[about.pk])).text
    answer = client.get(url)
    assert (answer["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")
    assert answer["Content-Disposition"].startswith('attachment; filename="dossier-bakery-')
    assert client.get(url, {"confidential": "1"}).status_code == 200
    assert LogEntry.objects.get().get_change_message() == "Exported the confidential dossier."
    client.force_login(User.objects.create_user("chidi", is_staff=True))
    assert client.get(url).status_code == 403
