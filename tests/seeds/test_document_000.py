"""Small facts of document 000, which spans four countries: times, names, weapons, units, who wrote what and when."""

from datetime import date

from campaigns.models import (
    Beneficiary,
    Call,
    Citation,
    Event,
    Figure,
    Organisation,
    OtherNamed,
    Place,
    Prisoner,
    Source,
    StatusRecord,
)
from tests.campaigns.cases import named
from tests.seeds.seeded import Seeded


def told(key: str) -> str:
    return Event.objects.get(key=key).text


class TestDocument000(Seeded):
    def test_fifteen_died_by_revolver_and_the_rest_is_denied(self) -> None:
        weapons = Event.objects.get(key="Z-weapons")
        assert "fifteen were on Alan Square and by revolver" in weapons.text
        assert "automatic weapons or by snipers" in weapons.text
        assert (weapons.attributed_to, weapons.is_allegation) == (
            "Galym Ageleuov, Liberty (Kazakhstan)",
            True,
        )

    def test_the_film_of_2013_keeps_the_address_that_is_printed(self) -> None:
        film = Source.objects.get(key="S05c")
        assert (film.url, film.date_from.year, film.text_available) == (
            "https://www.facebook.com/daryn.ibraeff/videos/1302525450187459",
            2013,
            False,
        )

    def test_water_ran_twice_a_day_before(self) -> None:
        assert "twice a day" in told("Z-water")

    def test_ozenmunaigaz_became_fourteen_divisions(self) -> None:
        assert told("U21-divisions") == "Ozenmunaigaz was split into fourteen divisions."

    def test_kmg_security_was_one_of_the_eleven(self) -> None:
        eleven = Event.objects.get(key="U21-eleven")
        assert ("KMG Security" in eleven.text, eleven.date_words()) == (True, "July 2021")

    def test_zhovtis_compares_zhanaozen_with_andijan_in_may_2005(self) -> None:
        west = Event.objects.get(key="Z-west")
        assert ("Andijan in Uzbekistan" in west.text, "May 2005" in west.text) == (True, True)
        assert west.attributed_to.startswith("Evgeny Zhovtis")

    def test_the_line_that_ties_two_names_is_a_source_of_its_own(self) -> None:
        assert Source.objects.get(key="S05d").author == "Simon Pirani (Gabriel Levy)"

    def test_atabek_was_68_and_the_obituary_is_piranis_by_the_reposters_word(self) -> None:
        assert StatusRecord.objects.get(key="P21-died").text == "Died in hospital, aged 68."
        assert Source.objects.get(key="S06").author == "Not signed; the reposter calls it Simon Pirani's"

    def test_atabek_was_in_russia_and_azerbaijan_in_the_nineties_and_back_after_2000(self) -> None:
        abroad = Event.objects.get(key="P21-abroad")
        assert (abroad.date_from.year, abroad.date_to.year, abroad.basis) == (1990, 1999, "inferred")
        assert Event.objects.get(key="P21-ulty").date_from.year == 2000

    def test_the_protest_of_1986_was_against_kolbin(self) -> None:
        assert "Gennady Kolbin" in told("P21-square-1986")

    def test_64_wounded_are_told_by_two_texts_of_2021(self) -> None:
        wounded = Figure.objects.filter(topic__startswith="Wounded in Zhanaozen", as_of__year=2021)
        assert sorted(wounded.values_list("low", "as_of")) == [
            (64, date(2021, 12, 6)),
            (64, date(2021, 12, 15)),
        ]

    def test_the_song_about_the_case_has_its_title_and_its_group(self) -> None:
        assert "“Vse proidet”" in told("RU-support-seen")
        assert OtherNamed.objects.get(name="Pornofilmy").case.key == "network"

    def test_penza_the_surname_is_called_out_each_morning(self) -> None:
        assert "each morning" in told("RU-letters-help")

    def test_the_meeting_at_grodnozhilstroya_was_asked_who_voted_for_whom(self) -> None:
        meeting = Event.objects.get(key="BY-meetings-filmed")
        assert "a few raised their hands" in meeting.text
        assert [str(one) for one in meeting.citations.values_list("lines", flat=True)] == ["605"]

    def test_the_factory_meeting_lies_between_monday_and_thursday(self) -> None:
        meeting = Event.objects.get(key="BY-factory-meeting")
        assert (meeting.date_from, meeting.date_to, meeting.basis) == (
            date(2020, 8, 10),
            date(2020, 8, 13),
            "inferred",
        )

    def test_five_officers_beat_the_driver_and_those_who_filmed_called_them_bandits(self) -> None:
        assert ("five officers" in told("BY-driver"), "bandits" in told("BY-driver")) == (True, True)

    def test_the_doctor_answers_the_speaker_on_facebook(self) -> None:
        doctor = Event.objects.get(key="BY-solovei")
        assert (doctor.attributed_to, "Facebook" in doctor.text) == ("Nikita Solovei", True)

    def test_two_links_of_august_2020_have_their_authors(self) -> None:
        links = (
            Source.objects.filter(key__in=["S09c", "S09d"]).order_by("key").values_list("author", flat=True)
        )
        assert list(links) == ["Maxim Edwards", "Volodymyr Artiukh"]

    def test_most_people_in_belarus_work_for_private_owners_says_the_channel(self) -> None:
        event = Event.objects.get(key="BY-private-sector")
        assert ("private owners" in event.text, event.attributed_to) == (True, "ZabastovkaBY")

    def test_the_protest_of_april_and_the_leaflet_are_two(self) -> None:
        protest, leaflet = Event.objects.get(key="UA-resettlement"), Event.objects.get(key="UA-leaflet")
        assert (protest.date_words(), protest.attributed_to) == (
            "April 2022",
            "Kharkiv Human Rights Protection Group",
        )
        assert ("Siberia or on Sakhalin" in leaflet.text, leaflet.place) == (True, "Mariupol")

    def test_the_calls_of_july_were_on_zoom(self) -> None:
        assert Call.objects.get(key="A02").place == "On line (Zoom)"

    def test_those_who_got_away_were_of_two_units(self) -> None:
        assert "AK-1 and AK-2" in told("UA-defections")

    def test_the_article_that_was_corrected_has_its_title_and_day(self) -> None:
        article = Source.objects.get(key="S03g")
        assert (article.author, article.date_from, article.basis, article.within.key) == (
            "John Wojcik",
            date(2021, 12, 9),
            "inferred",
            "S03c",
        )

    def test_ukrainian_is_the_only_state_language_by_a_law_of_2019(self) -> None:
        assert "a law of 2019 makes Ukrainian the only state language" in told("UW-language-law")

    def test_bojcuns_article_is_of_2016(self) -> None:
        article = Source.objects.get(key="S03e")
        assert (article.author, article.date_from.year) == ("Marko Bojcun", 2016)

    def test_the_pipeline_was_agreed_in_july_2021_and_stopped_on_22_february_2022(self) -> None:
        assert Event.objects.get(key="UW-nord-deal").date_words() == "July 2021"
        assert Event.objects.get(key="UW-nord-stream").date_from == date(2022, 2, 22)

    def test_the_letter_names_chechnya_the_east_and_syria_with_their_years(self) -> None:
        keys = ["UW-chechnya", "UW-east-2014", "UW-syria"]
        years = Event.objects.filter(key__in=keys).order_by("date_from")
        assert [(one.date_from.year, one.date_to.year) for one in years] == [
            (2000, 2002),
            (2014, 2014),
            (2015, 2016),
        ]

    def test_the_money_of_april_was_not_after_the_first_protest(self) -> None:
        april = Event.objects.get(key="LU-april")
        assert (april.date_from, april.text.startswith("After another protest")) == (date(2020, 4, 21), True)

    def test_arrests_began_in_antratsit_itself_in_the_evening(self) -> None:
        arrests = Event.objects.get(key="LU-arrests")
        assert (arrests.place.split(",")[0], arrests.date_note) == ("Antratsit", "From the evening on.")

    def test_two_messengers_still_worked(self) -> None:
        assert "WhatsApp and Viber" in told("LU-families")

    def test_the_bribery_case_was_in_toretsk_on_the_ukrainian_side(self) -> None:
        assert ("Toretsk" in told("LU-inspection"), Place.objects.get(name="Toretsk").de_facto) == (True, "")

    def test_nothing_is_drawn_from_a_text_that_only_a_link_names(self) -> None:
        links = Source.objects.filter(kind="link", document="000").exclude(key__in=["S05b", "S05c", "S01e"])
        assert links.count() >= 8
        assert not Citation.objects.filter(source__in=links).exists()

    def test_no_fact_is_taken_from_the_article_that_was_corrected(self) -> None:
        assert not Source.objects.get(key="S03g").citations.exists()

    def test_nothing_new_about_the_pits_of_2020_is_public(self) -> None:
        loose = Event.objects.filter(case__key="luhansk-miners", held_back=False)
        assert sorted(loose.values_list("key", flat=True)) == ["LU-pits", "LU-republics"]

    def test_nothing_that_is_public_about_mobilisation_tells_what_residents_did(self) -> None:
        loose = Event.objects.filter(case__key="ua-mobilisation", held_back=False)
        assert [one.key for one in loose] == ["UA-death-penalty"]

    def test_people_of_history_and_in_passing_are_nobody_of_ours(self) -> None:
        for name in (
            "Kolbin",
            "Chamberlain",
            "Ribbentrop",
            "Gorbachev",
            "Trump",
            "Carlson",
            "Bannon",
            "Fauci",
        ):
            assert not named(name).exists(), name
            assert not OtherNamed.objects.filter(name__contains=name).exists(), name

    def test_photographers_are_not_named(self) -> None:
        for name in ("Piletsky", "Kalyrtai"):
            assert not OtherNamed.objects.filter(name__contains=name).exists(), name
            assert not Event.objects.filter(text__contains=name).exists(), name

    def test_no_day_is_made_up_for_the_seven_who_were_taken_at_eight(self) -> None:
        taken = Event.objects.get(key="LU-seven")
        assert (taken.basis, taken.date_note) == ("unclear", "“At 8:00”; the day is not printed.")

    def test_the_song_group_and_the_men_on_film_are_no_prisoners(self) -> None:
        assert not Prisoner.objects.filter(name__contains="Pornofilmy").exists()
        people = Prisoner.objects.filter(cases__campaign__slug="russia-antifascists").order_by("key")
        assert list(people.values_list("key", flat=True)) == ["P22", "P23", "P24", "P25", "P26", "P27"]

    def test_an_organisation_of_belarus_is_given_no_second_address(self) -> None:
        with_contacts = Organisation.objects.filter(country="BY").exclude(contacts="")
        assert [one.key for one in with_contacts] == ["bitu"]

    def test_no_term_is_made_up_for_atabek(self) -> None:
        sentence = Beneficiary.objects.get(key="P21").sentences.get()
        assert (sentence.years, sentence.months, sentence.charge) == (
            None,
            None,
            "Orchestrating mass disorder",
        )
