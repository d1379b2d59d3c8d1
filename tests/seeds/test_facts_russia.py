"""What the seeds answer about Russia, and what they must never say."""

from datetime import date

from campaigns.models import (
    Call,
    Case,
    CaseBeneficiary,
    Contact,
    Event,
    Figure,
    Group,
    GroupPart,
    Organisation,
    OtherNamed,
    Prisoner,
    Sentence,
    Source,
    StatusRecord,
    Target,
)
from campaigns.status import held_because
from tests.campaigns.cases import named
from tests.seeds.seeded import Seeded

NETWORK = ["P22", "P23", "P24", "P25"]
KILLED = ["P26", "P27"]


class TestFacts(Seeded):
    def test_shakursky_got_sixteen_years_in_penza_and_the_appeal_failed(self) -> None:
        steps = Sentence.objects.filter(beneficiary__key="P22").order_by("date_from")
        assert [(one.step, one.years, one.date_words()) for one in steps] == [
            ("imposed", 16, "February 2020"),
            ("upheld", 16, "October 2020"),
        ]
        assert steps[1].replaces == steps[0]

    def test_half_years_are_months(self) -> None:
        terms = Sentence.objects.filter(beneficiary__key__in=["P23", "P24", "P25"]).order_by("key")
        assert list(terms.values_list("years", "months")) == [(3, 6), (7, None), (5, 6)]

    def test_shishkin_was_sentenced_in_january_2019_before_the_others(self) -> None:
        first = Sentence.objects.filter(beneficiary__key__in=NETWORK).earliest("date_from")
        assert (first.beneficiary.name, first.date_words()) == ("Igor Shishkin", "January 2019")

    def test_filinkovs_appeal_was_in_progress(self) -> None:
        assert Event.objects.get(key="RU-filinkov-appeal").beneficiary.name == "Viktor Filinkov"

    def test_the_ten_are_seven_and_three(self) -> None:
        parts = GroupPart.objects.filter(group__key="G38").order_by("size").values_list("size", flat=True)
        assert (list(parts), Group.objects.get(key="G38").size) == ([3, 7], 10)

    def test_four_of_the_ten_are_named(self) -> None:
        assert sorted(Group.objects.get(key="G38").members.values_list("key", flat=True)) == NETWORK

    def test_penza_imposed_between_six_and_eighteen_years(self) -> None:
        assert Figure.objects.get(key="RU-terms").number == "6–18"

    def test_memorial_counts_61_and_the_ten_are_among_them(self) -> None:
        listed = Group.objects.get(key="G39")
        assert (listed.size, listed.members.filter(key="G38").exists()) == (61, True)
        assert Figure.objects.get(key="RU-memorial-list").said_by == "Memorial"

    def test_the_arrests_began_in_october_2017(self) -> None:
        event = Event.objects.get(key="RU-arrests")
        assert (event.date_words(), event.place) == ("October 2017", "Penza and St Petersburg")

    def test_torture_is_an_allegation_about_all_together(self) -> None:
        event = Event.objects.get(key="RU-torture")
        assert (event.beneficiary.key, event.is_allegation) == ("G38", True)

    def test_baburova_and_markelov_were_shot_on_19_january_2009(self) -> None:
        died = StatusRecord.objects.filter(beneficiary__key__in=KILLED)
        assert {(one.status, one.date_from) for one in died} == {("died", date(2009, 1, 19))}

    def test_the_anniversary_of_2021_was_a_tuesday_and_is_inferred(self) -> None:
        call = Call.objects.get(key="A15")
        assert (call.state, call.date_from, call.basis) == ("historic", date(2021, 1, 19), "inferred")
        assert call.date_from.isoweekday() == 2

    def test_the_call_for_letters_to_prisoners_stands_unverified(self) -> None:
        call = Call.objects.get(key="A14")
        assert (call.kind, call.state) == ("prisoner_letter", "standing_unverified")
        assert sorted(call.beneficiaries.values_list("key", flat=True)) == ["G38", "P22"]

    def test_the_interview_is_of_the_day_before_and_breaks_off(self) -> None:
        source = Source.objects.get(key="S07")
        assert (source.kind, source.date_from, source.basis) == ("interview", date(2021, 1, 18), "inferred")
        assert "Continue reading" in source.truncation_note

    def test_the_interview_went_through_the_mother(self) -> None:
        assert "mother" in Source.objects.get(key="S07").translation_note.lower()
        assert OtherNamed.objects.get(key="N-ru-shakurskaya").name == "Elena Shakurskaya"

    def test_filinkov_is_found_in_cyrillic_too(self) -> None:
        assert [one.key for one in named("Виктор Филинков")] == ["P24"]

    def test_no_address_for_letters_to_prisoners_is_invented(self) -> None:
        call = Call.objects.get(key="A14")
        assert (call.targets.count(), call.copies_to, call.place, call.can_be_signed) == (0, "", "", False)
        assert not StatusRecord.objects.filter(beneficiary__key__in=NETWORK).exclude(place="").exists()
        assert not Contact.objects.filter(target__key__in=["ru-government", "ru-fsb"]).exists()

    def test_no_demand_for_release_is_drawn_from_a_text_that_asks_for_letters(self) -> None:
        asked = Case.objects.get(key="network").demands.get()
        assert (asked.key, asked.addressed_to, asked.targets.count()) == ("D132", "Readers", 0)

    def test_the_house_in_kyiv_is_an_organisation_and_no_embassy(self) -> None:
        assert Organisation.objects.get(key="free-russia-house").kind == "campaign"
        assert not Target.objects.filter(name__contains="Free Russia").exists()

    def test_the_mother_and_the_interviewer_are_nobodys_beneficiaries(self) -> None:
        for name in ("Shakurskaya", "Semenov"):
            assert not Prisoner.objects.filter(name__contains=name).exists(), name

    def test_the_dead_hold_no_letters_because_they_are_remembered(self) -> None:
        links = CaseBeneficiary.objects.filter(beneficiary__key__in=KILLED)
        assert [one.remembered for one in links] == [True, True]
        assert held_because(Case.objects.get(key="baburova-markelov")) == ""

    def test_nobody_is_given_a_gender_by_the_form_of_a_name(self) -> None:
        people = Prisoner.objects.filter(key__in=[*NETWORK, *KILLED])
        assert set(people.values_list("gender", flat=True)) == {"unknown"}

    def test_the_six_who_are_not_named_get_no_names(self) -> None:
        assert Group.objects.get(key="G38").members.count() == 4
        assert "Six of the seven" in Group.objects.get(key="G38").note

    def test_nothing_is_drawn_from_beyond_the_break(self) -> None:
        last = max(
            int(lines.replace("-", ",").split(",")[-1])
            for lines in Source.objects.get(key="S07").citations.values_list("lines", flat=True)
        )
        assert last == 421

    def test_the_security_service_and_the_prison_service_are_two(self) -> None:
        kinds = Target.objects.filter(key__in=["ru-fsb", "ru-fsin"]).order_by("key")
        assert list(kinds.values_list("kind", flat=True)) == ["police", "prison"]
