"""Django logs the address of what it refuses; the link from a mail is a secret, so the log has it without."""

import logging

import pytest
from django.test import Client

from config.logs import WithoutSecrets
from mailings.unsubscribing import token_of
from tests import people


@pytest.mark.django_db
def test_no_line_of_the_log_holds_the_secret_of_a_link(client: Client, caplog):
    people.amara_signs(people.an_open_appeal())
    link, stop = people.link_in_newest_mail(), token_of(1)
    assert client.post(f"/en/signature/{link}/withdraw/").status_code == 409
    assert client.put(f"/en/signature/{link}/").status_code == 405
    assert client.put(f"/en/updates/stop/{stop}/").status_code == 405
    assert (caplog.text.count(link), caplog.text.count(stop)) == (2, 1)

    (written,) = {
        one.formatter for one in logging.getLogger().handlers if type(one.formatter) is WithoutSecrets
    }
    lines = [written.format(record).partition(" django.request ")[2] for record in caplog.records]
    assert lines == [
        "Conflict: /en/signature/…/withdraw/",
        "Method Not Allowed (PUT): /en/signature/…/",
        "Method Not Allowed (PUT): /en/updates/stop/…/",
    ]
