"""A partner gets all of a handover in one file: letter, list, and the report of the same appeal."""

import io
import zipfile
from urllib.parse import urlsplit

import pytest
import time_machine

from letters import handover_files, handover_links
from tests import people
from tests.letters.handing_over import LATER, csv_of, decided, in_memory, made, many_sign, pdf_of
from tests.reports.reporting import DAY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _quickly(settings, monkeypatch):
    in_memory(settings)
    monkeypatch.setattr("reports.hand_over_pack.as_pdf", lambda report, language: b"%PDF- a report")


def test_the_pack_has_both_files_and_the_report_of_that_appeal_alone(client):
    people.an_embassy(country="GB")
    appeal, other = people.an_open_appeal(), people.an_open_appeal(case=people.a_case(slug="smith"))
    many_sign(appeal, [("Amara Okafor", "Leeds", "name"), ("Dana Nurlan", "", "count")])
    one = made(decided(appeal))
    given = handover_links.give(handover=one, for_whom="Family", days=7, by=people.dana(), now=LATER)
    address = urlsplit(given.address).path
    with time_machine.travel(LATER + DAY, tick=False):
        sent = client.get(address + "pack.zip")
        packed = zipfile.ZipFile(io.BytesIO(b"".join(sent.streaming_content)))

    assert sent.headers["Content-Type"] == "application/zip"
    assert packed.testzip() is None
    assert packed.namelist() == ["handover.pdf", "signatories.csv", "report.pdf", "report.csv"]
    assert packed.read("handover.pdf") == pdf_of(one)
    assert packed.read("signatories.csv").decode("utf-8-sig") == csv_of(one)
    assert packed.read("report.pdf") == b"%PDF- a report"
    told = packed.read("report.csv").decode("utf-8-sig")
    assert (appeal.texts.get(language="en").title in told, "Amara" in told) == (True, False)
    assert len({line.split(",")[0] for line in told.splitlines()[1:]}) == 1
    handover_files.forget(one.csv)
    with time_machine.travel(LATER + DAY, tick=False):
        assert client.get(address + "pack.zip").status_code == 503
    assert other.slug not in told
