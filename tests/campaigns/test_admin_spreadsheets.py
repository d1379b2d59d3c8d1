"""Bela brings a list of embassies from a spreadsheet: she sees the difference first, and a broken row stops no other."""

import csv
import io

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from campaigns import verifying
from campaigns.models import Contact, Source, Target
from kit.spreadsheets import as_typed, neutral
from tests.config.test_admin_site import INLINE
from tests.people import NOW, an_embassy

pytestmark = pytest.mark.django_db
HEAD = "key,kind,name,represents,host_country,languages,status,email,address_lines,postcode,contact_city\n"
CSV, XLSX = 0, 1


@pytest.fixture
def bela(client: Client) -> User:
    user = User.objects.create_superuser("bela-the-admin")
    client.force_login(user)
    return user


def upload(client: Client, text: str, model: str = "target"):
    file = SimpleUploadedFile("list.csv", text.encode(), content_type="text/csv")
    return client.post(reverse(f"admin:campaigns_{model}_import"), {"import_file": file, "format": CSV})


def confirm(client: Client, page, model: str = "target") -> str:
    data = {name: page.context["confirm_form"][name].value() for name in page.context["confirm_form"].fields}
    return client.post(reverse(f"admin:campaigns_{model}_process_import"), data, follow=True).text


def export(client: Client, file_format: int = CSV, model: str = "target"):
    return client.post(reverse(f"admin:campaigns_{model}_export"), {"format": file_format})


def test_a_dry_run_shows_the_difference_and_saves_nothing_before_bela_confirms(
    client: Client, bela: User
) -> None:
    embassy = an_embassy(country="GB")
    row = "kz-gb,embassy,Embassy in London,KZ,GB,en ru,open,new@mission.example,,,\n"
    page = upload(client, HEAD + row)
    assert "<ins>Embassy in London</ins>" in page.text
    assert "<del>embassy-gb@mission.example</del> <ins>new@mission.example</ins>" in page.text
    assert INLINE.findall(page.text) == []
    embassy.refresh_from_db()
    assert embassy.name == "Embassy of Kazakhstan in GB"
    assert "1 updated" in confirm(client, page)
    embassy.refresh_from_db()
    assert (embassy.name, embassy.languages) == ("Embassy in London", ["en", "ru"])
    contact = embassy.contacts.get(channel="email")
    assert (contact.email, contact.health) == ("new@mission.example", "unverified")
    assert embassy.contacts.get(channel="post").health == "working"  # its columns were empty


def test_a_broken_address_names_its_row_and_the_rest_is_offered(client: Client, bela: User) -> None:
    good = "kz-se,embassy,Embassy in Stockholm,KZ,SE,en,open,se@mission.example,Street 1,111 11,Stockholm\n"
    broken = "kz-fi,embassy,Embassy in Helsinki,KZ,FI,en,open,not an address,,,\n"
    nowhere = "kz-xx,embassy,Embassy nowhere,KZ,QQ,en,open,,,,\n"
    page = upload(client, HEAD + broken + good + nowhere)
    assert "Row 1: email: “not an address” is not a mail address." in page.text
    assert "Row 3: host_country:" in page.text
    assert Target.objects.count() == 0
    confirm(client, page)
    assert list(Target.objects.values_list("key", flat=True)) == ["kz-se"]
    assert Contact.objects.get(channel="post").city == "Stockholm"


def test_bela_brings_the_countries_that_an_embassy_covers(client: Client, bela: User) -> None:
    embassy = an_embassy(country="SE")
    embassy.accreditations.create(country="NO")
    head = "key,kind,name,represents,host_country,languages,status,accredited_to\n"
    name = embassy.name
    unknown = "kz-no,embassy,Embassy in Oslo,KZ,NO,en,open,IS QQ\n"
    page = upload(client, f"{head}{unknown}kz-se,embassy,{name},KZ,SE,en,open,FI DK\n")
    assert "Row 1: accredited_to: QQ: no country code of ISO 3166." in page.text
    confirm(client, page)
    assert [one.country for one in embassy.accreditations.all()] == ["DK", "FI"]
    assert Target.objects.count() == 1
    assert "DK FI" in export(client).content.decode()
    confirm(client, upload(client, f"{head}kz-se,embassy,{name},KZ,SE,ru,open,\n"))
    assert embassy.accreditations.count() == 2


def test_an_address_that_is_refused_leaves_no_half_of_its_row(client: Client, bela: User) -> None:
    embassy = an_embassy(country="GB")
    Contact.objects.create(target=embassy, channel="email", email="second@mission.example", position=2)
    row = "kz-gb,embassy,Another name,KZ,GB,en,open,second@mission.example,,,\n"
    good = "kz-se,embassy,Embassy in Stockholm,KZ,SE,en,open,,,,\n"
    page = upload(client, HEAD + row + good)
    assert "Row 1:" in page.text
    confirm(client, page)
    embassy.refresh_from_db()
    assert embassy.name == "Embassy of Kazakhstan in GB"
    assert Target.objects.count() == 2


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"])
def test_a_formula_leaves_as_text_and_comes_back_as_it_was(first: str) -> None:
    assert neutral(f"{first}1+1") == f"'{first}1+1"
    assert as_typed(neutral(f"{first}1+1")) == f"{first}1+1"


def test_what_was_exported_changes_nothing_when_it_is_imported_again(client: Client, bela: User) -> None:
    an_embassy(country="GB")
    Target.objects.update(note="=HYPERLINK(1)", phone="+44 20")
    text = export(client).content.decode()
    (row,) = csv.DictReader(io.StringIO(text))
    assert (row["note"], row["phone"], row["email"]) == (
        "'=HYPERLINK(1)",
        "'+44 20",
        "embassy-gb@mission.example",
    )
    assert "1 skipped" in confirm(client, upload(client, text))
    assert Contact.objects.usable().count() == 2


@pytest.mark.parametrize("rows", [1, 3])
def test_an_export_costs_the_same_for_one_office_and_for_three(
    client: Client, bela: User, rows: int, django_assert_num_queries
) -> None:
    for country in ("GB", "SE", "FI")[:rows]:
        an_embassy(country=country)
    with django_assert_num_queries(6):
        export(client)


def test_a_spreadsheet_of_sources_opens_in_both_forms(client: Client, bela: User) -> None:
    head = "key,kind,title,date_from,precision\n"
    page = upload(
        client, head + "S-9,article,A report,2012-08-02,day\nS-8,article,B,2012-08-02,unknown\n", "source"
    )
    assert "Row 2: precision: Say how exact this date is." in page.text
    confirm(client, page, "source")
    assert Source.objects.get().date_words() == "2 August 2012"
    answer = export(client, XLSX, "source")
    assert answer.content[:2] == b"PK"


def test_pages_hold_nothing_inline_and_chidi_opens_none(client: Client, bela: User) -> None:
    urls = [reverse(f"admin:campaigns_target_{page}") for page in ("import", "export")]
    for url in urls:
        assert INLINE.findall(client.get(url).text) == []
    client.force_login(User.objects.create_user("chidi", is_staff=True))
    assert [client.get(url).status_code for url in urls] == [403, 403]


def test_a_verified_address_that_is_not_changed_stays_verified(client: Client, bela: User) -> None:
    embassy = an_embassy(country="GB")
    verifying.verify_contacts(contacts=embassy.contacts.all(), how="telephone", by=bela, now=NOW)
    row = "kz-gb,embassy,Another name,KZ,GB,en,open,embassy-gb@mission.example,,,\n"
    confirm(client, upload(client, HEAD + row))
    assert embassy.contacts.get(channel="email").health == "working"
