"""Amara was erased; an old backup comes back, and she does not."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command

from appeals.models import Signature
from config.starting import refuse_erasures_to_repeat
from kit.refusals import Refused
from rights import erasure_list
from rights.erasing import erase
from rights.models import Receipt
from supporters.models import Supporter
from tests import people
from tests.people import AMARA, NOW
from tests.rights.traces import traces

LATER = NOW + timedelta(days=1)
HERS = (AMARA["name"], AMARA["email"])


@pytest.fixture
def listed(settings, tmp_path) -> Path:
    settings.OUTCRY_ERASURES = tmp_path / "beside the backups" / "erasures"
    return settings.OUTCRY_ERASURES


def amara_signs() -> Signature:
    people.an_embassy(country="GB")
    return people.amara_confirms(people.an_open_appeal())


@pytest.mark.django_db(transaction=True)
def test_whoever_was_erased_after_a_backup_is_erased_once_more_by_its_restore(listed, tmp_path):
    signature = amara_signs()
    people.amara_confirms(signature.appeal, email="chidi@example.org", name="Chidi Obi")
    call_command("back_up", tmp_path / "old.backup", verbosity=0)
    assert listed.stat().st_mode & 0o777 == 0o600
    receipt = erase(supporter_id=signature.supporter_id, now=LATER)
    assert erasure_list.catch_up(listed) == 1
    call_command("flush", verbosity=0, interactive=False)

    listed.rename(tmp_path / "elsewhere")
    with pytest.raises(CommandError, match="There is no list of erasures at"):
        call_command("restore", tmp_path / "old.backup")
    assert Supporter.objects.count() == 0
    (tmp_path / "elsewhere").rename(listed)
    call_command("restore", tmp_path / "old.backup")

    assert traces(HERS) == []
    assert [one.email for one in Supporter.objects.all()] == ["chidi@example.org"]
    assert Receipt.objects.filter(number=receipt.number, at=LATER).exists()
    assert erasure_list.not_repeated(listed) == 0


@pytest.mark.django_db
def test_a_worker_does_not_start_before_they_are_repeated(listed, capsys):
    signature = amara_signs()
    receipt = erase(supporter_id=signature.supporter_id, now=LATER)
    erasure_list.catch_up(listed)
    refuse_erasures_to_repeat()
    # As pg_restore leaves it: she is back, and nothing knows that she was erased.
    Receipt.objects.all().delete()
    back = people.amara_confirms(signature.appeal)
    with pytest.raises(ImproperlyConfigured, match="does not know of 1 erasures"):
        refuse_erasures_to_repeat()
    call_command("repeat_erasures")
    assert capsys.readouterr().out == "1 people were erased once more.\n"
    refuse_erasures_to_repeat()
    assert not Supporter.objects.filter(pk=back.supporter_id).exists()
    assert Receipt.objects.filter(number=receipt.number).count() == 1
    call_command("repeat_erasures")
    assert capsys.readouterr().out == "0 people were erased once more.\n"


@pytest.mark.django_db
def test_who_signs_again_after_leaving_stays(listed):
    signature = amara_signs()
    erase(supporter_id=signature.supporter_id, now=LATER)
    erasure_list.catch_up(listed)
    again = people.amara_confirms(signature.appeal, now=LATER + timedelta(hours=1))
    assert erasure_list.repeat(listed, now=LATER + timedelta(days=1)) == 0
    assert Supporter.objects.filter(pk=again.supporter_id).exists()


@pytest.mark.django_db
def test_a_line_that_was_cut_off_is_written_again_and_one_that_says_nothing_is_told(listed):
    signature = amara_signs()
    erase(supporter_id=signature.supporter_id, now=LATER)
    erasure_list.catch_up(listed)
    whole = listed.read_text()
    assert [word for word in HERS if word in whole] == []
    listed.write_text(whole[:-20])
    assert erasure_list.catch_up(listed) == 1
    assert erasure_list.catch_up(listed) == 0
    assert listed.read_text() == whole
    listed.write_text("nonsense\n" + whole)
    with pytest.raises(Refused, match="Line 1 of the list of erasures cannot be read"):
        erasure_list.read(listed)
