"""What the seeds answer by themselves, and what they must never say.

A TestCase, because its class loads the seeds once for all stories.
"""

import re
from datetime import date

from campaigns import routing
from campaigns.models import (
    Alias,
    Call,
    CallDemand,
    Case,
    Citation,
    Demand,
    DemandText,
    Event,
    Figure,
    Group,
    GroupPart,
    Prisoner,
    Sentence,
    Source,
    StatusRecord,
    Target,
)
from campaigns.status import held_because
from tests.campaigns.cases import named
from tests.seeds.seeded import Seeded

ELSHIBAYEV, BALTABAY, ZHANABAEVA, TULETAEVA = "P01", "P02", "P03", "P07"
DEAD = "Killed in Zhanaozen, December 2011"


def number(call: str, demand: str) -> str:
    return CallDemand.objects.get(call__key=call, demand__key=demand).number


class TestFacts(Seeded):
    def test_baltabay_is_found_by_each_of_his_four_spellings(self) -> None:
        spellings = ["Erlan Baltabay", "Erlan Batabay", "Yerlan Baltabay", "Erlan Baltatbay"]
        assert sorted(
            Alias.objects.filter(beneficiary__key=BALTABAY).values_list("name", flat=True)
        ) == sorted(spellings)
        for spelling in [*spellings, "Ерлан Балтабай"]:
            assert [one.key for one in named(spelling)] == [BALTABAY], spelling

    def test_elshibayev_is_found_by_either_spelling(self) -> None:
        for spelling in ("Elshibayev", "Yerzhan Yelshibaev", "erzhan"):
            assert ELSHIBAYEV in [one.key for one in named(spelling)], spelling

    def test_elshibayev_was_in_solitary_confinement_as_of_15_december_2021(self) -> None:
        last = StatusRecord.objects.filter(beneficiary__key=ELSHIBAYEV).latest("as_of", "date_from")
        assert (last.status, last.as_of, "solitary" in last.text) == ("imprisoned", date(2021, 12, 15), True)
        assert [str(one) for one in last.citations.values_list("source__key", flat=True)] == ["S05"]

    def test_elshibayev_was_sentenced_to_five_years_at_the_end_of_2019(self) -> None:
        sentence = Sentence.objects.get(beneficiary__key=ELSHIBAYEV)
        assert (sentence.years, sentence.precision, sentence.date_from.year) == (5, "year", 2019)
        assert sentence.date_note == "At the end of the year."

    def test_elshibayev_was_held_in_lenger_as_of_july_2020_and_no_later(self) -> None:
        places = StatusRecord.objects.filter(beneficiary__key=ELSHIBAYEV, place__contains="Lenger")
        assert [one.as_of for one in places] == [date(2020, 7, 31)]

    def test_elshibayev_was_beaten_in_march_and_april_2020_and_that_is_an_allegation(self) -> None:
        beaten = Event.objects.get(key="P01-beaten")
        assert (beaten.date_from, beaten.date_to, beaten.is_allegation) == (
            date(2020, 3, 1),
            date(2020, 4, 30),
            True,
        )

    def test_the_attack_of_2017_is_told_by_ageleuov(self) -> None:
        assert Event.objects.get(key="P01-attacked").attributed_to == "Galym Ageleuov, Liberty (Kazakhstan)"

    def test_the_conference_that_asked_for_his_release_was_in_bishkek(self) -> None:
        call = Call.objects.get(key="A11")
        assert (call.kind, call.state, call.place, call.basis) == (
            "resolution",
            "standing_unverified",
            "Bishkek",
            "inferred",
        )

    def test_the_release_demand_is_2c_in_one_list_3b_in_the_other_and_stands_in_that_of_2021(self) -> None:
        assert (number("A21", "D05"), number("A22", "D05"), number("A11", "D05")) == ("2c", "3b", "")

    def test_the_other_two_demands_for_elshibayev_have_their_numbers(self) -> None:
        assert (number("A21", "D03"), number("A22", "D03")) == ("2a", "3a")
        assert (number("A21", "D04"), number("A22", "D04")) == ("2b", "3c")

    def test_the_embassy_list_has_five_points_and_leaves_out_the_union_law(self) -> None:
        points = {re.match(r"\d", one.number)[0] for one in CallDemand.objects.filter(call__key="A22")}
        assert sorted(points) == ["1", "2", "3", "4", "5"]
        assert not CallDemand.objects.filter(call__key="A22", demand__key="D08").exists()

    def test_the_inquiry_call_has_three_questions_and_six_points(self) -> None:
        numbers = (
            CallDemand.objects.filter(call__key="A10").exclude(number="").values_list("number", flat=True)
        )
        assert sorted(numbers) == ["1", "2", "3", "4", "5", "6", "Q1", "Q2", "Q3"]

    def test_the_release_of_elshibayev_is_asked_of_the_government(self) -> None:
        assert [one.key for one in Demand.objects.get(key="D05").targets.all()] == ["kz-government"]

    def test_his_three_demands_are_there_in_russian_and_german(self) -> None:
        texts = DemandText.objects.filter(demand__key__in=["D03", "D04", "D05"])
        assert sorted(texts.values_list("demand__key", "language")) == [
            (demand, language) for demand in ("D03", "D04", "D05") for language in ("de", "ru")
        ]
        assert {one.review_state for one in texts} == {"unreviewed"}

    def test_tuletaevas_seven_years_became_five_on_appeal(self) -> None:
        reduced = Sentence.objects.get(beneficiary__key=TULETAEVA, step="reduced")
        assert (reduced.replaces.years, reduced.years, reduced.date_from) == (7, 5, date(2012, 8, 2))
        assert reduced.charge == "Organising mass disorder"

    def test_tuletaevas_release_lies_between_two_documents(self) -> None:
        released = StatusRecord.objects.get(beneficiary__key=TULETAEVA, status="released")
        assert released.date_words() == "between 24 April 2013 and 15 December 2021"
        assert (released.basis, released.as_of) == ("inferred", date(2021, 12, 15))
        assert "Roza Tuletaeva: released" in held_because(Case.objects.get(key="tuletaeva"))

    def test_tuletaeva_began_her_hunger_strike_on_22_april_2013(self) -> None:
        assert Event.objects.get(key="P07-hunger-strike").date_from == date(2013, 4, 22)

    def test_the_letter_call_for_tuletaeva_went_to_your_own_embassy_with_two_copies(self) -> None:
        call = Call.objects.get(key="A24")
        assert (call.kind, call.embassies_of, call.state, call.can_be_signed) == (
            "letter",
            "KZ",
            "closed",
            True,
        )
        assert call.copies_to == "kazakhstansolidarity@gmail.com, campaignkazakhstan@gmail.com"
        assert call.targets.count() == 0

    def test_only_letters_can_become_appeals(self) -> None:
        assert sorted(call.key for call in Call.objects.all() if call.can_be_signed) == ["A24", "A27"]

    def test_baltabay_seven_years_amnestied_then_six_months(self) -> None:
        steps = (
            Sentence.objects.filter(beneficiary__key=BALTABAY)
            .order_by("key")
            .values_list("step", "years", "months")
        )
        assert list(steps) == [("amnestied", None, None), ("imposed", 7, None), ("imposed", None, 6)]

    def test_zhanabaeva_is_charged_and_no_detention_is_reported(self) -> None:
        assert [one.status for one in StatusRecord.objects.filter(beneficiary__key=ZHANABAEVA)] == ["charged"]
        assert Prisoner.objects.get(key=ZHANABAEVA).gender == "female"

    def test_deaths_stand_side_by_side_each_with_who_said_it(self) -> None:
        told = {(one.number, one.said_by.split(",")[0]) for one in Figure.objects.filter(topic=DEAD)}
        assert {
            ("10", "The government"),
            ("15", "The government"),
            ("16", "State officials"),
            ("70", "Eyewitnesses"),
            ("up to 70", "Campaign Kazakhstan"),
            ("10 or more", "The Guardian"),
        } <= told
        assert Figure.objects.filter(topic=DEAD).count() == 10

    def test_the_strike_lasted_six_seven_or_eight_months(self) -> None:
        assert {one.number for one in Figure.objects.filter(topic="Length of the strike of 2011")} == {
            "6",
            "7",
            "8",
        }

    def test_the_37_are_3_cleared_21_suspended_13_imprisoned(self) -> None:
        parts = list(
            GroupPart.objects.filter(group__key="G01").order_by("size").values_list("size", flat=True)
        )
        assert (parts, sum(parts), Group.objects.get(key="G01").size) == ([3, 13, 21], 37, 37)

    def test_the_shooting_was_on_16_december_with_the_leaflets_error_noted(self) -> None:
        shooting = Event.objects.get(key="Z-shooting")
        assert (shooting.date_from, shooting.precision) == (date(2011, 12, 16), "day")
        assert "17 December" in shooting.date_note

    def test_the_picket_of_2020_was_on_25_june_and_dispersed(self) -> None:
        call = Call.objects.get(key="A19")
        assert (call.date_from, call.state, call.state_note) == (
            date(2020, 6, 25),
            "closed",
            "Dispersed by police.",
        )

    def test_onaygul_is_alive_and_her_son_died_in_2019(self) -> None:
        assert [one.status for one in StatusRecord.objects.filter(beneficiary__key="P05")] == ["detained"]
        died = StatusRecord.objects.get(beneficiary__key="P04")
        assert (died.status, died.precision, died.date_from.year) == ("died", "year", 2019)

    def test_sources_stand_within_sources_and_a_bare_link_has_no_text(self) -> None:
        link = Source.objects.get(key="S05b")
        assert (link.within.key, link.text_available, link.kind) == ("S05", False, "link")
        assert Source.objects.get(key="S16a").within.key == "S16"

    def test_salmons_text_is_of_august_though_it_was_posted_in_december(self) -> None:
        assert Source.objects.get(key="S19a").date_words() == "August 2011"

    def test_translation_and_permission_are_noted(self) -> None:
        assert "machine" in Source.objects.get(key="S11").translation_note
        assert "permission" in Source.objects.get(key="S05").permission_note

    def test_all_75_offices_of_the_directory_are_there(self) -> None:
        assert Target.objects.exclude(source_note__startswith="Seed document").count() == 75

    def test_the_embassy_in_london_is_at_pall_mall_and_covers_ireland_and_iceland(self) -> None:
        london = Target.objects.get(key="kz-embassy-gb")
        post = london.contacts.get(channel="post")
        assert (post.address_lines, post.postcode, post.city) == (
            "Kazakhstan House\n125 Pall Mall",
            "SW1Y 5EA",
            "London",
        )
        assert list(london.accreditations.values_list("country", flat=True)) == ["IE", "IS"]
        assert (london.languages, london.as_of) == (["en", "ru", "kk"], "2024-04")

    def test_every_citation_lies_within_the_lines_of_its_source(self) -> None:
        wrong = []
        for citation in Citation.objects.exclude(lines="").select_related("source"):
            first, _, last = citation.source.lines.partition("-")
            numbers = [int(one) for one in re.findall(r"\d+", citation.lines)]
            if min(numbers) < int(first) or max(numbers) > int(last or first):
                wrong.append(str(citation))
        assert wrong == []

    def test_a_signer_in_germany_writes_to_the_embassy_in_berlin(self) -> None:
        with self.assertNumQueries(2):
            found = routing.route(country="DE", represents="KZ")
        assert (found.target.key, found.email, found.post) == ("kz-embassy-de", None, None)

    def test_a_signer_in_ireland_is_told_why_london(self) -> None:
        found = routing.route(country="IE", represents="KZ")
        assert found.target.key == "kz-embassy-gb"
        assert found.reason == "The embassy of Kazakhstan in London also covers Ireland."

    def test_stockholm_also_covers_denmark(self) -> None:
        assert "Stockholm also covers Denmark" in routing.route(country="DK", represents="KZ").reason

    def test_the_suspended_embassy_of_belarus_in_kyiv_is_never_offered(self) -> None:
        assert Target.objects.get(key="by-embassy-ua").status == "suspended"
        assert routing.route(country="UA", represents="BY") is None

    def test_the_closed_embassy_of_russia_in_kyiv_is_never_offered(self) -> None:
        assert routing.route(country="UA", represents="RU") is None

    def test_a_country_without_a_mission_gets_the_foreign_ministry(self) -> None:
        assert routing.route(country="JM", represents="KZ").target.key == "kz-mfa"
