"""A house that has Amara everywhere: signed twice, mailed, printed, handed to a print shop and to an office, answered, bounced."""

from pathlib import Path
from typing import Any

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType

from appeals import moderating
from appeals.models import Signature
from letters import dispatching, freezing, making, posting, posting_choice, scheduling, taking_replies
from letters.models import Letter, PrintBatch
from letters.providers.folder import FolderProvider
from outbox.intake import take_in
from outbox.models import Attempt
from outbox.return_addresses import reply_address
from outbox.suppressing import suppress
from tests import people
from tests.letters import handing_over, printing_world, sending_off
from tests.letters.printing_world import AT
from tests.outbox import answers
from tests.people import NOW

HERS = ("Amara Okafor", "amara@example.org", "Leeds", "a union of bakers")
WISHES: dict[str, Any] = {"display": "name_town", "may_reply": True, "wants_updates": True}


def everywhere(appeal: Any, settings: Any, folder: Path) -> tuple[Signature, PrintBatch]:
    """The signature under `appeal`, and a batch that was printed. Files lie below `folder`."""
    settings.OUTCRY_POSTAL_PROVIDER, settings.OUTCRY_POSTAL_FOLDER = "folder", folder / "post"
    settings.OUTCRY_REPLY_EMAIL = "replies@outcry.example"
    signature = people.amara_confirms(appeal, own_words="I organise a union of bakers.", **WISHES)
    other = people.an_open_appeal(case=people.a_case(slug="weaver"))
    people.amara_confirms(other, **WISHES)
    sending_off.sent(now=NOW, stream="confirmation")
    for waiting in Signature.objects.filter(moderation="waiting"):
        moderating.pass_on(signature=waiting, by=people.dana(), now=NOW)
    freezing.freeze(now=NOW)
    making.make_some(now=NOW, most=9)
    making.press_some(now=NOW, most=9)
    shop = FolderProvider()
    theirs = Letter.objects.filter(appeal=other)
    posting_choice.choose(theirs, provider=shop, expected=1, by=people.dana(), now=AT)
    posting.hand_over_due(provider=shop, clock=lambda: AT)
    scheduling.schedule(now=AT)
    letter = Letter.objects.get(appeal=appeal)
    dispatching.dispatch_due(now=letter.due_at)
    sending_off.sent(now=letter.due_at)
    letter.refresh_from_db()
    raw = answers.answer(
        sender="embassy-gb@mission.example",
        to=reply_address(letter.message_id),
        text="Dear Amara Okafor of Leeds, we have read it.",
    )
    take_in(raw, came_through="maildir", now=AT)
    taking_replies.take_over(now=AT)
    Attempt.objects.filter(message=letter.message).update(answer="250 queued for AMARA@example.org")
    LogEntry.objects.create(
        user=people.bela(),
        content_type=ContentType.objects.get_for_model(Letter),
        object_id=str(letter.pk),
        object_repr=str(letter),
        action_flag=CHANGE,
        change_message="Amara Okafor rang: she is glad.",
    )
    suppress(address="amara@example.org", reason="asked us by telephone", now=AT)
    batch = printing_world.chosen(appeal=appeal, also_emailed=True)
    printing_world.carry_on()
    batch.refresh_from_db()
    handing_over.made(handing_over.decided(appeal, now=AT), now=AT)
    return signature, batch
