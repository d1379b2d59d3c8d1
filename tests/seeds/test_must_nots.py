"""What must never be made of the documents about Kazakhstan, and what no seed may bring: a state, a review, an address."""

from datetime import date

import pytest

from campaigns import safety
from campaigns.ledger import CITED_AS, claims_of, is_cited
from campaigns.models import (
    Alias,
    Call,
    Case,
    CaseBeneficiary,
    Citation,
    Contact,
    Demand,
    DemandText,
    Event,
    Group,
    Hazard,
    Organisation,
    OtherNamed,
    PlaceName,
    Prisoner,
    Target,
)
from campaigns.status import held_because
from tests.campaigns.cases import named
from tests.seeds.seeded import Seeded


class TestMustNots(Seeded):
    def test_nothing_is_published_reviewed_or_open(self) -> None:
        assert set(Case.objects.values_list("state", flat=True)) == {"draft"}
        for model in (*CITED_AS, DemandText):
            assert not model.objects.exclude(review_state="unreviewed").exists(), model
        assert set(Call.objects.values_list("state", flat=True)) == {
            "historic",
            "closed",
            "standing_unverified",
        }

    def test_no_address_can_be_used(self) -> None:
        assert not Contact.objects.usable().exists()
        assert set(Contact.objects.values_list("health", flat=True)) == {"unverified"}

    def test_every_claim_names_a_source(self) -> None:
        for model in CITED_AS:
            assert not model.objects.filter(~is_cited(model)).exists(), model

    def test_the_judge_and_convicted_officials_are_nobodys_beneficiaries(self) -> None:
        for name in ("Beisembaev", "Mendybayev", "Sarbopeev", "Babakhanov", "Tokayev", "Nazarbayev", "Sabit"):
            assert not named(name).exists(), name
            assert OtherNamed.objects.filter(name__contains=name).exists(), name

    def test_the_two_maksats_and_the_two_kenzhebaevs_are_not_merged(self) -> None:
        assert [one.key for one in named("Maksat")] == ["P04"]
        assert [one.key for one in named("Kenzhebaev")] == ["P20"]

    def test_no_event_is_dated_november_2011(self) -> None:
        assert not Event.objects.filter(date_from__range=(date(2011, 11, 1), date(2011, 11, 30))).exists()

    def test_the_editors_telephone_number_is_no_contact(self) -> None:
        assert not Target.objects.filter(phone__contains="537-22").exists()

    def test_no_office_of_the_documents_has_an_invented_address(self) -> None:
        assert not Contact.objects.filter(target__source_note__startswith="Seed document").exists()

    def test_a_group_has_no_gender_and_a_person_no_size(self) -> None:
        assert not Group.objects.exclude(gender="unknown").exists()
        assert not Prisoner.objects.filter(size__isnull=False).exists()

    def test_nobody_is_given_a_gender_that_the_sources_do_not_give(self) -> None:
        unknown = Prisoner.objects.filter(gender="unknown", country="KZ")
        assert {one.key for one in unknown} == {
            *("P04", "P09", "P10", "P11", "P12", "P13", "P14", "P18", "P35"),
            *("PU1", "PU3"),  # unnamed
        }

    def test_elshibayevs_letters_are_not_held_by_the_seeds(self) -> None:
        case = Case.objects.get(key="elshibayev")
        assert held_because(case) == ""
        assert sum(rows.count() for rows in claims_of(case)) == 21

    def test_sokolova_is_none_of_the_37(self) -> None:
        assert not Group.objects.get(key="G01").members.filter(key="P12").exists()
        assert not CaseBeneficiary.objects.filter(beneficiary__key="P12", case__key="zhanaozen").exists()

    def test_the_natalias_are_not_merged(self) -> None:
        kazakh = {one.key for one in named("Natal") if one.country == "KZ"}
        assert kazakh == {"P12", "P13", "P37"}
        for key in kazakh:
            assert Prisoner.objects.get(key=key).never_merge != "", key

    def test_no_jailed_official_or_oligarch_is_a_beneficiary(self) -> None:
        for name in ("Masimov", "Khodorkovsky", "Mendybayev", "Mittal", "Nogaev", "Belkin", "Moldabekov"):
            assert not named(name).exists(), name
            assert OtherNamed.objects.filter(name__contains=name).exists(), name

    def test_masimov_is_not_covered_by_the_release_demand(self) -> None:
        assert [one.key for one in Demand.objects.get(key="D62").beneficiaries.all()] == ["G21"]
        assert not Group.objects.get(key="G21").members.exists()

    def test_kurmanov_has_no_gender_by_his_first_name(self) -> None:
        assert Prisoner.objects.get(key="P35").gender == "unknown"

    def test_no_protester_is_said_to_have_killed(self) -> None:
        for text in Event.objects.filter(case__key="january-2022").values_list("text", flat=True):
            assert "by demonstrators" not in text
            assert "by the demonstrators" not in text

    def test_the_unnamed_have_no_names(self) -> None:
        unnamed = Prisoner.objects.filter(is_unnamed=True)
        assert not Alias.objects.filter(beneficiary__in=unnamed).exists()

    def test_kozlov_is_no_longer_among_the_others(self) -> None:
        assert not OtherNamed.objects.filter(name__contains="Kozlov").exists()

    def test_a_publishers_own_cause_is_for_nobody_and_cannot_be_signed(self) -> None:
        own = Call.objects.filter(kind="own_cause")
        assert [one.key for one in own] == ["A38"]
        assert not own.get().can_be_signed
        assert own.get().beneficiaries.count() == 0
        assert own.get().state == "closed"

    def test_no_appeal_of_somebody_released_or_dead_is_standing(self) -> None:
        for key in ("A13", "A24", "A25"):
            assert Call.objects.get(key=key).state == "closed", key

    def test_printed_addresses_are_nobodys_contact(self) -> None:
        for part in ("campaignkazakhstan", "kazakhstansolidarity", "peoplenature", "bnpsoligorsk"):
            assert not Contact.objects.filter(email__contains=part).exists(), part
        assert not Target.objects.filter(phone__contains="424 18").exists()

    def test_three_movements_with_like_names_are_three(self) -> None:
        alike = Organisation.objects.filter(
            key__in=["smk", "social-movement-ua", "russian-socialist-movement"]
        )
        assert alike.count() == 3
        assert not alike.filter(never_merge="").exists()

    def test_worker_control_is_not_worker_compass(self) -> None:
        control, compass = (Organisation.objects.get(key=key) for key in ("worker-control", "worker-compass"))
        assert set(control.other_names.splitlines()).isdisjoint(compass.other_names.splitlines())

    def test_almaty_is_never_the_capital(self) -> None:
        assert not PlaceName.objects.filter(place__key="astana", name="Almaty").exists()

    def test_the_case_of_elshibayev_does_not_hang_on_zimbovskys_release(self) -> None:
        for key in ("elshibayev", "labour-2020", "zhanabaeva"):
            assert held_because(Case.objects.get(key=key)) == "", key

    def test_hazards_are_shown_to_nobody_outside(self) -> None:
        with pytest.raises(TypeError):
            safety.shown(Hazard.objects.all())

    def test_no_status_is_later_than_its_source(self) -> None:
        late = []
        for citation in Citation.objects.exclude(status_record=None).select_related(
            "source", "status_record"
        ):
            until = citation.source.date_to
            if until and citation.status_record.date_from and citation.status_record.date_from > until:
                late.append(citation.status_record.key)
        assert late == []
