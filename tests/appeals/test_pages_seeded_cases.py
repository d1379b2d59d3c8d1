"""Every page of every case that the seeds make, and the directory: light enough for a poor telephone, and silent about what is held back."""

import io

import time_machine
from django.conf import settings
from django.core.management import call_command
from django.test import Client, TestCase
from django.utils import timezone

from campaigns.models import Alias, Beneficiary, Call, Case, Demand, Event, Place, StatusRecord
from demo import preparing
from tests.people import NOW, dana

MOST_BYTES = 16_000  # as they travel
MOST_RAW_BYTES = 40_000
# Cyrillic takes two bytes a letter; the record itself is English on every page.
MOST_LONGER_THAN_ENGLISH = 1.5


class SeededCases(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        with time_machine.travel(NOW, tick=False):
            call_command("load_seeds", stdout=io.StringIO())
            preparing.publish_cases(by=dana(), now=timezone.now())
        slugs = Case.objects.values_list("slug", flat=True)
        cls.addresses = ["cases/", *(f"cases/{slug}/" for slug in slugs), "cases/zhanaozen-inquiry/?part=2"]

    def test_all_of_them_are_public(self) -> None:
        assert set(Case.objects.values_list("state", flat=True)) == {"published"}

    def test_no_page_gives_away_what_is_held_back(self) -> None:
        secrets = {
            *Event.objects.filter(held_back=True).values_list("text", flat=True),
            *StatusRecord.objects.filter(held_back=True).values_list("text", flat=True),
            *Demand.objects.filter(held_back=True).values_list("text", flat=True),
            *Call.objects.filter(held_back=True).values_list("title", flat=True),
            *Beneficiary.objects.filter(held_back=True).values_list("name", flat=True),
            *Alias.objects.filter(beneficiary__held_back=True).values_list("name", flat=True),
        } - {""}
        assert len(secrets) > 20
        for address in self.addresses:
            page = self.client.get(f"/ru/{address}")
            assert page.status_code == 200, address
            assert [secret for secret in secrets if secret in page.text] == []

    def test_every_page_is_light_in_every_language(self) -> None:
        """Those that could be too heavy in another language are weighed in all of them."""
        sizes = {address: self.raw("en", address) for address in [*self.addresses, "offices/"]}
        long = [one for one, size in sizes.items() if size * MOST_LONGER_THAN_ENGLISH > MOST_RAW_BYTES]
        assert long
        heavy = []
        for address in long:
            packed = len(Client().get(f"/ru/{address}", headers={"accept-encoding": "gzip"}).content)
            for code, _name in settings.LANGUAGES:
                raw = self.raw(code, address)
                assert raw <= sizes[address] * MOST_LONGER_THAN_ENGLISH
                if raw > MOST_RAW_BYTES or packed > MOST_BYTES:
                    heavy.append((code, address, raw, packed))
        assert heavy == []

    def raw(self, language: str, address: str) -> int:
        return len(self.client.get(f"/{language}/{address}").content)

    def test_a_long_timeline_goes_on_and_no_part_is_invented(self) -> None:
        first = self.client.get("/en/cases/zhanaozen-inquiry/").text
        second = self.client.get("/en/cases/zhanaozen-inquiry/?part=2").text
        assert '<a href="?part=2">' in first
        assert '<a href="?part=2#calls">What people were asked to do at the time</a>' in first
        assert ("id=calls" in first, "<h2 id=calls>" in second) == (False, True)
        assert "class=figures" not in second
        assert "<h2>What happened</h2>" in second
        assert '<a href="/en/cases/zhanaozen-inquiry/">' in second
        told = Event.objects.filter(case__slug="zhanaozen-inquiry", held_back=False).count()
        timelines = [
            page.partition("<ol class=timeline>")[2].partition("</ol>")[0] for page in (first, second)
        ]
        assert [one.count("<li>") for one in timelines] == [30, told - 30]
        for part in ("0", "3", "x", "٢", "1" * 30):
            assert self.client.get("/en/cases/zhanaozen-inquiry/", {"part": part}).status_code == 404

    def test_a_place_is_told_with_its_other_names_and_who_ruled_there(self) -> None:
        held = self.client.get("/en/cases/erzhan-elshibayev/").text
        assert "<li>Turkestan region: South Kazakhstan <small>The former name.</small>" in held
        assert "<li>Lenger" not in held  # of which there is nothing to tell but the name
        donbas = self.client.get("/en/cases/luhansk-miners-2020/").text
        assert "<li>Luhansk: Lugansk <small>Spelling of 2020.</small><br><small>The “Luhansk people" in donbas

    def test_a_place_is_linked_only_to_a_case_whose_shown_words_name_it(self) -> None:
        for place in Place.objects.exclude(cases=None).prefetch_related("names", "cases"):
            names = {place.name, *(known.name for known in place.names.all())}
            for case in place.cases.all():
                pages = self.client.get(f"/en/cases/{case.slug}/").text
                if "?part=2" in pages:
                    pages += self.client.get(f"/en/cases/{case.slug}/?part=2").text
                told = pages.partition("<h2>Places, and what")[0]
                assert [name for name in names if name in told], (place.key, case.slug)
