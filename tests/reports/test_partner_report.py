"""What a partner is told of a campaign, by a link and at the desk; Chidi, who has no link that works, learns nothing."""

import csv
import io
import subprocess
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
import time_machine
from django.urls import reverse

from appeals.models import Appeal
from campaigns.models import Campaign, Partnership
from kit.refusals import Refused
from reports import report_links
from reports.models import CampaignReport, DayCount, ReportLink
from reports.partner_report import report
from reports.report_csv import as_csv
from reports.report_pdf import as_pdf, asked
from tests.config.doors import in_role, url
from tests.people import NOW, a_case, an_open_appeal, dana
from tests.reports.reporting import DAY, TODAY, counted, link, two_appeals

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def campaign() -> Campaign:
    return two_appeals()[0].case.campaign


def of(campaign: Campaign, **changes):
    return report(campaign=campaign, language="en", now=NOW, **changes)


def read(client, address: str, *, after: timedelta = MINUTE):
    with time_machine.travel(NOW + after, tick=False):
        return client.get(urlsplit(address).path)


def test_days_and_countries_end_with_yesterday_and_small_numbers_are_hidden(campaign):
    first, second = of(campaign).appeals

    # 38 signed until yesterday; Kazakhstan's one would be found by subtraction if Germany's nine were shown.
    assert first.countries.shown == [("GB", 28)]
    assert first.countries.others == 10
    assert (first.days, first.other_days) == ([(TODAY - 3 * DAY, 29)], 9)
    assert (second.countries.shown, second.days) == ([("FR", 6)], [(TODAY - DAY, 6)])


def test_the_four_counts_are_those_of_the_tally_and_are_added_up(campaign):
    found = of(campaign)
    assert found.appeals[1].totals == {
        "confirmed": 6,
        "on_paper": 0,
        "accepted": 7,
        "posted": 2,
        "self_sent": 1,
    }
    assert found.totals == {"confirmed": 94, "on_paper": 0, "accepted": 14, "posted": 4, "self_sent": 2}


def test_a_draft_and_another_campaign_are_not_in_it(campaign):
    other = Campaign.objects.create(slug="roses", name="Roses")
    one = an_open_appeal(case=a_case(slug="rose"))
    type(one.case).objects.filter(pk=one.case_id).update(campaign=other)

    assert [one.appeal.slug for one in of(campaign).appeals] == ["free-the-baker", "free-the-smith"]
    assert [one.appeal.slug for one in of(other).appeals] == ["free-the-rose"]


def test_the_csv_has_a_number_in_each_row_and_no_formula(campaign):
    found = of(campaign)
    found.appeals[1].text.title = "=1+1"
    rows = list(csv.reader(io.StringIO(as_csv(found, "en").decode("utf-8-sig"), newline="")))

    assert rows[0] == ["Appeal", "Of what", "", "Number"]
    assert list(dict.fromkeys(row[0] for row in rows[1:])) == [found.appeals[0].title, "'=1+1"]
    assert ["Signatures per country", "United Kingdom", "28"] in [row[1:] for row in rows]
    assert ["Signatures per day", (TODAY - DAY).isoformat(), "6"] in [row[1:] for row in rows]


def test_the_link_opens_page_pdf_and_csv_and_sets_no_cookie(client, campaign, monkeypatch):
    monkeypatch.setattr("reports.handed_out.as_pdf", lambda report, language: b"%PDF-")
    address = link(campaign)
    page = read(client, address)

    assert page.status_code == 200
    for said in (campaign.name, "Days and countries are counted until the end of", "Other countries", "<svg"):
        assert said in page.text
    for name in ("Family committee", "dana", "Amara"):
        assert name not in page.text
    files = [read(client, address + name) for name in ("report.pdf", "numbers.csv")]
    assert [one.headers["Content-Type"] for one in files] == ["application/pdf", "text/csv; charset=utf-8"]
    for answer in (page, *files):
        assert "no-store" in answer.headers["Cache-Control"]
        assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert "Set-Cookie" not in answer.headers


def test_expired_or_taken_back_it_looks_like_one_that_never_was(client, campaign):
    address = link(campaign)
    unknown = read(client, reverse("report", args=["unknown"])).text
    assert read(client, address, after=timedelta(days=7)).text == unknown
    report_links.revoke(link=ReportLink.objects.get(), by=dana(), now=NOW)
    for name in ("", "report.pdf", "numbers.csv"):
        gone = read(client, address + name)
        assert (gone.status_code, gone.text) == (404, unknown)
    with pytest.raises(Refused):
        report_links.revoke(link=ReportLink.objects.get(), by=dana(), now=NOW)


@pytest.mark.parametrize("more", [0, 2])
def test_the_page_takes_the_same_statements_for_any_number_of_appeals(
    client, campaign, more, django_assert_num_queries
):
    for number in range(more):
        appeal = an_open_appeal(case=a_case(slug=f"case-{number}"))
        DayCount.objects.create(appeal=appeal, day=TODAY - DAY, country="GB", confirmed=7)
    address = link(campaign)
    read(client, address)  # what is kept in this process from now on
    with django_assert_num_queries(11):
        assert read(client, address).status_code == 200


def test_many_days_are_folded_on_the_page_and_stand_open_on_paper(client, campaign):
    page, paper = read(client, link(campaign)).text, asked(of(campaign), "en")["html"]
    assert (page.count("<details><summary>"), paper.count("<details>")) == (0, 0)
    for appeal in Appeal.objects.filter(case__campaign=campaign):
        counted(appeal, *((ago, "KZ", 5) for ago in range(4, 14)))
    page, paper = read(client, link(campaign)).text, asked(of(campaign), "en")["html"]
    # The first has two more days, the second one: eleven rows and more are folded.
    assert page.count("<details><summary>The signatures in numbers (1") == 2
    assert paper.count("<details>") == 0


def test_a_partner_reads_their_report_and_gives_no_link(client, campaign):
    Partnership.objects.create(user=in_role(client, "partner"), campaign=campaign)
    page = client.get(url(CampaignReport, "change", campaign.pk))

    assert page.status_code == 200
    assert "Make a link" not in page.text
    for_me = {"for_whom": "Me", "days": "7"}
    give = reverse("admin:reports_campaignreport_link", args=[campaign.pk])
    assert client.post(give, for_me).status_code == 403
    in_role(client, "approver")
    given = client.post(give, for_me)
    assert "It is shown this once." in given.text
    assert ReportLink.objects.get().for_whom == "Me"
    take = reverse("admin:reports_campaignreport_revoke", args=[campaign.pk, ReportLink.objects.get().pk])
    client.post(take)
    assert ReportLink.objects.get().revoked_at is not None


def test_the_pdf_is_tagged_and_says_the_same(campaign, tmp_path):
    file = tmp_path / "report.pdf"
    file.write_bytes(as_pdf(of(campaign), "en"))
    assert subprocess.run(["qpdf", "--check", file], capture_output=True).returncode == 0
    words = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, text=True).stdout
    for said in (campaign.name, "United Kingdom", "Other countries", "94"):
        assert said in words
