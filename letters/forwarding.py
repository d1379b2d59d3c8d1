"""Bring an office's answer to the one who signed the letter: when they agreed, and after a person has read it.

An office may be an adversary. What it writes reaches nobody unread, and only as words: no pictures, no attachments, no
links that can be pressed, and of the office nothing but its name.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from appeals import links
from kit.received_mail import inert, parse, text_of
from kit.refusals import Refused
from letters.models import Reply
from outbox.kinds import Draft, Hold, Kind, register
from outbox.models import Message
from outbox.queueing import enqueue
from outbox.states import Stream
from supporters import consent
from supporters.models import Consent
from trail.recording import recorded

KIND = "reply"
# Either says that they want to hear of it: the office may answer them, or we may tell them what happens.
PURPOSES = (Consent.Purpose.REPLY, Consent.Purpose.UPDATES)
NOT_AGREED = "The signer did not agree, or agrees no longer, to hear of it."
EMPTY = "What the office wrote is not kept any more."


def register_kind() -> None:
    register(Kind(name=KIND, stream=Stream.MAILING, compose=compose, may_leave=may_leave))


@recorded
@transaction.atomic
def forward(*, reply: Reply, by: AbstractBaseUser, now: datetime) -> None:
    """Queue it, once. Raise Refused, with the reason, where it must not be forwarded."""
    if reply.sort != Reply.Sort.ANSWER:
        raise Refused("A machine wrote this; it is no answer to forward.")
    if reply.message_id is not None:
        raise Refused("It was forwarded before.")
    if reply.answers_all:
        raise Refused(
            "It answers all letters to this office: publish a copy, and tell the signers in an update."
        )
    if not words_of(reply):
        raise Refused(EMPTY if not reply.raw else "It holds no words; write to the signer yourself.")
    supporter = reply.letter.signature.supporter
    if supporter is None or not agreed({supporter.pk}):
        raise Refused(NOT_AGREED)
    message, _created = enqueue(
        kind=KIND,
        key=f"{KIND}:{reply.pk}",
        to=supporter.email,
        values={"reply": reply.pk},
        now=now,
        subject_ref=reply.letter.reference,
    )
    if not Reply.objects.filter(pk=reply.pk, message=None).update(message=message, forwarded_by=by):
        raise Refused("It was forwarded before.")
    reply.refresh_from_db(fields=["message", "forwarded_by"])


def agreed(supporters: set[int]) -> set[int]:
    """Those who agree now. One query."""
    live = consent.live(PURPOSES[0]) | consent.live(PURPOSES[1])
    return set(live.filter(supporter__in=supporters).values_list("supporter", flat=True))


def words_of(reply: Reply) -> str:
    """What it says, as far as a machine can read it; nothing of a PDF and of a picture."""
    if reply.form == Reply.Form.TEXT:
        return inert(bytes(reply.raw).decode())
    if reply.form != Reply.Form.MAIL:
        return ""
    try:
        return text_of(parse(bytes(reply.raw)))
    except (ValueError, RecursionError):
        return ""


def compose(message: Message) -> Draft:
    reply = Reply.objects.select_related("letter__signature", "letter__target").get(
        pk=message.values["reply"]
    )
    signature = reply.letter.signature
    with translation.override(signature.language):
        office = reply.letter.target.name
        context = {
            "office": office,
            "words": words_of(reply).splitlines(),
            "attachments": reply.attachments,
            "came_on": timezone.localdate(reply.came_at),
            "reference": reply.letter.reference,
            "link": links.link_of(signature),
            "sender": settings.OUTCRY_FROM_NAME,
            "is_demonstration": settings.OUTCRY_DEMO,
        }
        return Draft(
            subject=_("An answer to your letter: %(office)s") % {"office": office},
            text=render_to_string("email/reply.txt", context),
            language=signature.language,
            headers={"Auto-Submitted": "auto-generated"},  # RFC 3834 §5: nobody's machine answers this
        )


def may_leave(messages: Sequence[Message], now: datetime) -> Mapping[int, str | Hold]:
    """Asked again when it leaves: consents end. Three queries."""
    wanted = {message.pk: message.values["reply"] for message in messages}
    replies = (
        Reply.objects.select_related("letter__signature")
        .defer("letter__frozen")
        .in_bulk(set(wanted.values()))
    )
    signers = {reply.letter.signature.supporter_id for reply in replies.values()} - {None}
    still = agreed({pk for pk in signers if pk is not None})
    found: dict[int, str | Hold] = {}
    for message in messages:
        reply = replies.get(wanted[message.pk])
        if reply is None or not reply.raw:
            found[message.pk] = EMPTY
        elif reply.letter.signature.supporter_id not in still:
            found[message.pk] = NOT_AGREED
    return found
