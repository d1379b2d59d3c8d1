"""What every provider must do, and what only one of them must do beyond that."""

import hashlib
import json
import stat
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest

from letters.providers import asking, open_provider
from letters.providers.base import Money, PostalLetter, Provider, ProviderError, Told, Word
from letters.providers.folder import FolderProvider
from letters.providers.pingen import PingenProvider
from tests.letters.providers.postal_service import (
    CLIENT,
    ORGANISATION,
    SECRET,
    Answer,
    PostalService,
    refusal,
)

PDF = b"%PDF-1.7 a letter"
LETTER = PostalLetter(
    reference="OC-7F3K-92QD",
    pdf=PDF,
    pages=1,
    country="GB",
    address_lines=("Embassy of Kazakhstan", "1 Embassy Row", "AB1 2CD Capital"),
    layout="din5008b",
)
KEY = "OC-7F3K-92QD-0"


class EveryProvider:
    """A subclass names its provider and says which letters would be posted."""

    provider: Provider
    arrived: Callable[[], list[bytes]]

    def test_a_letter_arrives_byte_for_byte_and_is_not_posted_yet(self):
        handed = self.provider.send(LETTER, key=KEY)
        assert self.arrived() == [PDF]
        assert (handed.told.word, bool(handed.reference)) == (Word.WORKING, True)
        assert self.provider.status(handed.reference).word in {Word.WORKING, Word.POSTED}

    def test_the_same_key_twice_is_one_letter_with_one_reference(self):
        references = {self.provider.send(LETTER, key=KEY).reference for _again in range(3)}
        assert (self.arrived(), len(references)) == ([PDF], 1)

    def test_another_key_is_another_letter(self):
        other = replace(LETTER, reference="OC-0000-0000", pdf=b"%PDF-1.7 another")
        self.provider.send(LETTER, key=KEY)
        self.provider.send(other, key="OC-0000-0000-0")
        assert sorted(self.arrived()) == sorted([PDF, other.pdf])

    @pytest.mark.parametrize(
        ("change", "problem"),
        [
            ({"pdf": b"<html>"}, "The file is no PDF."),
            ({"pages": 11}, "It has 11 pages."),
            ({"country": ""}, "Nobody knows the country that it goes to."),
            ({"address_lines": ("Embassy",)}, "The office has no postal address."),
        ],
    )
    def test_what_is_wrong_is_said_before_anything_leaves(self, change, problem):
        assert problem in self.provider.validate(replace(LETTER, **change))
        assert self.arrived() == []

    def test_a_reference_that_is_not_theirs_is_an_error_for_good(self):
        with pytest.raises(ProviderError) as caught:
            self.provider.status("OC-9999-9999-0")
        assert caught.value.permanent

    def test_nothing_about_the_letter_stands_in_an_error(self):
        error = ProviderError("  two\n lines " + "x" * 500)
        assert (len(error.reason), error.reason[:9]) == (200, "two lines")


class TestFolder(EveryProvider):
    @pytest.fixture(autouse=True)
    def _open(self, tmp_path):
        self.folder = tmp_path / "post"
        self.provider = FolderProvider(self.folder)
        self.arrived = lambda: [path.read_bytes() for path in sorted(self.folder.glob("*.pdf"))]

    def test_no_file_names_or_tells_a_person(self):
        self.provider.send(LETTER, key=KEY)
        assert sorted(path.name for path in self.folder.iterdir()) == [
            f"{KEY}.json",
            f"{KEY}.pdf",
            "posted",
            "refused",
            "returned",
        ]
        assert json.loads((self.folder / f"{KEY}.json").read_text()) == {
            "reference": "OC-7F3K-92QD",
            "file": f"{KEY}.pdf",
            "pages": 1,
            "country": "GB",
            "sha256": hashlib.sha256(PDF).hexdigest(),
        }
        modes = {stat.S_IMODE(path.stat().st_mode) for path in self.folder.glob("OC-*")}
        assert (modes, stat.S_IMODE(self.folder.stat().st_mode)) == ({0o600}, 0o700)

    @pytest.mark.parametrize(
        ("place", "word"), [("posted", Word.POSTED), ("refused", Word.REFUSED), ("returned", Word.RETURNED)]
    )
    def test_where_the_job_was_moved_is_its_status_and_it_is_not_written_anew(self, place, word):
        reference = self.provider.send(LETTER, key=KEY).reference
        (self.folder / f"{KEY}.json").rename(self.folder / place / f"{KEY}.json")
        assert self.provider.status(reference).word is word
        assert self.provider.send(LETTER, key=KEY).told.word is word
        assert not (self.folder / f"{KEY}.json").exists()

    def test_a_folder_that_cannot_be_written_is_tried_again(self):
        self.folder.write_text("a file")
        with pytest.raises(ProviderError) as caught:
            self.provider.send(LETTER, key=KEY)
        assert (caught.value.permanent, caught.value.in_doubt) == (False, False)

    def test_nobody_knows_its_price(self):
        assert self.provider.price(LETTER) is None


