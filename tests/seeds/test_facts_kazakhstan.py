"""Kazakhstan from 2006 to 2022: what the seeds answer, and what they must never say."""

from datetime import date

from campaigns.models import (
    Alias,
    Call,
    CallDemand,
    CaseBeneficiary,
    Demand,
    Event,
    Figure,
    Group,
    GroupPart,
    Hazard,
    Organisation,
    Place,
    PlaceName,
    Prisoner,
    Sentence,
    Source,
    StatusRecord,
)
from tests.campaigns.cases import named
from tests.seeds.seeded import Seeded


def last_status(person: str) -> str:
    return StatusRecord.objects.filter(beneficiary__key=person).latest("as_of", "date_to").status


class TestFacts(Seeded):
    def test_sokolova_was_arrested_on_1_june_and_sentenced_to_six_years_on_8_august_2011(self) -> None:
        assert Event.objects.get(key="P12-arrested").date_from == date(2011, 6, 1)
        sentence = Sentence.objects.get(beneficiary__key="P12")
        assert (sentence.years, sentence.date_from, sentence.charge) == (
            6,
            date(2011, 8, 8),
            "Inciting social discord",
        )

    def test_sokolova_is_found_by_both_spellings(self) -> None:
        for spelling in ("Natalia Sokolova", "Natalya Sokolova", "Наталья Соколова"):
            found = [one.key for one in named(spelling.split()[1])]
            assert "P12" in found, spelling

    def test_sisenbaev_got_200_hours_and_no_prison(self) -> None:
        sentence = Sentence.objects.get(beneficiary__key="P14")
        assert (sentence.hours, sentence.years, last_status("P14")) == (200, None, "charged")

    def test_one_source_spells_sisenbaev_in_two_ways(self) -> None:
        assert sorted(Alias.objects.filter(beneficiary__key="P14").values_list("name", flat=True)) == [
            "Kuanysh Sisenbaev",
            "Kuanysh Sisinbaev",
        ]

    def test_mamay_got_ten_days_after_his_arrest_on_16_august_2011(self) -> None:
        assert Sentence.objects.get(beneficiary__key="P15").days == 10
        assert Event.objects.get(key="P15-arrested").date_from == date(2011, 8, 16)

    def test_kozlov_was_sentenced_between_two_documents_to_a_term_that_none_states(self) -> None:
        record = StatusRecord.objects.get(key="P09-imprisoned")
        assert record.date_words() == "between 9 August 2012 and 24 April 2013"
        sentence = Sentence.objects.get(beneficiary__key="P09")
        assert (sentence.years, sentence.months, sentence.basis) == (None, None, "inferred")

    def test_373_and_160_strikers_were_dismissed_and_three_counts_stand_side_by_side(self) -> None:
        parts = GroupPart.objects.filter(group__key="G10").values_list("size", flat=True)
        assert (sorted(parts), Group.objects.get(key="G10").size) == ([160, 373], 533)
        assert Figure.objects.filter(topic="Strikers dismissed in 2011").count() == 3

    def test_resignations_are_3000_or_1089_by_who_counts(self) -> None:
        figures = Figure.objects.filter(topic="Resignations from Nur-Otan, August 2011")
        assert sorted(one.number for one in figures) == ["1089", "3000"]

    def test_stings_day_is_uncertain(self) -> None:
        event = Event.objects.get(key="ST-sting")
        assert (event.precision, event.basis, "4 July" in event.date_note) == ("month", "unclear", True)

    def test_the_london_demonstration_had_a_place_and_an_hour(self) -> None:
        call = Call.objects.get(key="A29")
        assert (call.date_from, "62 South Audley Street" in call.place, "noon" in call.date_note) == (
            date(2011, 12, 21),
            True,
            True,
        )

    def test_labourstart_asked_two_things_by_form(self) -> None:
        call = Call.objects.get(key="A30")
        assert (call.kind, call.can_be_signed) == ("online_form", False)
        assert sorted(call.items.values_list("number", flat=True)) == ["1", "2"]

    def test_the_strikers_of_2011_made_five_demands(self) -> None:
        assert Call.objects.get(key="A46").demands.count() == 5

    def test_atabek_died_on_24_november_2021_and_is_only_remembered(self) -> None:
        assert StatusRecord.objects.get(key="P21-died").date_from == date(2021, 11, 24)
        assert CaseBeneficiary.objects.get(beneficiary__key="P21").remembered is True

    def test_atabek_was_convicted_in_october_2007_to_a_term_that_is_not_stated(self) -> None:
        sentence = Sentence.objects.get(beneficiary__key="P21")
        assert (sentence.date_words(), sentence.years) == ("October 2007", None)

    def test_the_slip_abatek_finds_atabek(self) -> None:
        assert [one.key for one in named("Abatek")] == ["P21"]

    def test_the_campaign_for_atabek_is_closed_and_the_review_of_shanyrak_still_a_demand(self) -> None:
        assert Call.objects.get(key="A13").state == "closed"
        assert Demand.objects.get(key="D52").beneficiaries.count() == 2

    def test_up_to_10000_people_lived_in_shanyrak(self) -> None:
        group = Group.objects.get(key="G22")
        assert (group.size, group.size_note.startswith("Up to")) == (10000, True)

    def test_the_statement_of_january_2022_has_five_numbered_demands_and_two_more(self) -> None:
        numbers = CallDemand.objects.filter(call__key="A41").values_list("number", flat=True)
        assert sorted(numbers) == ["", "", "1", "2", "3", "4", "5"]

    def test_the_rally_and_the_statement_share_two_demands(self) -> None:
        shared = Demand.objects.filter(calls__key="A41").filter(calls__key="A43")
        assert sorted(one.key for one in shared) == ["D61", "D62"]

    def test_more_than_4400_or_6000_were_arrested_in_january_2022(self) -> None:
        figures = Figure.objects.filter(topic="Arrested in Kazakhstan, January 2022")
        assert sorted(one.number for one in figures) == ["4400 or more", "6000"]

    def test_2500_or_3000_foreign_soldiers_came(self) -> None:
        figures = Figure.objects.filter(topic="Foreign troops in Kazakhstan, January 2022")
        assert sorted(one.number for one in figures) == ["2500", "3000"]

    def test_gas_went_from_50_to_120_tenge(self) -> None:
        event = Event.objects.get(key="J-price")
        assert ("50 to 120" in event.text, event.date_from) == (True, date(2022, 1, 1))

    def test_the_comment_is_of_10_january_and_older_than_its_article(self) -> None:
        comment = Source.objects.get(key="S20a")
        assert (comment.date_from, comment.within.key, comment.within.date_from) == (
            date(2022, 1, 10),
            "S20",
            date(2022, 1, 11),
        )

    def test_the_cut_off_article_says_so(self) -> None:
        assert Source.objects.get(key="S04").truncation_note.startswith("Breaks off")

    def test_ukteshbayev_served_five_days_and_spoke_in_london_in_2012(self) -> None:
        assert Sentence.objects.get(beneficiary__key="P34").days == 5
        assert Event.objects.get(key="P34-london").date_words() == "June 2012"

    def test_tamilova_had_water_and_light_cut_off(self) -> None:
        assert (last_status("P37"), Prisoner.objects.get(key="P37").gender) == ("at_risk", "female")

    def test_an_explosion_killed_two_miners_on_24_june_2010(self) -> None:
        event = Event.objects.get(key="M-explosion")
        assert (event.date_from, "two miners" in event.text) == (date(2010, 6, 24), True)

    def test_four_women_in_court_and_four_with_noodles_are_two_groups(self) -> None:
        sizes = Group.objects.filter(key__in=["G23", "G24"]).values_list("key", "size")
        assert sorted(sizes) == [("G23", 4), ("G24", 4)]

    def test_zimbovsky_was_detained_in_moscow_and_let_go(self) -> None:
        assert last_status("P06") == "released"
        assert "Basmanny" in StatusRecord.objects.get(key="P06-detained").place

    def test_buzachi_has_more_than_100_workers_in_quarantine(self) -> None:
        assert (Group.objects.get(key="G15").size, Group.objects.get(key="G15").size_note) == (
            100,
            "More than a hundred",
        )

    def test_the_capital_is_one_place_under_two_names_by_date(self) -> None:
        found = {Place.objects.get(names__name=name).key for name in ("Astana", "Nur-Sultan")}
        assert found == {"astana"}
        capital = Place.objects.get(key="astana")
        with self.assertNumQueries(2):
            names = (capital.name_on(date(2011, 12, 16)), capital.name_on(date(2022, 1, 5)))
        assert names == ("Astana", "Nur-Sultan")

    def test_spellings_of_places_meet_in_one_place(self) -> None:
        for one, other in (
            ("Mangistau", "Mangystau"),
            ("Aktau", "Aqtau"),
            ("Shymkent", "Shimkent"),
            ("Aktobe", "Aktyubinsk"),
            ("Kyzylorda", "Kyzyl-Orda"),
        ):
            assert PlaceName.objects.get(name=one).place_id == PlaceName.objects.get(name=other).place_id

    def test_the_phone_of_worker_control_is_kept_with_its_editors(self) -> None:
        assert "537-22-99" in Organisation.objects.get(key="worker-control").contacts

    def test_both_lists_of_2020_answer_for_every_point(self) -> None:
        assert Hazard.objects.get(key="H30").rule == "Five points."
        assert CallDemand.objects.filter(call__key="A21").count() == 9

    def test_who_asked_the_workers_is_said_where_it_is_no_office(self) -> None:
        assert Demand.objects.get(key="D70").addressed_to == "Workers of Kazakhstan"
        assert not Demand.objects.filter(targets=None, embassies_of="", addressed_to="").exists()
