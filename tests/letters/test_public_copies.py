"""The copy of an answer for the page: one writes it, another publishes it, and the answer itself stays where it is."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from kit.refusals import Refused
from letters import public_copies, reply_log
from letters.models import AnswerCopy, Letter
from tests.config.doors import in_role
from tests.letters.factories import LATER
from tests.letters.test_reply_log import left, logged  # noqa: F401 -- a fixture
from tests.people import bela, dana
from trail.models import Entry

pytestmark = pytest.mark.django_db
WORDS = "The Embassy has the honour to say that it was received."


@pytest.fixture
def reply(appeal, left):  # noqa: F811 -- the fixture
    return logged(appeal, content=b"Dear Amara Okafor, SECRET was received.", references=left[0].reference)


def written(reply, text: str = WORDS, by=None) -> AnswerCopy:
    return public_copies.write(reply=reply, text=text, language="en", by=by or bela(), now=LATER)


def published(copy: AnswerCopy) -> AnswerCopy:
    public_copies.publish(copy=copy, by=dana(), seen=copy.digest, now=LATER)
    copy.refresh_from_db()
    return copy


def page(client, appeal) -> str:
    cache.clear()  # where the page is kept for some seconds
    return client.get(reverse("appeal", args=[appeal.slug])).text


def test_it_stands_on_the_page_once_a_second_person_published_it(client, appeal, reply):
    copy = written(reply)
    assert WORDS not in page(client, appeal)
    with pytest.raises(Refused, match="A second person has to publish it"):
        public_copies.publish(copy=copy, by=bela(), seen=copy.digest, now=LATER)
    published(copy)
    shown = page(client, appeal)
    for said in (WORDS, "Embassy of Kazakhstan in GB", "The office says that it was received."):
        assert said in shown
    assert "SECRET" not in shown


def test_a_change_waits_while_the_words_before_stay(client, appeal, reply):
    copy = published(written(reply))
    seen = copy.digest
    changed = written(reply, "Other words.", by=dana())
    assert (changed.state, changed.shown) == ("draft", WORDS)
    assert WORDS in page(client, appeal)
    with pytest.raises(Refused, match="changed while you were reading"):
        public_copies.publish(copy=changed, by=bela(), seen=seen, now=LATER)
    public_copies.publish(copy=changed, by=bela(), seen=changed.digest, now=LATER)
    assert "Other words." in page(client, appeal)


def test_withdrawn_it_is_gone_at_once_and_each_act_is_in_the_trail(client, appeal, reply):
    copy = published(written(reply))
    with pytest.raises(Refused):
        public_copies.withdraw(copy=copy, by=bela(), reason=" ", now=LATER)
    with pytest.raises(Refused, match="Withdraw its public copy first"):
        reply_log.strike(reply=reply, by=bela(), reason="Wrong appeal", now=LATER)
    public_copies.withdraw(copy=copy, by=bela(), reason="It names a village.", now=LATER)
    assert "Answers of offices" not in page(client, appeal)
    acts = [entry.act for entry in Entry.objects.order_by("pk") if "public_copies" in entry.act]
    assert acts == [f"letters.public_copies.{act}" for act in ("write", "publish", "withdraw")]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Dear  AMARA okafor, no.",
        "Write to consul@mission.example.",
        "To your letter OC-1234-ABCD.",
        "a\u202eb",
    ],
)
def test_what_leads_to_a_person_is_not_written(appeal, reply, text):
    Letter.objects.get(pk=reply.letter_id).signature.__class__.objects.update(name="Amara Okafor")
    with pytest.raises(Refused):
        written(reply, text)
    assert not AnswerCopy.objects.exists()


def test_the_dispatcher_writes_and_the_approver_publishes_at_the_desk(client, appeal, reply):
    act = {
        one: reverse("admin:letters_reply_act", args=[reply.pk, one])
        for one in ("write", "publish", "withdraw")
    }
    desk = reverse("admin:letters_reply_change", args=[reply.pk])
    in_role(client, "dispatcher")
    client.post(act["write"], {"text": WORDS, "language": "en"})
    copy = AnswerCopy.objects.get()
    assert client.post(act["publish"], {"seen": copy.digest}).status_code == 403
    in_role(client, "approver")
    assert "Publish these words" in client.get(desk).text
    assert client.post(act["write"], {"text": "Mine", "language": "en"}).status_code == 403
    client.post(act["publish"], {"seen": copy.digest})
    assert WORDS in page(client, appeal)
    in_role(client, "partner")
    assert client.get(desk).status_code in {302, 403}
