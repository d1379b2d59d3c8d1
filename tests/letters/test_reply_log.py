"""Answers that came by post or in person: logged, sealed, and as good an answer as one that came by mail."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse
from PIL import Image

from appeals.models import Appeal
from kit.refusals import Refused
from letters import climbing, evidence, forwarding, reply_files, reply_log
from letters.models import FollowUp, LadderStep, Letter, Reply
from outbox.models import Message
from rights.erasing import erase
from tests.config.doors import in_role
from tests.letters.factories import LATER, enqueued_letters
from tests.outbox import answers
from tests.people import Target, dana

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
WORDS = b"The Embassy has the honour to say that it was received."
PDF = b"%PDF-1.7\n<< /OpenAction >>\n%%EOF\n"


@pytest.fixture
def left(appeal) -> list[Letter]:
    """Three letters that the embassy's server accepted."""
    enqueued_letters(appeal, 3)
    Letter.objects.update(state="accepted", accepted_at=LATER)
    Message.objects.filter(kind="letter").update(state="sent", sent_at=LATER)
    return list(Letter.objects.order_by("pk"))


def logged(appeal: Appeal, **changes) -> Reply:
    asked = {
        "appeal": appeal,
        "target": Target.objects.get(host_country="GB"),
        "references": "",
        "content": WORDS,
        "form": "text",
        "came_on": (LATER + DAY).date(),
        "channel": "post",
        "language": "en",
        "outcome": "received",
        "by": dana(),
        "now": LATER + 2 * DAY,
        **changes,
    }
    return reply_log.log(**asked)


def test_without_references_it_answers_every_letter_that_had_left(appeal, left):
    reply = logged(appeal)

    assert (reply.letter, reply.answers_all, reply.sort) == (left[0], True, "answer")
    assert Letter.objects.filter(answered_at=reply.came_at).count() == 3
    with connection.cursor() as cursor:
        cursor.execute("SELECT raw FROM letters_reply")
        assert WORDS not in bytes(cursor.fetchone()[0])
    with pytest.raises(Refused, match="in the log already"):
        logged(appeal)
    with pytest.raises(Refused, match="answers all letters"):
        forwarding.forward(reply=reply, by=dana(), now=LATER)


def test_the_evidence_of_each_letter_has_the_reply_that_answers_it(appeal, left):
    to_all = logged(appeal)
    to_two = logged(appeal, references=f"{left[1].reference} {left[2].reference}", content=b"To two of you.")
    enqueued_letters(appeal, 4)
    late = Letter.objects.latest("pk")
    Letter.objects.filter(pk=late.pk).update(
        state="accepted", accepted_at=LATER + 3 * DAY, answered_at=LATER + 4 * DAY
    )
    letters = list(Letter.objects.select_related("appeal", "target", "message").order_by("pk"))
    found = evidence.evidence(letters, now=LATER)["letters"]
    digests = {one["reference"]: [reply["digest"] for reply in one["replies"]] for one in found}
    assert [digests[one.reference] for one in (*left, late)] == [
        [to_all.digest],
        [to_all.digest, to_two.digest],
        [to_all.digest, to_two.digest],
        [],
    ]


def test_with_references_it_answers_those_and_no_other(appeal, left):
    reply = logged(appeal, references=f"{left[2].reference}, {left[0].reference.lower()}")

    assert (reply.letter, list(reply.also.all()), reply.answers_all) == (left[0], [left[2]], False)
    assert [one.answered_at is None for one in Letter.objects.order_by("pk")] == [False, True, False]
    with pytest.raises(Refused, match="No such letter has left for this office: OC-0000-0000"):
        logged(appeal, references="OC-0000-0000")


