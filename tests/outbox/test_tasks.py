import pytest

from outbox import tasks
from outbox.models import Heartbeat, Message
from outbox.states import Stream
from tests.outbox.factories import a_message

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("task", "stream"),
    [
        (tasks.send_confirmations, Stream.CONFIRMATION),
        (tasks.send_letters, Stream.LETTER),
        (tasks.send_mailings, Stream.MAILING),
    ],
)
def test_each_task_sends_its_stream_and_leaves_a_heartbeat(server, task, stream):
    for other in Stream:
        a_message(key=f"note:{other}", stream=other)
    task()
    assert Message.objects.values_list("stream").get(state="sent") == (stream,)
    assert Heartbeat.objects.get().name == task.name == f"outbox.send_{stream}s"


def test_recovering_leaves_a_heartbeat():
    tasks.recover()
    assert Heartbeat.objects.get().name == "outbox.recover"


def test_a_task_tolerates_arguments_of_a_newer_version():
    tasks.recover(since="tomorrow")


def test_logs_and_task_arguments_hold_no_address(server, caplog):
    caplog.set_level("DEBUG")
    a_message(to="planted@supporter.example")
    server.rcpt_script = ["550 5.1.1 <planted@supporter.example> unknown"]
    tasks.send_letters()
    # The mail server of the tests runs in this process and logs what it hears; that is not ours.
    ours = "\n".join(record.getMessage() for record in caplog.records if record.name != "mail.log")
    assert "message " in ours
    assert "planted" not in ours