class TestPingen(EveryProvider):
    @pytest.fixture(autouse=True)
    def _open(self, settings):
        settings.OUTCRY_PINGEN_ORGANISATION = ORGANISATION
        settings.OUTCRY_PINGEN_CLIENT_ID, settings.OUTCRY_PINGEN_CLIENT_SECRET = CLIENT, SECRET
        self.service = PostalService()
        self.naps: list[float] = []
        self.provider = PingenProvider(api=self.service.url, sleep=self.naps.append)
        self.arrived = lambda: self.service.printed
        yield
        self.service.close()

    def fails(self, *, key: str = KEY) -> ProviderError:
        with pytest.raises(ProviderError) as caught:
            self.provider.send(LETTER, key=key)
        return caught.value

    def steps(self) -> list[str]:
        return [step for step, _path in self.service.seen]

    def test_a_draft_is_made_checked_and_then_ordered(self):
        handed = self.provider.send(LETTER, key=KEY)
        assert self.steps() == ["token", "upload", "put", "create", "get", "get", "send", "get"]
        assert handed.reference == "TEST-0001"
        assert handed.told == Told(Word.WORKING, "submitted", Money(Decimal("1.85"), "CHF"))
        assert self.service.drafts["TEST-0001"].attributes["file_original_name"] == "OC-7F3K-92QD.pdf"
        assert self.naps == [2.0]

    def test_one_token_serves_for_many_letters(self):
        self.provider.send(LETTER, key=KEY)
        self.provider.status("TEST-0001")
        assert self.steps().count("token") == 1

    def test_wrong_credentials_are_wrong_for_good_and_are_not_repeated(self, settings):
        settings.OUTCRY_PINGEN_CLIENT_SECRET = "another"
        error = self.fails()
        assert (error.permanent, error.reason) == (True, "The provider says 401.")

    def test_only_the_status_says_that_it_is_posted(self):
        self.provider.send(LETTER, key=KEY)
        words = [self.provider.status("TEST-0001").word for _again in range(4)]
        assert words == [Word.WORKING, Word.WORKING, Word.POSTED, Word.POSTED]
        self.service.drafts["TEST-0001"].statuses = ["undeliverable"]
        assert self.provider.status("TEST-0001").word is Word.RETURNED
        self.service.drafts["TEST-0001"].statuses = ["a_status_of_next_year"]
        assert self.provider.status("TEST-0001") == Told(
            Word.WORKING, "a_status_of_next_year", Money(Decimal("1.85"), "CHF")
        )

    def test_price_asks_with_country_and_pages_alone(self):
        assert self.provider.price(replace(LETTER, pages=2)) == Money(Decimal("3.7"), "CHF")
        with pytest.raises(ProviderError) as caught:
            self.provider.price(replace(LETTER, country="KZ"))
        assert (caught.value.permanent, caught.value.reason) == (
            True,
            "The provider says 422, No price for this country.",
        )

    def test_too_many_requests_are_said_with_the_seconds_to_wait(self):
        self.service.script["create"] = [refusal(429, "Too many requests", **{"Retry-After": "17"})]
        error = self.fails()
        assert (error.permanent, error.in_doubt, error.wait) == (False, False, 17.0)
        self.service.script["send"] = [refusal(429, "Too many requests")]
        error = self.fails()
        assert (error.permanent, error.in_doubt, error.wait) == (False, False, 60.0)
        self.provider.send(LETTER, key=KEY)
        assert self.arrived() == [PDF]

    def test_a_refusal_is_for_good_and_its_detail_is_not_kept(self):
        self.service.script["create"] = [refusal(422, "The file is invalid", "1 Mill Lane, Amara Okafor")]
        error = self.fails()
        assert (error.permanent, error.reason) == (True, "The provider says 422, The file is invalid.")

    def test_one_error_that_is_no_list_is_read_too(self):
        body = {"errors": {"code": "access_denied", "title": "Denied", "source": {"pointer": None}}}
        self.service.script["create"] = [Answer(403, body)]
        assert self.fails().reason == "The provider says 403, Denied."

    @pytest.mark.parametrize("step", ["token", "upload", "put", "create", "get"])
    @pytest.mark.parametrize("answer", [Answer(503, None), Answer(drop=True)])
    def test_what_fails_before_the_order_is_tried_again_and_printed_once(self, step, answer):
        self.service.script[step] = [answer]
        error = self.fails()
        assert (error.permanent, error.in_doubt) == (False, False)
        self.provider.send(LETTER, key=KEY)
        assert self.arrived() == [PDF]

    @pytest.mark.parametrize("answer", [Answer(502, None), Answer(drop=True)])
    def test_an_order_whose_answer_is_lost_is_looked_up_and_known(self, answer):
        self.service.after["send"] = [answer]
        assert self.provider.send(LETTER, key=KEY).told.word is Word.WORKING
        assert self.arrived() == [PDF]

    def test_an_order_that_never_arrived_is_looked_up_too_and_given_again(self):
        self.service.script["send"] = [Answer(drop=True)]
        error = self.fails()
        assert (error.permanent, error.in_doubt) == (False, False)
        assert self.provider.send(LETTER, key=KEY).reference == "TEST-0001"
        assert self.arrived() == [PDF]

    def test_where_nobody_answers_after_the_order_it_is_in_doubt(self):
        self.service.after["send"] = [Answer(drop=True)]
        self.service.script["get"] = []
        real = self.service._get
        looks = []

        def silent(path, data):
            looks.append(path)
            return real(path, data) if len(looks) < 3 else Answer(drop=True)

        self.service._get = silent
        error = self.fails()
        assert (error.permanent, error.in_doubt) == (False, True)

    def test_a_letter_that_they_will_not_print_is_not_ordered(self):
        self.service.next_statuses = ["validating", "invalid"]
        error = self.fails()
        assert (error.permanent, error.reason) == (True, "The provider will not print it: invalid")
        assert "send" not in self.steps()

    def test_a_check_that_takes_long_is_waited_for_later(self):
        self.service.next_statuses = ["validating"] * 9 + ["valid"]
        error = self.fails()
        assert (error.permanent, error.wait, self.naps) == (False, 60, [2.0] * 6)
        self.provider.send(LETTER, key=KEY)
        assert self.arrived() == [PDF]

    def test_a_redirect_is_not_followed(self):
        self.service.script["create"] = [Answer(302, None, {"Location": f"{self.service.url}/elsewhere"})]
        assert self.fails().permanent
        assert "nowhere" not in self.steps()

    def test_a_file_goes_to_no_address_that_is_less_safe_than_the_api(self):
        self.service.upload_scheme = "ftp"
        assert self.fails().reason == "The provider wants the file at an address that is not https."

    def test_an_answer_that_drips_for_ever_ends_in_time(self, monkeypatch):
        monkeypatch.setattr(asking.ask, "__kwdefaults__", {**asking.ask.__kwdefaults__, "seconds": 0.1})
        self.service.script["upload"] = [Answer(200, {}, drip=True)]
        assert self.fails().reason == "The provider did not answer: its answer did not end."

    def test_an_answer_that_is_no_json_is_no_letter(self):
        self.service.script["create"] = [Answer(201, ["not", "an", "object"])]
        assert self.fails().reason == "The provider's answer has no reference."

    def test_nothing_but_https_is_asked_outside_of_this_machine(self):
        with pytest.raises(ProviderError, match="not https"):
            asking.ask("GET", "http://api.pingen.com/", headers={})

    def test_the_zones_for_address_and_franking_are_asked_of_the_layout(self):
        assert self.provider.validate(LETTER) == [
            "In the layout din5008b the address stands outside the zone that is read.",
            "In the layout din5008b something stands where the letter is franked.",
        ]
        assert self.provider.validate(replace(LETTER, layout="papyrus"))[0].startswith("There is no layout")


def test_the_setting_chooses_and_a_wrong_one_names_those_there_are(settings):
    settings.OUTCRY_POSTAL_PROVIDER = ""
    assert open_provider() is None
    settings.OUTCRY_POSTAL_PROVIDER = "folder"
    assert type(open_provider()) is FolderProvider
    settings.OUTCRY_POSTAL_PROVIDER = "pigeon"
    with pytest.raises(LookupError, match="it can be folder, pingen"):
        open_provider()


def test_what_its_place_for_trials_is_handed_is_known_to_be_a_trial(settings):
    settings.OUTCRY_PINGEN_STAGING = True
    assert (PingenProvider().is_test, PingenProvider()._api) == (True, "https://api-staging.pingen.com")
    settings.OUTCRY_PINGEN_STAGING = False
    assert (PingenProvider().is_test, PingenProvider()._api) == (False, "https://api.pingen.com")
