"""Which office answers for a country, and why."""

import pytest
from django.utils import translation

from campaigns import routing, verifying
from campaigns.models import Accreditation, Contact, Target
from tests.people import NOW, dana

pytestmark = pytest.mark.django_db


def mission(country: str, city: str, *covers: str, status: str = "open") -> Target:
    target = Target.objects.create(
        key=f"kz-{country}",
        kind="embassy",
        name=f"Embassy in {city}",
        city=city,
        represents="KZ",
        host_country=country,
        status=status,
    )
    Accreditation.objects.bulk_create([Accreditation(target=target, country=code) for code in covers])
    Contact.objects.create(target=target, channel="email", email=f"{city.lower()}@example.org")
    return target


def ministry(kind: str = "foreign_ministry") -> Target:
    return Target.objects.create(key=kind, kind=kind, name="Ministry", represents="KZ", host_country="KZ")


def test_a_resident_mission_comes_first() -> None:
    berlin = mission("DE", "Berlin")
    mission("AT", "Vienna", "DE")
    ministry()
    found = routing.route(country="DE", represents="KZ")
    assert found is not None
    assert (found.target, found.reason) == (
        berlin,
        "This is the embassy of Kazakhstan in your country, Germany.",
    )


def test_an_accredited_mission_says_so_in_words() -> None:
    london = mission("GB", "London", "IE", "IS")
    ministry()
    found = routing.route(country="IE", represents="KZ")
    assert found is not None
    assert (found.target, found.reason) == (
        london,
        "The embassy of Kazakhstan in London also covers Ireland.",
    )


def test_the_reason_names_countries_in_the_readers_language() -> None:
    mission("GB", "London", "IE")
    with translation.override("de"):
        found = routing.route(country="IE", represents="KZ")
    assert found is not None
    assert "Irland" in found.reason


@pytest.mark.parametrize("status", ["suspended", "closed", "unknown"])
def test_a_mission_that_is_not_open_is_never_offered(status: str) -> None:
    mission("DE", "Berlin", status=status)
    assert routing.route(country="DE", represents="KZ") is None


def test_who_writes_from_the_country_itself_is_told_so() -> None:
    mission("DE", "Berlin")
    home = ministry()
    found = routing.route(country="KZ", represents="KZ")
    assert found is not None
    assert (found.target, found.reason) == (
        home,
        "You write from the country itself (Kazakhstan), where it has no embassy. So the letter goes to the ministry at home.",
    )


def test_a_country_without_a_mission_gets_the_fallback_then_the_foreign_ministry_then_nothing() -> None:
    mission("DE", "Berlin")
    assert routing.route(country="JM", represents="KZ") is None
    ministry("ministry")
    assert routing.route(country="JM", represents="KZ") is None
    home = ministry()
    other = Target.objects.create(key="odihr", kind="international", name="Office")
    found = routing.route(country="JM", represents="KZ")
    assert found is not None
    assert found.target == home
    assert "Jamaica" in found.reason
    found = routing.route(country="JM", represents="KZ", fallback=other)
    assert found is not None
    assert found.target == other


def test_a_closed_fallback_is_not_offered() -> None:
    closed = Target.objects.create(key="odihr", kind="international", name="Office", status="closed")
    assert routing.route(country="JM", represents="KZ", fallback=closed) is None


def test_only_verified_addresses_are_given_and_the_first_of_them() -> None:
    london = mission("GB", "London")
    second = Contact.objects.create(target=london, channel="email", email="second@example.org", position=2)
    found = routing.route(country="GB", represents="KZ")
    assert found is not None
    assert (found.email, found.post) == (None, None)
    verifying.verify_contact(contact=second, how="telephone", by=dana(), now=NOW)
    found = routing.route(country="GB", represents="KZ")
    assert found is not None
    assert (found.email, found.post) == (second, None)


@pytest.mark.parametrize("rows", [1, 3])
def test_routing_costs_two_queries_among_one_and_three_missions(rows: int, django_assert_num_queries) -> None:
    for country, city in [("DE", "Berlin"), ("AT", "Vienna"), ("FR", "Paris")][:rows]:
        mission(country, city, "LU")
    with django_assert_num_queries(2):
        assert routing.route(country="LU", represents="KZ") is not None
