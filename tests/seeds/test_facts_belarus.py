"""What the seeds answer about Belarus, and what they must never say."""

from datetime import date

from campaigns import contradictions, custody
from campaigns.models import (
    Beneficiary,
    Call,
    CallDemand,
    Case,
    Contact,
    Demand,
    Event,
    Figure,
    Group,
    GroupPart,
    Hazard,
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
from tests.people import NOW
from tests.seeds.seeded import Seeded

COMMITTEE = ["P28", "P29", "P30", "P31"]


class TestFacts(Seeded):
    def test_bokun_served_55_days_and_the_others_45(self) -> None:
        served = Sentence.objects.filter(beneficiary__key__in=COMMITTEE).order_by("beneficiary__key")
        assert list(served.values_list("days", flat=True)) == [55, 45, 45, 45]

    def test_bokun_was_released_in_october_2020_and_that_is_inferred(self) -> None:
        released = StatusRecord.objects.get(beneficiary__key="P28", status="released")
        assert (released.date_words(), released.basis, released.as_of) == (
            "October 2020",
            "inferred",
            date(2020, 11, 12),
        )

    def test_the_days_held_that_the_sources_prove_are_fewer_than_those_served(self) -> None:
        (proven,) = custody.periods(StatusRecord.objects.filter(beneficiary__key="P29"))
        assert (proven.first, proven.last, proven.ended) == (date(2020, 9, 30), date(2020, 11, 1), True)
        assert proven.days == 32

    def test_the_committee_of_four_is_one_and_three(self) -> None:
        group = Group.objects.get(key="G43")
        parts = GroupPart.objects.filter(group=group).order_by("size").values_list("size", flat=True)
        assert (group.size, list(parts)) == (4, [1, 3])
        assert sorted(group.members.values_list("key", flat=True)) == COMMITTEE

    def test_cherkasov_is_vice_president_of_the_union(self) -> None:
        assert "vice president" in Beneficiary.objects.get(key="P29").note

    def test_nitchenko_was_fined_an_amount_that_is_not_stated(self) -> None:
        fine = Sentence.objects.get(beneficiary__key="P32")
        assert (fine.fine, fine.years, fine.months, fine.days) == ("amount not stated", None, None, None)

    def test_nitchenko_carried_a_sign_in_vitebsk_on_20_september(self) -> None:
        event = Event.objects.get(key="BY-vitebsk")
        assert (event.date_from, event.place) == (date(2020, 9, 20), "Vitebsk")

    def test_zabastovka_has_ten_aims_with_their_numbers(self) -> None:
        numbers = CallDemand.objects.filter(call__key="A18").values_list("demand__key", "number")
        assert sorted(numbers) == [(f"D{89 + number}", str(number)) for number in range(1, 11)]

    def test_the_fifth_aim_is_the_decree_on_social_parasitism(self) -> None:
        place = CallDemand.objects.get(call__key="A18", number="5")
        assert place.demand.text == "Abolish Decree No. 3 on “social parasitism”."

    def test_the_union_asks_for_steps_at_work_and_two_of_them_hold_demands(self) -> None:
        call = Call.objects.get(key="A16")
        numbers = CallDemand.objects.filter(call=call).order_by("number").values_list("number", flat=True)
        assert (call.kind, call.date_from, list(numbers)) == (
            "work",
            date(2020, 8, 13),
            ["3", "4a", "4b", "4c"],
        )
        assert list(call.steps.values_list("number", flat=True)) == [1, 2, 3, 4, 5]

    def test_no_confidence_goes_to_the_electoral_commission(self) -> None:
        assert [one.key for one in Demand.objects.get(key="D103").targets.all()] == [
            "by-electoral-commission"
        ]

    def test_the_london_picket_was_on_saturday_15_august(self) -> None:
        call = Call.objects.get(key="A33")
        assert (call.kind, call.state, call.date_from, call.basis) == (
            "picket",
            "historic",
            date(2020, 8, 15),
            "inferred",
        )
        assert (call.date_from.isoweekday(), call.targets.get().key) == (6, "by-embassy-gb")

    def test_the_two_standing_calls_are_not_verified(self) -> None:
        states = Call.objects.filter(key__in=["A34", "A35"]).values_list("state", flat=True)
        assert set(states) == {"standing_unverified"}

    def test_more_than_a_thousand_were_arrested_on_8_november(self) -> None:
        figure = Figure.objects.get(key="BY-arrested-sunday")
        assert (figure.number, figure.unit, figure.qualifier) == ("1000 or more", "people", "more than")
        assert Event.objects.get(key="BY-thirteenth-sunday").date_from == date(2020, 11, 8)

    def test_workers_downed_tools_on_13_august(self) -> None:
        assert Event.objects.get(key="BY-downed-tools").date_words() == "13 August 2020"

    def test_the_two_appeals_and_the_analysis_stand_within_the_articles(self) -> None:
        inner = Source.objects.filter(key__in=["S08a", "S08b", "S09a", "S09b"]).order_by("key")
        assert [one.within.key for one in inner] == ["S08", "S08", "S09", "S09"]

    def test_the_repost_of_august_notes_the_permission(self) -> None:
        source = Source.objects.get(key="S09")
        assert (source.reposted_by, "permission" in source.permission_note) == ("TRR", True)
        assert source.date_from == date(2020, 8, 14)

    def test_the_date_of_the_channels_appeal_is_unclear(self) -> None:
        source = Source.objects.get(key="S09b")
        assert (source.date_from, source.basis) == (date(2020, 8, 13), "unclear")

    def test_the_unions_contacts_are_three_entries_as_printed(self) -> None:
        union = Organisation.objects.get(key="bitu")
        assert union.contacts.splitlines() == [
            "Telephone +375 17 424 18 80",
            "Fax +375 17 424 18 90",
            "bnpsoligorsk@gmail.com",
        ]

    def test_three_organisations_to_be_left_are_state_bodies(self) -> None:
        bodies = Organisation.objects.filter(country="BY", kind="state_body").values_list("key", flat=True)
        assert sorted(bodies) == ["belaya-rus", "brsm", "fpb"]

    def test_the_elderly_driver_stays_without_a_name(self) -> None:
        driver = Beneficiary.objects.get(key="PU8")
        assert (driver.is_unnamed, driver.gender, driver.aliases.count()) == (True, "unknown", 0)

    def test_the_hazard_of_the_four_says_that_they_are_free(self) -> None:
        hazard = Hazard.objects.get(key="H14")
        assert sorted(hazard.beneficiaries.values_list("key", flat=True)) == COMMITTEE
        assert hazard.rule.startswith("Released")

    def test_nobody_of_the_committee_is_in_prison_by_the_last_word(self) -> None:
        for key in COMMITTEE:
            last = StatusRecord.objects.filter(beneficiary__key=key).latest(
                "as_of", "date_to", "date_from", "pk"
            )
            assert last.status == "released", key
        assert "Anatoly Bokun: released" in held_because(Case.objects.get(key="belaruskalii"))

    def test_no_two_statuses_of_a_person_contradict_each_other(self) -> None:
        for record in StatusRecord.objects.filter(beneficiary__country="BY").select_related("beneficiary"):
            contradictions.check(record, today=NOW.date())

    def test_nitchenko_is_never_said_to_be_detained_or_imprisoned(self) -> None:
        assert [one.status for one in StatusRecord.objects.filter(beneficiary__key="P32")] == ["charged"]

    def test_politicians_officials_and_critics_are_nobodys_beneficiaries(self) -> None:
        for name in ("Lukashenko", "Tikhonovskaya", "Poznyakov", "Kochanova", "Solovei", "Kravchenko"):
            assert not named(name).exists(), name
            assert OtherNamed.objects.filter(name__contains=name).exists(), name

    def test_the_speaker_is_none_of_the_other_natalias(self) -> None:
        assert not Prisoner.objects.filter(country="BY", name__startswith="Natal").exists()

    def test_nobody_but_nitchenko_is_given_a_gender(self) -> None:
        known = Prisoner.objects.filter(country="BY").exclude(gender="unknown")
        assert [(one.key, one.gender) for one in known] == [("P32", "female")]

    def test_the_unions_telephone_and_mail_are_no_office(self) -> None:
        assert not Target.objects.filter(phone__contains="424 18").exists()
        assert not Contact.objects.filter(email="bnpsoligorsk@gmail.com").exists()

    def test_no_step_of_the_union_but_three_and_four_is_a_demand(self) -> None:
        numbers = CallDemand.objects.filter(call__key="A16").values_list("number", flat=True)
        assert {number[0] for number in numbers} == {"3", "4"}

    def test_the_demands_go_to_belarus_and_never_to_its_own_people(self) -> None:
        for demand in Demand.objects.filter(key__in=[f"D{number}" for number in range(90, 104)]):
            states = set(demand.targets.values_list("represents", flat=True))
            assert states == {"BY"}, demand.key
