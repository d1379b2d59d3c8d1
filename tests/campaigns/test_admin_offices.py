"""Bela keeps the directory at the desk: lists that cost the same however long they are, languages that a person types."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from campaigns.models import Target
from tests.campaigns.cases import person, source
from tests.people import an_embassy

pytestmark = pytest.mark.django_db
COUNTRIES = ("GB", "SE", "FR")


@pytest.fixture
def bela(client: Client) -> User:
    user = User.objects.create(username="bela", is_staff=True, is_superuser=True)
    client.force_login(user)
    return user


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("name", "queries"), [("target", 7), ("contact", 7), ("source", 6), ("prisoner", 6), ("group", 6)]
)
def test_a_list_costs_the_same_at_one_and_at_three_rows(
    client: Client, bela: User, name: str, queries: int, rows: int, django_assert_num_queries
) -> None:
    for number, country in enumerate(COUNTRIES[:rows]):
        an_embassy(country=country)
        source(f"S-{number}")
        person(f"P-{number}", kind="prisoner")
        person(f"G-{number}", kind="group", size=3)
    with django_assert_num_queries(queries):
        client.get(reverse(f"admin:campaigns_{name}_changelist"))


def languages(client: Client, typed: str) -> tuple[str, list[str]]:
    """Type `typed` into the form of an office; return the page and what is kept."""
    office = an_embassy(country="GB")
    url = reverse("admin:campaigns_target_change", args=[office.pk])
    shown = client.get(url).context["adminform"].form
    kept = {name: shown[name].value() or "" for name in shown.fields}
    formsets = {
        f"{prefix}-{part}": 0
        for prefix in ("contacts", "accreditations", "salutations")
        for part in ("TOTAL_FORMS", "INITIAL_FORMS")
    }
    answer = client.post(url, {**kept, **formsets, "languages": typed}, follow=True)
    return answer.text, Target.objects.get().languages


def test_the_languages_of_an_office_are_typed_as_people_write_lists(client: Client, bela: User) -> None:
    assert languages(client, "RU, kk en ru")[1] == ["ru", "kk", "en"]


def test_a_language_that_does_not_exist_is_named_at_its_field(client: Client, bela: User) -> None:
    page, kept = languages(client, "ru, klingon")
    assert "Not a code of a language: klingon." in page
    assert 'value="ru, klingon"' in page
    assert kept == ["en"]
