"""Which transport it is, and what is kept of an answer."""

import pytest

from outbox.transports import open_transport
from outbox.transports.base import Answer, clear_of_addresses, enhanced
from outbox.transports.folder import FolderTransport


def test_a_transport_is_chosen_by_name(settings):
    settings.OUTCRY_TRANSPORT = "folder"
    assert type(open_transport()) is FolderTransport
    settings.OUTCRY_TRANSPORT = "pigeon"
    with pytest.raises(
        LookupError, match="OUTCRY_TRANSPORT is 'pigeon'; it can be smtp, anymail, folder, console"
    ):
        open_transport()


@pytest.mark.parametrize(
    ("said", "queue_id"),
    [
        ("2.0.0 Ok: queued as 4F2B91A0C3", "4F2B91A0C3"),
        ("OK id=1tEabc-000000001Zz-0Abc", "1tEabc-000000001Zz-0Abc"),
        ("2.0.0 4AMC01Zz012345 Message accepted for delivery", "4AMC01Zz012345"),
        ("ok 1732276800 qp 4711", "4711"),
        ("thank you", ""),
    ],
)
def test_queue_ids_of_several_mail_servers(said, queue_id):
    assert Answer(250, said).queue_id == queue_id


def test_answers_are_kept_without_addresses():
    assert (
        clear_of_addresses(b"5.1.1 <amara@supporter.example>:\r\n unknown \xff")
        == "5.1.1 <(address)>: unknown \ufffd"
    )
    assert enhanced("5.1.1 unknown") == "5.1.1"
    assert enhanced("unknown 5.1.1") == ""
