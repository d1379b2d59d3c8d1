"""What time takes away by itself, and what it leaves."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from appeals import publishing, signing
from appeals.models import Appeal, Signature
from letters import freezing
from letters.models import Letter
from outbox.models import Message
from rights import retention
from rights.models import RetentionRun
from supporters.models import Supporter
from tests import people
from tests.letters import printing_world
from tests.people import NOW

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def forgotten(now) -> dict[str, int]:
    run = retention.forget(now=now, clock=lambda: now)
    assert run.ended_at == now
    return {model: max(columns.values()) for model, columns in run.removed.items()}


def planned(now) -> dict[str, int]:
    lines = [line for line in retention.planned(now=now) if line.rows]
    return {line.what: max(one.rows for one in lines if one.what == line.what) for line in lines}


def test_a_signature_that_was_never_confirmed_is_forgotten_after_a_month_with_its_signer(appeal):
    people.amara_signs(appeal)
    assert planned(NOW + 30 * DAY) == {"appeals.MailAllowance": 1}
    late = NOW + 31 * DAY
    # The supporter goes once no signature holds them: planned for the same night only after that one.
    assert planned(late) == {"appeals.MailAllowance": 1, "appeals.Signature": 1}
    assert forgotten(late) == {"appeals.MailAllowance": 1, "appeals.Signature": 1, "supporters.Supporter": 1}
    assert (planned(late), forgotten(late)) == ({}, {})
    assert Signature.objects.get().name == ""


def test_a_confirmed_one_is_kept_until_a_year_after_the_appeal_and_still_counts(appeal):
    signature = people.amara_confirms(appeal)
    freezing.freeze(now=NOW)
    printing_world.making.make_some(now=NOW, most=9)
    publishing.close(appeal=appeal, by=people.dana(), reason="They answered.", now=NOW)
    over = NOW + 366 * DAY
    assert "appeals.Signature" not in planned(over)  # its letter is ready, and may still leave
    Letter.objects.update(state="held", reason="Somebody looks.")
    assert "appeals.Signature" not in planned(over - 2 * DAY)

    forgotten(over)
    signature.refresh_from_db()
    letter = Letter.objects.get()
    assert (signature.state, signature.name, signature.agreed, signature.supporter) == (
        "confirmed",
        "",
        {},
        None,
    )
    assert (letter.frozen, letter.state, letter.reason) == (
        {},
        "cancelled",
        "What was kept about its signer was erased.",
    )
    assert (Appeal.objects.get().tally.confirmed, Supporter.objects.count()) == (1, 0)


def test_whoever_wants_updates_is_still_told_and_keeps_nothing_else(appeal):
    signature = people.amara_confirms(appeal, wants_updates=True)
    publishing.close(appeal=appeal, by=people.dana(), reason="They answered.", now=NOW)
    forgotten(NOW + 366 * DAY)

    signature.refresh_from_db()
    assert (signature.name, signature.supporter) == ("", Supporter.objects.get())


def test_one_that_was_taken_back_is_forgotten_after_a_month(appeal):
    signing.withdraw(signature=people.amara_confirms(appeal), now=NOW)

    assert [planned(NOW + days * DAY).get("appeals.Signature", 0) for days in (30, 31)] == [0, 1]


def test_the_address_of_a_mail_goes_after_a_month_and_its_hash_after_a_year(appeal):
    people.amara_signs(appeal)
    Message.objects.update(state="sent", sent_at=NOW, server_answer="250 for amara@example.org")
    forgotten(NOW + 31 * DAY)
    message = Message.objects.get()
    assert (message.recipient, message.values, message.server_answer) == ("", {}, "")
    assert message.recipient_index != ""
    forgotten(NOW + 366 * DAY)
    message.refresh_from_db()
    assert message.recipient_index == ""


def test_a_night_is_done_once_from_three_o_clock_on():
    night = timezone.localtime(NOW).replace(hour=2, minute=59)
    assert retention.is_due(now=night) is False
    night = night.replace(hour=3)
    assert retention.is_due(now=night) is True
    RetentionRun.objects.create(began_at=night)  # its worker died
    assert retention.is_due(now=night) is True
    retention.forget(now=night, clock=lambda: night)
    assert [retention.is_due(now=night + after) for after in (DAY / 2, DAY)] == [False, True]


def test_a_dry_run_says_how_much_and_touches_nothing(appeal):
    people.amara_signs(appeal, now=timezone.now() - 40 * DAY)
    said = StringIO()
    call_command("forget", dry_run=True, stdout=said)

    lines = said.getvalue().splitlines()
    assert lines[-1] == "3 rows are over their term; nothing was touched."
    assert Signature.objects.get().name == "Amara Okafor"
    call_command("forget", stdout=StringIO())
    assert Signature.objects.get().name == ""
