from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from appeals.models import Signature, Tally
from demo import crowd
from demo.management.commands.sign_many import Command
from tests import people
from tests.people import NOW


@pytest.mark.django_db
def test_a_crowd_signs_and_confirms_once():
    for country in ("GB", "DE", "FR", "PL", "ES", "CH", "US", "SE"):
        people.an_embassy(country=country)
    appeal = people.an_open_appeal()
    said = []
    assert crowd.sign(appeal=appeal, count=3, now=NOW, seed=7, say=said.append) == 3
    assert crowd.sign(appeal=appeal, count=3, now=NOW, seed=7) == 0
    assert (said, Tally.objects.get(appeal=appeal).confirmed) == ([3], 3)
    emails = {signature.supporter.email for signature in Signature.objects.all()}
    assert emails == {f"crowd7.{number}@supporter.example" for number in range(3)}


@pytest.mark.django_db
def test_nobody_is_invented_outside_the_demonstration():
    with pytest.raises(CommandError, match="OUTCRY_DEMO is off"):
        call_command(Command(), stdout=StringIO())
    assert Signature.objects.count() == 0
