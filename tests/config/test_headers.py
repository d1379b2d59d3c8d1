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


@pytest.mark.parametrize(
    "address", ["/en/", "/en/appeals/free-the-baker/", "/en/signature/unknown/", "/nothing/"]
)
def test_every_kind_of_page_is_shut_to_other_sites(client: Client, address):
    people.an_open_appeal()
    page = client.get(address)
    assert {name: page.headers.get(name) for name in EXPECTED} == EXPECTED
    assert sorted(page.headers["Content-Security-Policy"].split("; ")) == [
        "base-uri 'none'",
        "connect-src 'self'",
        "default-src 'none'",
        "font-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "img-src 'self' data:",
        "script-src 'self'",
        "style-src 'self'",
    ]
    assert "camera=()" in page.headers["Permissions-Policy"]
    assert page.cookies == {}