def test_the_ladder_stops_on_it_and_goes_on_when_it_was_a_mistake(appeal, left):
    LadderStep.objects.create(appeal=appeal, number=1, after_days=7, channel="paper")
    climbing.climb(now=LATER + 7 * DAY)
    reply = logged(appeal)
    climbing.climb(now=LATER + 8 * DAY)
    told = FollowUp.objects.order_by().values_list("state", "reason").distinct()
    assert list(told) == [("dropped", climbing.ANSWERED)]

    reply_log.strike(reply=reply, by=dana(), reason="It was to another appeal.", now=LATER + 9 * DAY)
    assert list(told.all()) == [("open", "")]
    assert Letter.objects.filter(answered_at=None).count() == 3
    assert not Reply.objects.exists()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"came_on": (LATER + 3 * DAY).date()}, "has not come yet"),
        ({"came_on": (LATER - 3 * DAY).date()}, "has left for this office by that day"),
        ({"channel": "reply"}, "Say how it came"),
    ],
)
def test_what_cannot_be_true_is_not_logged(appeal, left, changes, words):
    with pytest.raises(Refused, match=words):
        logged(appeal, **changes)


def picture(form: str) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (8, 8)).save(file, form)
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "form"),
    [
        (PDF, "pdf"),
        (picture("PNG"), "png"),
        (picture("JPEG"), "jpeg"),
        (answers.answer(sender="a@mission.example", to="b@outcry.example", text="Received."), "mail"),
    ],
)
def test_a_file_is_what_is_in_it(content, form):
    assert reply_files.form_of(content) == form


@pytest.mark.parametrize(
    "content",
    [
        *(b"", b"MZ\x90\x00", b"<html><script>", b"%PDF-1.7 cut off", b"GIF89a", picture("PNG")[:40], WORDS),
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        PDF + b" " * reply_files.MOST_BYTES,
    ],
)
def test_anything_else_is_refused(content):
    with pytest.raises(Refused):
        reply_files.form_of(content)


def test_staff_upload_a_scan_and_get_back_nothing_that_a_browser_opens(client, appeal, left):
    in_role(client, "dispatcher")
    asked = {
        "appeal": appeal.pk,
        "target": left[0].target_id,
        "came_on": LATER.date().isoformat(),
        "channel": "post",
        "file": SimpleUploadedFile("../evil.html", PDF, content_type="text/html"),
    }
    both = client.post(reverse("admin:letters_reply_add"), {**asked, "text": "Words"})
    assert "one of both" in both.text
    asked["file"].seek(0)
    client.post(reverse("admin:letters_reply_add"), asked)
    reply = Reply.objects.get()
    assert (reply.form, bytes(reply.raw), reply.logged_by.username) == ("pdf", PDF, "the-dispatcher")
    page = client.get(reverse("admin:letters_reply_change", args=[reply.pk]))
    assert page.status_code == 200
    sent = client.get(reverse("admin:letters_reply_original", args=[reply.pk]))
    assert sent.headers["Content-Type"] == "application/octet-stream"
    assert sent.headers["Content-Disposition"] == f'attachment; filename="reply-{reply.pk}.pdf"'
    assert sent.headers["X-Content-Type-Options"] == "nosniff"
    in_role(client, "editor")
    assert client.get(reverse("admin:letters_reply_add")).status_code == 403


def test_a_form_from_elsewhere_is_refused_before_its_file_is_read(appeal, left):
    from django.test import Client

    stranger = Client(enforce_csrf_checks=True)
    in_role(stranger, "dispatcher")
    assert stranger.post(reverse("admin:letters_reply_add"), {"text": "Words"}).status_code == 403


def test_who_is_erased_takes_the_answers_with_them_that_name_them(appeal, left):
    supporter = left[1].signature.supporter
    general = logged(appeal)
    naming = logged(appeal, content=f"Dear {left[1].signature.name}, no.".encode())
    several = logged(appeal, references=" ".join(one.reference for one in left), content=b"To three.")
    alone = logged(appeal, references=left[0].reference, content=b"To one.")
    erase(supporter_id=supporter.pk, now=LATER + 3 * DAY)

    kept = {reply.pk: bytes(reply.raw) for reply in Reply.objects.all()}
    assert kept == {general.pk: WORDS, naming.pk: b"", several.pk: b"", alone.pk: b"To one."}
