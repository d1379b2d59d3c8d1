"""What Postfix writes down of our messages becomes evidence: each line once, from the place where reading ended."""

import gzip
import io
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import tzdata
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from outbox.models import Bookmark, Message, Notice
from outbox.postfix_log import moment, read
from outbox.reading_logs import read_file
from outbox.return_addresses import bounce_address
from tests.outbox.factories import NOW, a_message

pytestmark = pytest.mark.django_db
OFFICE, COPY = "embassy@mission.example", "copy@campaign.example"
LATER = NOW + timedelta(hours=2)
SENT = "status=sent (250 2.0.0 Ok: queued as 9A11)"
DEFERRED = "status=deferred (connect to mx.mission.example[192.0.2.1]:25: Connection timed out)"
BOUNCED = f"status=bounced (host mx said: 550 5.1.1 <{OFFICE}>: user unknown (in reply to RCPT TO command))"


@pytest.fixture(autouse=True)
def _utc(monkeypatch, settings):
    settings.OUTCRY_BOUNCE_EMAIL = "bounces@outcry.example"
    monkeypatch.setattr("outbox.postfix_log.LOCALTIME", Path("/nowhere"))


def taken(*, key="note:1", to=OFFICE, queue="4F2B11"):
    message = a_message(key=key, to=to)
    Message.objects.filter(pk=message.pk).update(state="sent", sent_at=NOW, queue_id=queue)
    return message


def line(said=SENT, *, at="Nov 22 09:05:01", queue="4F2B11", to=OFFICE, dsn="2.0.0", part="smtp"):
    return (
        f"{at} mail postfix/{part}[812]: {queue}: to=<{to}>, relay=mx.mission.example[192.0.2.1]:25, "
        f"delay=1.2, delays=0.1/0/0.5/0.6, dsn={dsn}, {said}\n"
    )


def told():
    rows = Notice.objects.order_by("pk").values_list("message", "kind", "enhanced", "of_recipient", "source")
    return list(rows)


@pytest.mark.parametrize(
    ("said", "dsn", "kind"),
    [(SENT, "2.0.0", "passed_on"), (DEFERRED, "4.4.1", "delay"), (BOUNCED, "5.1.1", "hard")],
)
def test_a_line_is_evidence_of_its_message_and_is_noted_once(said, dsn, kind):
    message = taken()
    assert [read([line(said, dsn=dsn)], now=LATER) for _ in range(2)] == [1, 0]
    assert told() == [(message.pk, kind, dsn, True, "log")]
    assert Notice.objects.get().at == datetime(2026, 11, 22, 9, 5, 1, tzinfo=UTC)
    assert OFFICE not in Notice.objects.get().said


def test_each_try_is_noted():
    taken()
    lines = [line(DEFERRED, dsn="4.4.1", at=f"Nov 22 09:{minute}:00") for minute in ("10", "20", "40")]
    assert read([*lines, line(at="Nov 22 09:59:00")], now=LATER) == 4


def test_a_queue_number_of_another_mail_is_none_of_ours():
    taken()
    lines = [
        line(to="chidi@stranger.example"),
        line(queue="4F2B12"),
        line(at="Nov 20 09:00:00"),
        "Nov 22 09:05:01 mail postfix/qmgr[1]: 4F2B11: removed\n",
        "Nov 22 09:05:01 mail dovecot: imap(amara): 4F2B11: to=<embassy@mission.example>\n",
    ]
    assert read(lines, now=LATER) == 0


def test_a_return_address_in_the_log_tells_the_message_of_every_line():
    message = taken(queue="")
    lines = [
        f"Nov 22 09:05:00 mail postfix/qmgr[1]: 3F00AA: from=<{bounce_address(message.pk)}>, size=900, nrcpt=2 (queue active)\n",
        line(queue="3F00AA"),
        line(queue="3F00AA", to=COPY),
        "Nov 22 09:30:00 mail postfix/qmgr[1]: 3F00AA: from=<amara@elsewhere.example>, size=900, nrcpt=1 (queue active)\n",
        line(queue="3F00AA", at="Nov 22 09:30:01", to="x@y.example"),
    ]
    read(lines, now=LATER)
    assert [(pk, of) for pk, _, _, of, _ in told()] == [(message.pk, True), (message.pk, False)]


