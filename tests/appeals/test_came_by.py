"""A link of ours says how it was passed on; the signature keeps that word and nothing else."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from appeals.guarded_form import form_token
from appeals.models import Signature
from tests import people
from tests.people import AMARA, NOW

pytestmark = pytest.mark.django_db
PAGE = "/en/appeals/free-the-baker/"


@pytest.mark.parametrize(("via", "kept"), [("poster", "poster"), ("", ""), ("<tracker>", "")])
def test_the_word_in_the_link_is_kept_with_the_signature(client: Client, via, kept):
    people.an_embassy(country="GB")
    with time_machine.travel(NOW, tick=False):
        people.an_open_appeal()
        page = client.get(PAGE, {"via": via})
        token = form_token()
    assert (f'<input type="hidden" name="via" value="{kept}"' in page.text) is bool(kept)
    assert "tracker" not in page.text
    with time_machine.travel(NOW + timedelta(seconds=10), tick=False):
        client.post(PAGE, {**AMARA, "token": token, "website": "", "via": via})
    assert Signature.objects.get().source == kept
