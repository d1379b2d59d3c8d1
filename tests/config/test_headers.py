"""What every page says to the browser: load nothing of others, let nobody load us, tell nobody where one came from."""

import pytest
from django.test import Client

from tests import people

pytestmark = pytest.mark.django_db
EXPECTED = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


SCRIPT_PAGES = {"/en/appeals/free-the-baker/"}
PAGES = [
    "/en/",
    "/en/appeals/free-the-baker/",
    "/en/appeals/free-the-baker/letter/?country=GB",
    "/en/appeals/free-the-baker/check-your-mail/",
    "/en/cases/",
    "/en/cases/baker/",
    "/en/offices/",
    "/en/offices/kz-gb/",
    "/en/offices/kz-gb/correct/office/",
    "/en/signature/unknown/",
    "/en/verify/",
    "/V/7F3K92QD/4ZQ8M1TX",
    "/en/feeds/appeals.atom",
    "/en/act-before.ics",
    "/api/v1/openapi.json",
    "/sitemap.xml",
    "/nothing/",
]


@pytest.mark.parametrize("address", PAGES)
def test_every_kind_of_page_is_shut_to_other_sites(client: Client, address):
    people.an_embassy(country="GB")
    people.an_open_appeal()
    for _again in range(2):  # the second answer is the kept one
        page = client.get(address)
        # Public facts may be read by programs of other sites; nothing else may.
        expected = EXPECTED | ({"Cross-Origin-Resource-Policy": "cross-origin"} if "/api/" in address else {})
        assert {name: page.headers.get(name) for name in expected} == expected
        script = "'self'" if address in SCRIPT_PAGES else "'none'"
        assert sorted(page.headers["Content-Security-Policy"].split("; ")) == [
            "base-uri 'none'",
            f"connect-src {script}",
            "default-src 'none'",
            "font-src 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'",
            "img-src 'self' data:",
            f"script-src {script}",
            "style-src 'self'",
        ]
        assert "camera=()" in page.headers["Permissions-Policy"]
        assert page.cookies == {}
