"""What a browser could send in place of a passkey's answer; a real one walks through tests/flows/test_door.py."""

import json

import pytest
from django.contrib.auth.models import User

from kit.refusals import Refused
from staff import passkeys
from tests.people import NOW

pytestmark = pytest.mark.django_db


def test_an_answer_that_somebody_made_up_is_refused(settings) -> None:
    bela = User.objects.create_user("bela")
    _options, state = passkeys.begin_asking(bela)
    for made_up in ({}, {"id": "x"}, {"response": {"clientDataJSON": "e30"}}, json.loads('{"rawId": [1]}')):
        with pytest.raises(Refused):
            passkeys.check(user=bela, state=state, response=made_up, now=NOW)
        with pytest.raises(Refused):
            passkeys.add(user=bela, name="", state=state, response=made_up, by=bela, now=NOW)
