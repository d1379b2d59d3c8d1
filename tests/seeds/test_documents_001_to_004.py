"""Small facts of documents 001 to 004 that a sceptical reader would look up, and what must not be made of them."""

from datetime import date

from campaigns.models import (
    Alias,
    Beneficiary,
    Call,
    Citation,
    Contact,
    Event,
    Figure,
    Group,
    Organisation,
    OtherNamed,
    Place,
    PlaceName,
    Prisoner,
    Sentence,
    Source,
    StatusRecord,
    Target,
)
from tests.seeds.seeded import Seeded


def event(key: str) -> Event:
    return Event.objects.get(key=key)


def says(key: str, *parts: str) -> None:
    for part in parts:
        assert part in event(key).text, (key, part)


class TestDocuments(Seeded):
    def test_the_article_has_no_title_an_author_and_an_inferred_month(self) -> None:
        source = Source.objects.get(key="S11")
        assert (source.title.split()[0], source.author, source.date_words(), source.basis) == (
            "Untitled",
            "E. Sidorenkova",
            "July 2020",
            "inferred",
        )

    def test_two_organisations_called_for_solidarity_on_7_july_2020(self) -> None:
        call = Call.objects.get(key="A20")
        assert (call.date_from, call.asked_by) == (
            date(2020, 7, 7),
            "Socialist Movement of Kazakhstan; trade union Zhanartu",
        )

    def test_onaygul_dosmagambetova_was_detained_on_the_day_of_the_picket(self) -> None:
        assert StatusRecord.objects.get(key="P05-detained").date_from == date(2020, 6, 25)
        says("Z-onaygul", "on the way to the picket")

    def test_the_lowest_wage_was_150000_tenge_or_350_dollars(self) -> None:
        says("L-rallies-2019", "below 150,000 tenge", "some 350 dollars")

    def test_zhanabaeva_is_a_veteran_of_solidarity_in_almaty(self) -> None:
        says("P03-activist", "veteran", "Solidarity")
        assert event("P03-charge").place == "Almaty"

    def test_elshibayev_is_called_a_human_rights_activist_too(self) -> None:
        says("P01-leader", "movement of the unemployed", "human rights activist")

    def test_the_pseudo_union_came_from_the_special_services(self) -> None:
        says("P02-pseudo-union", "the special services set up")

    def test_lenger_lies_in_a_region_that_was_called_south_kazakhstan(self) -> None:
        assert PlaceName.objects.get(name="South Kazakhstan").place.key == "turkestan-region"
        assert Place.objects.get(key="lenger").country == "KZ"

    def test_zimbovsky_wrote_for_worker_compass(self) -> None:
        assert "Worker Compass-OKP" in Prisoner.objects.get(key="P06").note

    def test_the_texts_were_read_on_a_blog_without_a_name(self) -> None:
        told = Source.objects.filter(reposted_by="a blog that does not name itself")
        assert sorted(told.values_list("key", flat=True)) == ["S12", "S13", "S14", "S15", "S16", "S18", "S19"]

    def test_the_appeal_was_heard_without_the_prisoners_by_judge_beisembaev(self) -> None:
        court = Sentence.objects.get(key="P07-five-years").court
        assert court == (
            "Mangistau district court, judge Maksat Beisembaev; the prisoners were not allowed to attend"
        )

    def test_the_mayors_got_two_years_conditional(self) -> None:
        notes = OtherNamed.objects.filter(key__in=["N-sarbopeev", "N-babakhanov"]).values_list(
            "note", flat=True
        )
        assert list(notes) == ["Two years, conditional."] * 2

    def test_the_head_of_the_police_prison_was_sentenced_over_an_ambulance(self) -> None:
        says("Z-police-sentenced", "five years for calling an ambulance too late", "billions of tenge")

    def test_up_to_15_more_were_expected_on_trial_facing_twelve_years(self) -> None:
        group = Group.objects.get(key="G05")
        assert (group.size, "up to twelve years" in group.note) == (15, True)

    def test_human_rights_watch_spoke_in_april_2012_as_told_by_the_moscow_times(self) -> None:
        source = Source.objects.get(key="S16a")
        assert (source.date_words(), source.within.publisher) == ("April 2012", "The Moscow Times")

    def test_the_prosecutor_asked_for_long_terms_on_11_may_2012(self) -> None:
        assert event("Z-long-terms").date_from == date(2012, 5, 11)

    def test_the_witness_spoke_of_a_cash_machine_and_was_arrested_on_27_december(self) -> None:
        says("Z-witness", "cash machine", "masked soldiers")
        assert event("Z-witness").date_from == date(2011, 12, 27)

    def test_edilov_was_to_testify_against_fifteen(self) -> None:
        says("P17-testimony", "against fifteen others")

    def test_1400_refused_meals_on_9_may_and_4500_walked_out_on_the_17th(self) -> None:
        says("Z-karazhanbas", "1,400 workers", "on 17 May 4,500")
        assert event("Z-karazhanbas").date_from == date(2011, 5, 9)

    def test_the_strike_was_declared_illegal_on_24_may_and_went_on(self) -> None:
        days = [event(key).date_from for key in ("Z-strike-illegal", "ST-ozen-walkout")]
        assert days == [date(2011, 5, 24), date(2011, 5, 26)]

    def test_the_stoppage_of_2010_took_19_days_and_a_cited_title_says_two_weeks(self) -> None:
        says("ST-2010", "19 days", "two per cent")
        assert "two weeks" in event("ST-2010").date_note

    def test_540000_tonnes_are_four_per_cent_of_13_5_million(self) -> None:
        says("ST-output", "540,000 tonnes", "four per cent of the 13.5 million")

    def test_39_per_cent_of_the_company_belonged_to_investors_by_way_of_london(self) -> None:
        says("ST-owners", "39 per cent", "CITIC of China", "ENI of Italy and ERC Holdings")

    def test_stings_tickets_cost_700_dollars(self) -> None:
        says("ST-sting", "700 dollars")

    def test_the_state_of_emergency_was_for_twenty_days(self) -> None:
        says("Z-terror", "twenty days")

    def test_mamay_was_23(self) -> None:
        assert Prisoner.objects.get(key="P15").note.startswith("Aged 23 in August 2011")

    def test_the_article_of_2011_cites_twenty_texts_that_nobody_here_has_read(self) -> None:
        cited = Source.objects.filter(within__key="S19a")
        assert (cited.count(), cited.filter(text_available=True).count()) == (20, 0)
        assert Source.objects.get(key="S19a-v1").url == "http://www.ikd.ru/node/17048"

    def test_ukteshbayev_spoke_to_the_sixth_conference_of_the_network(self) -> None:
        says("P34-london", "sixth conference", "more than 500 delegates")

    def test_no_policeman_was_badly_wounded(self) -> None:
        says("Z-no-warning", "No policeman was badly wounded", "without a warning")

    def test_39_strikes_in_half_a_year_against_30_in_three_years(self) -> None:
        figures = Figure.objects.filter(key__in=["F-strikes-awl", "F-strikes-earlier"])
        assert sorted(one.number for one in figures) == ["30", "39"]

    def test_18_of_the_security_forces_were_killed(self) -> None:
        assert Figure.objects.get(key="F-j-dead-forces").number == "18"

    def test_zhanaozen_has_160000_people(self) -> None:
        says("J-zhanaozen", "a town of 160,000")

    def test_40000_were_laid_off_at_a_company_of_which_americans_own_three_quarters(self) -> None:
        says("J-layoffs", "40,000 workers")
        assert Target.objects.get(key="co-tengizchevroil").note.startswith("Three quarters owned")

    def test_the_fourth_of_january_saw_rallies_in_nine_towns_and_almaty(self) -> None:
        says("J-towns", "Ekibastuz", "Taraz", "Uralsk")
        assert event("J-towns").date_from == date(2022, 1, 4)

    def test_the_article_and_the_comment_have_their_hours(self) -> None:
        hours = [Source.objects.get(key=key).date_note for key in ("S20", "S20a")]
        assert ("3:25" in hours[0], "13:22" in hours[1]) == (True, True)

    def test_25000_work_in_eight_mines_and_around_them(self) -> None:
        group = Group.objects.get(key="G26")
        assert (group.size, "eight mines" in group.size_note) == (25000, True)

    def test_the_fines_were_between_3_and_30_dollars(self) -> None:
        assert Sentence.objects.get(key="G24-fines").fine == "between some 3 and 30 dollars"

    def test_66_died_at_raspadskaya_and_eight_hospitals_were_to_close(self) -> None:
        says("M-sympathy", "after 66 had died")
        says("M-hospitals", "eight hospitals")

    def test_400_miners_met_in_a_nursery(self) -> None:
        says("M-new-union", "Up to 400 miners", "House of Miners", "derelict nursery")

    def test_shymkent_is_700_kilometres_from_almaty(self) -> None:
        says("M-visit", "700 kilometres west of Almaty")

    def test_the_movement_had_a_quarter_of_its_members_and_a_youth_wing(self) -> None:
        movement = Organisation.objects.get(key="kazakhstan-2012")
        assert ("10,000 of the 40,000" in movement.note, "Zhastar 2012" in movement.other_names) == (
            True,
            True,
        )

    def test_schakhtinsk_is_not_karaganda(self) -> None:
        assert PlaceName.objects.get(name="Schakhtinsk").place.key == "schakhtinsk"

    def test_the_town_of_turkestan_is_not_the_region(self) -> None:
        assert PlaceName.objects.get(name="Turkestan").place.key == "turkestan"

    def test_what_a_note_only_cites_proves_nothing(self) -> None:
        assert not Citation.objects.filter(source__key__startswith="S19a-").exists()

    def test_no_text_of_august_2011_alone_vouches_for_the_shooting(self) -> None:
        later = Event.objects.filter(
            date_from__gte=date(2011, 9, 1), citations__source__key="S19a"
        ).distinct()
        assert [one.key for one in later if one.citations.exclude(source__key="S19a").count() == 0] == []

    def test_the_camp_is_told_and_the_petrol_is_not(self) -> None:
        assert (event("ST-tent-camp").held_back, event("Z-tents").held_back) == (False, True)
        assert "petrol" not in event("ST-tent-camp").text

    def test_her_three_children_are_held_back(self) -> None:
        for text in ("children", "mother of"):
            told = Event.objects.filter(beneficiary__key__in=["P07", "P08"], text__icontains=text)
            assert not told.filter(held_back=False).exists(), text

    def test_only_tuletaeva_is_named_of_the_37(self) -> None:
        assert [one.key for one in Group.objects.get(key="G01").members.all()] == ["P07"]

    def test_there_was_no_second_rally_in_july_2020(self) -> None:
        rallies = Event.objects.filter(beneficiary__key="G14", kind="protest")
        assert [one.date_from for one in rallies] == [date(2020, 6, 25)]

    def test_nobody_of_pussy_riot_is_named(self) -> None:
        group = Group.objects.get(key="G40")
        assert (group.members.count(), Alias.objects.filter(beneficiary=group).count()) == (0, 0)

    def test_presidents_a_singer_and_an_owner_are_beneficiaries_of_nothing(self) -> None:
        for name in ("Vladimir Putin", "Madonna", "Tony Blair", "Bakiyev", "Roman Abramovitch"):
            assert not Beneficiary.objects.filter(name=name).exists(), name
            assert OtherNamed.objects.filter(name=name).exists(), name

    def test_kurmanovs_jail_gets_no_length_from_his_comrades(self) -> None:
        sentence = Sentence.objects.get(beneficiary__key="P35")
        assert (sentence.years, sentence.months, sentence.days) == (None, None, None)

    def test_links_named_here_get_no_address(self) -> None:
        for key in ("S12", "S13", "S18"):
            assert Source.objects.get(key=key).url == "", key

    def test_the_picketed_chamber_has_its_address_of_2011_and_nobody_has_checked_it(self) -> None:
        contact = Contact.objects.get(target__key="gb-kazakh-british-chamber")
        assert (contact.postcode, contact.health, contact.verified_on) == ("W1K 2QR", "unverified", None)
