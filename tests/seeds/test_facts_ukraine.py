"""What the seeds answer about Ukraine and its occupied areas, and what they must never say."""

from datetime import date

from campaigns import routing
from campaigns.models import (
    Beneficiary,
    Call,
    CallDemand,
    Contact,
    Demand,
    Event,
    Figure,
    Group,
    Hazard,
    Organisation,
    OtherNamed,
    Place,
    Prisoner,
    Source,
    StatusRecord,
    Target,
)
from tests.campaigns.cases import named
from tests.seeds.seeded import Seeded

CASES = ["luhansk-miners", "ua-deportations", "ua-labour-2020", "ua-mobilisation", "ua-war-debate"]
UNDER_OCCUPATION = ["P33", "G31", "G32", "G33", "G35", "G36", "G37", "PU5", "PU6", "PU7", "PU9"]


def said(topic: str) -> list[tuple[str, str]]:
    figures = Figure.objects.filter(topic__startswith=topic).order_by("-low")
    return [(one.number, one.said_by.split(",")[0]) for one in figures]


class TestFacts(Seeded):
    def test_the_numbers_of_people_taken_to_russia_stand_side_by_side(self) -> None:
        assert said("Ukrainians taken to Russia") == [
            ("1900000 or more", "Russian defence ministry"),
            ("1000000 or more", "Lyudmyla Denisova"),
        ]

    def test_the_numbers_of_children_stand_side_by_side(self) -> None:
        assert said("Ukrainian children taken to Russia") == [
            ("307000", "Russian defence ministry"),
            ("210000", "Lyudmyla Denisova"),
        ]

    def test_the_russian_ministry_spoke_on_18_june_2022(self) -> None:
        assert Figure.objects.get(key="UA-taken-ru").as_of == date(2022, 6, 18)
        assert Event.objects.get(key="UA-evacuated").date_from == date(2022, 6, 18)

    def test_reuters_could_not_verify_the_ombudswoman(self) -> None:
        assert "Reuters could not verify" in Figure.objects.get(key="UA-children-ua").note

    def test_the_mayors_list_has_33500_people(self) -> None:
        figure = Figure.objects.get(key="UA-mariupol")
        assert (figure.number, figure.said_by) == ("33500", "Vadim Boichenko, mayor of Mariupol")

    def test_the_osce_report_stands_within_the_article_and_covers_a_period(self) -> None:
        assert Source.objects.get(key="S01d").within.key == "S01"
        event = Event.objects.get(key="UA-osce")
        assert (event.date_from, event.date_to) == (date(2022, 2, 24), date(2022, 4, 12))

    def test_three_posts_of_june_have_their_translator(self) -> None:
        posts = Source.objects.filter(translator="Anna Yegorova").order_by("key")
        assert [(one.key, one.date_from.day, one.within.key) for one in posts] == [
            ("S01a", 15, "S01"),
            ("S01b", 23, "S01"),
            ("S01c", 24, "S01"),
        ]

    def test_two_links_have_no_text(self) -> None:
        links = Source.objects.filter(key__in=["S01e", "S01f"]).values_list("kind", "text_available")
        assert list(links) == [("link", False)] * 2

    def test_the_article_of_january_was_corrected_on_4_february(self) -> None:
        assert "4 February 2022" in Source.objects.get(key="S03").correction_note

    def test_123_miners_were_underground_on_the_third_day(self) -> None:
        pit = Group.objects.get(key="G35")
        assert (pit.size, pit.size_note) == (123, "Counted by News.ru on 7 June 2020")
        began = Event.objects.get(key="LU-underground")
        assert (began.date_from, began.basis) == (date(2020, 6, 5), "inferred")

    def test_the_miners_ask_for_the_wages_of_march_and_april(self) -> None:
        wages = Demand.objects.get(key="D110")
        assert wages.text == "Pay the wages of March and April 2020 in full."
        assert sorted(wages.targets.values_list("key", flat=True)) == [
            "co-vostok-ugol",
            "luhansk-authorities",
        ]

    def test_10_of_32_pits_are_closed_and_44800_people_employed(self) -> None:
        assert Figure.objects.get(key="LU-closed").unit == "of 32 pits"
        assert (Figure.objects.get(key="LU-closed").low, Figure.objects.get(key="LU-employed").low) == (
            10,
            44800,
        )

    def test_chernetsov_was_questioned_and_not_detained(self) -> None:
        record = StatusRecord.objects.get(beneficiary__key="P33")
        assert (record.status, "not detained" in record.text) == ("at_risk", True)

    def test_the_two_calls_of_july_were_to_register_for(self) -> None:
        call = Call.objects.get(key="A02")
        assert (call.kind, call.state, call.date_from, call.date_to) == (
            "register",
            "historic",
            date(2022, 7, 4),
            date(2022, 7, 14),
        )
        assert (call.date_from.isoweekday(), call.date_to.isoweekday()) == (1, 4)

    def test_the_government_was_asked_for_a_state_body_without_success(self) -> None:
        call = Call.objects.get(key="A03")
        assert (call.kind, call.state_note) == ("lobby", "Without success by 13 June 2022.")
        assert call.targets.get().key == "ua-government"

    def test_the_statement_of_january_has_four_demands_in_order(self) -> None:
        places = CallDemand.objects.filter(call__key="A06").values_list("demand__key", "number")
        assert sorted(places) == [("D82", "1"), ("D83", "2"), ("D84", "3"), ("D85", "4")]

    def test_the_correction_in_the_morning_star_is_closed(self) -> None:
        call = Call.objects.get(key="A08")
        assert (call.state, call.date_from, call.can_be_signed) == ("closed", date(2022, 1, 17), False)

    def test_the_motorcade_was_on_saturday_6_june(self) -> None:
        assert Event.objects.get(key="LU-motorcade").date_from.isoweekday() == 6
        assert Call.objects.get(key="A44").date_from == date(2020, 6, 6)

    def test_the_death_penalty_is_reported_by_yastrebova_as_an_allegation(self) -> None:
        event = Event.objects.get(key="UA-death-penalty")
        assert (event.beneficiary.key, event.is_allegation, event.date_from) == (
            "G34",
            True,
            date(2022, 6, 24),
        )

    def test_rovenki_and_rovenky_are_one_place_in_ukraine(self) -> None:
        rovenki = Place.objects.get(names__name="Rovenky")
        assert (rovenki.name, rovenki.country) == ("Rovenki", "UA")
        assert "2020 and 2022" in rovenki.de_facto

    def test_a_de_facto_authority_represents_no_state(self) -> None:
        offices = Target.objects.filter(kind="de_facto")
        assert sorted(offices.values_list("key", "represents", "host_country")) == [
            ("donetsk-authorities", "", "UA"),
            ("luhansk-authorities", "", "UA"),
            ("luhansk-mgb", "", "UA"),
        ]

    def test_no_route_leads_to_a_de_facto_authority(self) -> None:
        for represents in ("UA", "RU"):
            for country in ("DE", "GB", "UA", "JM"):
                found = routing.route(country=country, represents=represents)
                assert found is None or found.target.kind != "de_facto", (country, represents)

    def test_everybody_under_occupation_is_held_back(self) -> None:
        held = Beneficiary.objects.filter(country="UA", held_back=True).values_list("key", flat=True)
        assert sorted(held) == sorted(UNDER_OCCUPATION)

    def test_what_hangs_on_somebody_held_back_is_held_back_itself(self) -> None:
        for model in (Event, StatusRecord):
            loose = model.objects.filter(beneficiary__key__in=UNDER_OCCUPATION, held_back=False)
            assert not loose.exists(), model

    def test_chernetsov_is_never_said_to_be_detained(self) -> None:
        statuses = StatusRecord.objects.filter(beneficiary__key="P33").values_list("status", flat=True)
        assert set(statuses).isdisjoint({"detained", "imprisoned", "charged"})
        assert Hazard.objects.get(key="H16").beneficiaries.get().key == "P33"

    def test_the_numbers_are_nowhere_added_up(self) -> None:
        sums = [1000000 + 210000, 1900000 + 307000, 1900000 + 1000000]
        assert not Figure.objects.filter(low__in=sums).exists()

    def test_officials_and_campaigners_are_nobodys_beneficiaries(self) -> None:
        for name in ("Denisova", "Boichenko", "Yastrebova", "Lisyansky", "Dmitrieva", "Vaskovsky", "Putin"):
            assert not named(name).exists(), name
            assert OtherNamed.objects.filter(name__contains=name).exists(), name

    def test_chernetsov_is_the_only_person_with_a_name(self) -> None:
        named = Prisoner.objects.filter(country="UA", is_unnamed=False)
        assert [(one.key, one.gender) for one in named] == [("P33", "unknown")]

    def test_the_social_movement_is_none_of_the_two_that_look_like_it(self) -> None:
        assert "Kazakhstan" in Organisation.objects.get(key="social-movement-ua").never_merge
        assert Organisation.objects.get(key="russian-socialist-movement").country == "RU"

    def test_the_newsletters_addresses_are_kept_as_printed_and_copy_no_call(self) -> None:
        contacts = Organisation.objects.get(key="people-and-nature").contacts.splitlines()
        assert contacts[:2] == ["peoplenature[at]yahoo.com (2020)", "peoplenature[at]protonmail.com (2021)"]
        assert not Call.objects.filter(copies_to__icontains="peoplenature").exists()

    def test_no_office_of_these_countries_gets_an_address_from_the_documents(self) -> None:
        offices = Target.objects.filter(
            source_note="Seed document 000", represents__in=["", "UA", "RU", "BY"]
        )
        assert offices.count() >= 13
        assert not Contact.objects.filter(target__in=offices).exists()