@pytest.mark.parametrize(
    ("stamp", "expected"),
    [
        ("Nov 22 09:05:01", datetime(2026, 11, 22, 9, 5, 1, tzinfo=UTC)),
        ("Nov  2 09:05:01", datetime(2026, 11, 2, 9, 5, 1, tzinfo=UTC)),
        ("Dec 31 23:59:59", datetime(2025, 12, 31, 23, 59, 59, tzinfo=UTC)),
        ("2026-11-22T10:05:01.123456+01:00", datetime(2026, 11, 22, 9, 5, 1, 123456, tzinfo=UTC)),
        ("Foo 22 09:05:01", None),
        ("2026-99-99T1", None),
    ],
)
def test_a_stamp_without_a_year_is_of_the_last_twelve_months(stamp, expected):
    assert moment(stamp, now=LATER, zone=UTC) == expected


def test_the_twenty_ninth_of_february_is_of_the_last_leap_year_or_of_none():
    assert moment("Feb 29 09:00:00", now=datetime(2028, 3, 1, tzinfo=UTC), zone=UTC) == datetime(
        2028, 2, 29, 9, tzinfo=UTC
    )
    assert moment("Feb 29 09:00:00", now=LATER, zone=UTC) is None


@pytest.mark.parametrize(
    ("zone", "at"), [("America/New_York", "Nov 22 04:05:01"), ("Asia/Almaty", "Nov 22 14:05:01")]
)
def test_a_log_is_written_by_the_clock_of_its_machine_and_not_by_that_of_the_desk(
    monkeypatch, tmp_path, settings, zone, at
):
    assert settings.TIME_ZONE == "UTC"
    (tmp_path / "localtime").symlink_to(Path(tzdata.__file__).parent / "zoneinfo" / zone)
    monkeypatch.setattr("outbox.postfix_log.LOCALTIME", tmp_path / "localtime")
    taken()
    assert read([line(at=at)], now=LATER) == 1
    assert Notice.objects.get().at == datetime(2026, 11, 22, 9, 5, 1, tzinfo=UTC)


def test_reading_goes_on_where_it_ended(tmp_path):
    taken()
    log = tmp_path / "mail.log"
    half = line(at="Nov 22 09:10:00")
    log.write_text(line() + half[:40])
    assert [read_file(log, now=LATER) for _ in range(2)] == [1, 0]
    with log.open("a") as file:
        file.write(half[40:])
    assert read_file(log, now=LATER) == 1
    assert Bookmark.objects.get().place == log.stat().st_size


def test_a_log_that_was_rotated_is_read_from_its_beginning(tmp_path):
    taken()
    log = tmp_path / "mail.log"
    log.write_text(
        line(at="Nov 22 09:01:00") * 1 + "Nov 22 09:02:00 mail postfix/anvil[1]: statistics\n" * 50
    )
    read_file(log, now=LATER)
    log.write_text(line(at="Nov 22 09:30:00"))
    assert read_file(log, now=LATER) == 1
    with gzip.open(tmp_path / "mail.log.1.gz", "wt") as file:
        file.write(line(at="Nov 22 09:20:00"))
    assert read_file(tmp_path / "mail.log.1.gz", now=LATER) == 1


def test_a_log_that_was_cut_is_read_from_its_beginning(tmp_path):
    taken()
    log = tmp_path / "mail.log"
    log.write_text(line() + line(at="Nov 22 09:10:00"))
    read_file(log, now=LATER)
    log.write_text(line())
    assert read_file(log, now=LATER) == 0
    assert Bookmark.objects.get().place == len(line())


@pytest.mark.parametrize("count", [1, 3])
def test_many_lines_are_noted_in_a_known_number_of_statements(django_assert_num_queries, count):
    for number in range(count):
        taken(key=f"note:{number}", queue=f"4F2B1{number}")
    lines = [line(queue=f"4F2B1{number}") for number in range(count)]
    with django_assert_num_queries(3):
        assert read(lines, now=LATER) == count


def test_the_command_reads_files_and_standard_input(tmp_path, monkeypatch):
    taken()
    (tmp_path / "mail.log").write_text("nothing of ours\n")
    said = io.StringIO()
    monkeypatch.setattr("sys.stdin", io.StringIO(line()))
    call_command("read_mail_log", str(tmp_path / "mail.log"), "-", stdout=said)
    assert said.getvalue() == "1 new\n"
    with pytest.raises(CommandError, match=r"gone\.log cannot be read: No such file"):
        call_command("read_mail_log", str(tmp_path / "gone.log"))


@given(
    lines=st.lists(
        st.text(max_size=120) | st.sampled_from([line(), line(BOUNCED), line()[:90], line("status=odd (x)")]),
        max_size=6,
    )
)
def test_garbage_between_the_lines_hurts_nobody(lines):
    assert read(lines, now=LATER) == 0
