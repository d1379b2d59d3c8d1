"""What the seeds show, and what they must not show, once somebody has read and published every case."""

import re

from campaigns import safety
from campaigns.ledger import CITED_AS
from campaigns.models import Alias, Beneficiary, Call, Event
from tests.seeds.seeded import Published


class TestAfterPublication(Published):
    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.events = list(safety.shown(Event.objects.all()))
        cls.people = set(safety.shown(Beneficiary.objects.all()).values_list("key", flat=True))
        cls.told = [str(one) for model in CITED_AS for one in safety.shown(model.objects.all())]
        cls.told += [f"{one.text} {one.place}" for one in cls.events]
        cls.told += safety.shown(Alias.objects.all()).values_list("name", flat=True)

    def test_what_could_harm_is_not_shown(self) -> None:
        for model in CITED_AS:
            shown = safety.shown(model.objects.all())
            assert not shown.filter(held_back=True).exists(), model
            assert shown.exists(), model
        words = " ".join(event.text for event in self.events).lower()
        for word in (
            *("sexual", "suicide", "liver", "cancer", "naked", "depression"),
            *(
                "children under threat",
                "lives of her children",
                "wounds that they",
                "covid-19; years",
                "kilos",
            ),
        ):
            assert not re.search(rf"\b{word}", words), word

    def test_survivors_and_the_daughter_are_named_nowhere(self) -> None:
        assert self.people.isdisjoint({"P08", "P19", "P20", "PU3"})
        assert {"P01", "P07"} <= self.people
        for name in ("Aliya", "Karabalaeva", "Asem"):
            assert not [text for text in self.told if name in text], name

    def test_of_belarus_five_calls_and_of_the_antifascists_sixteen_events_are_shown(self) -> None:
        assert safety.shown(Call.objects.filter(case__country="BY")).count() == 5
        antifascists = Event.objects.filter(case__campaign__slug="russia-antifascists")
        assert safety.shown(antifascists).count() == 16

    def test_who_lives_under_occupation_is_shown_nowhere(self) -> None:
        in_ukraine = Beneficiary.objects.filter(country="UA", key__in=self.people)
        assert sorted(in_ukraine.values_list("key", flat=True)) == ["G29", "G30", "G34"]
        for word in (
            *("Chernetsov", "Komsomolskaya", "Antratsit", "Rovenk", "Dmitrieva", "Vaskovsky", "_bot"),
            *("AK-1", "Dubovsky", "Frunze", "Belorechenskaya", "Perevalsky", "Yenakievo", "Viber"),
        ):
            assert not [text for text in self.told if word in text], word
